"""Writes the returns of the made-up authority, for the demonstration of the site."""

from __future__ import annotations

from pathlib import Path

from goldenthread import api


def write_returns(into: Path) -> None:
    """The returns and settings of Avonmere, as `goldenthread demo` writes them."""
    for _line in api.demonstrate(into, seed=2014, say=lambda _text: None):
        pass
