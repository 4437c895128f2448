"""Keeping generated pages: which are out of date, writing them, and the command line both tools share."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path


def out_of_date(folder: Path, wanted: Mapping[str, str]) -> list[str]:
    """Names of pages that are missing, differ from what is wanted or belong to nothing."""
    held = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")} if folder.is_dir() else {}
    return sorted(name for name in wanted.keys() | held.keys() if wanted.get(name) != held.get(name))


def keep(folder: Path, wanted: Mapping[str, str], about: str | None) -> int:
    """Write the pages, or with --check answer 1 when one is out of date."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when a page is out of date")
    stale = out_of_date(folder, wanted)
    if parser.parse_args().check:
        if stale:
            print(f"Out of date: {', '.join(stale)}. Run: make docs", file=sys.stderr)
        return 1 if stale else 0
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale:
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8", newline="\n")
        else:
            (folder / name).unlink()
    print(f"{len(stale)} of {len(wanted)} pages written")
    return 0
