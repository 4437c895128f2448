"""Why a published figure is missing: the codes of the published tables, in words. None of them is a zero."""

from __future__ import annotations

from collections.abc import Mapping

FLAGS: Mapping[str, str] = {
    "c": "suppressed: too small to publish",
    "x": "not available",
    "u": "low reliability",
    "z": "not applicable",
    "k": "rounds to zero",
    "low": "rounds to zero",
    "-": "no value in the compiled table",
    "..": "not available",
    ":": "not available",
    "blank": "left blank",
    "n:c": "its numerator is suppressed",
    "n:low": "its numerator rounds to zero",
}


def words(flag: str) -> str:
    """A flag in words; an empty flag says nothing."""
    return FLAGS.get(flag, flag)
