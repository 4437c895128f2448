"""Write the reference page of every measure from its definition, or with --check say which are out of date."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from goldenthread.catalogue import COHORTS
from goldenthread.catalogue.pages import index, page

FOLDER = Path(__file__).parents[1] / "docs" / "reference" / "generated" / "measures"


def pages() -> dict[str, str]:
    """File name to text of every page."""
    found = {f"{measure.id}.md": page(measure, cohort) for cohort in COHORTS for measure in cohort.measures}
    return {"index.md": index(COHORTS), **found}


def out_of_date(folder: Path) -> list[str]:
    """Names of pages that are missing, differ from the definitions or belong to no measure."""
    wanted = pages()
    held = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")} if folder.is_dir() else {}
    return sorted(name for name in wanted.keys() | held.keys() if wanted.get(name) != held.get(name))


def main() -> int:
    """Write or check the pages; 1 when a check finds one out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when a page is out of date")
    stale = out_of_date(FOLDER)
    if parser.parse_args().check:
        if stale:
            print(f"Out of date: {', '.join(stale)}. Run: make docs", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for name in stale:
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], encoding="utf-8", newline="\n")
        else:
            (FOLDER / name).unlink()
    print(f"{len(stale)} of {len(wanted)} pages written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
