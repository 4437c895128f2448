"""Writes the returns and the narrative of the made-up authority, for the demonstration of the site."""

from __future__ import annotations

from pathlib import Path

from goldenthread import api


def write_returns(into: Path) -> None:
    """The returns and settings of Avonmere, as `goldenthread demo` writes them."""
    for _line in api.demonstrate(into, seed=2014, say=lambda _text: None):
        pass


def write_narrative(into: Path) -> None:
    """The narrative of Avonmere's panel report, as a council keeps its own."""
    api.write_example_narrative(into)
