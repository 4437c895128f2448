"""Write the reference pages of canonical tables and code lists, or with --check say which are out of date."""

from __future__ import annotations

import sys
from pathlib import Path

from goldenthread.tables import ALL_TABLES, PROVENANCE, Column, Table
from goldenthread.tables.codes import CODE_LISTS
from goldenthread.tables.model import CodeList
from tools.pages import keep

FOLDER = Path(__file__).parents[1] / "docs" / "reference" / "generated" / "tables"
CODE_PAGE = "code-lists.md"
_BUILT = "made while reading"


def pages() -> dict[str, str]:
    """File name to text of every page."""
    found = {f"{table.name}.md": _table(table) for table in ALL_TABLES}
    return {"README.md": _index(), CODE_PAGE: _code_lists(), **found}


def _index() -> str:
    rows = "\n".join(
        f"| [{table.name}]({table.name}.md) | {table.title} | {table.grain} | {len(table.columns)} |"
        for table in ALL_TABLES
    )
    shared = "\n".join(f"| `{column.name}` | {column.kind} | {column.meaning} |" for column in PROVENANCE)
    return (
        "# Canonical tables\n\nWhat a load holds, column by column, declared once in `src/goldenthread/tables`. "
        f"Codes are in the [code lists]({CODE_PAGE}).\n\n"
        f"| table | title | grain | columns |\n|---|---|---|---|\n{rows}\n\n"
        "## Columns every table has\n\nThey say where a row came from.\n\n"
        f"| column | type | meaning |\n|---|---|---|\n{shared}\n"
    )


def _table(table: Table) -> str:
    rows = "\n".join(_column(column) for column in table.columns)
    parts = [
        f"# {table.title}\n\nTable `{table.name}`: {table.grain}. Key: {', '.join(f'`{name}`' for name in table.key)}.",
        f"| column | type | meaning | constraints | SSD | CIN Census | SSDA903 | Annex A |\n|---|---|---|---|---|---|---|---|\n{rows}",
    ]
    if table.dropped:
        parts.append(f"**Dropped as it is read:** {table.dropped}.")
    if table.notes:
        parts.append("## Notes\n\n" + "\n".join(f"- {note}" for note in table.notes))
    parts.append("[All tables](README.md)")
    return "\n\n".join(parts) + "\n"


def _column(column: Column) -> str:
    cells = (
        f"`{column.name}`",
        _kind(column),
        column.meaning,
        _constraints(column),
        column.ssd,
        _BUILT if column.cin == "built" else column.cin,
        _BUILT if column.s903 == "built" else column.s903,
        column.annex_a,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _kind(column: Column) -> str:
    if column.codes is None:
        return str(column.kind)
    return f"[{column.codes.title.lower()}]({CODE_PAGE}#{anchor(column.codes)})"


def _constraints(column: Column) -> str:
    found = []
    if column.required:
        found.append("required")
    if column.not_before:
        found.append(f"not before `{column.not_before}`")
    if column.least is not None or column.most is not None:
        found.append(f"from {column.least:g} to {column.most:g}")
    if column.references:
        found.append(f"refers to [{column.references}]({column.references}.md)")
    return ", ".join(found)


def anchor(codes: CodeList) -> str:
    """The anchor a heading gets from its words."""
    kept = "".join(letter for letter in codes.title.lower() if letter.isalnum() or letter in " -")
    return kept.replace(" ", "-")


def _code_lists() -> str:
    parts = [
        "# Code lists",
        "Each code with a short label, the group of published tables, and its collection years.",
        "[All tables](README.md)",
    ]
    for codes in CODE_LISTS:
        rows = "\n".join(
            f"| {code.code} | {code.label} | {code.group} | {_years(code.first_year, code.last_year)} |"
            for code in codes.codes
        )
        note = f"\n\n{codes.note}" if codes.note else ""
        parts.append(f"## {codes.title}\n\n| code | label | group | years |\n|---|---|---|---|\n{rows}{note}")
    return "\n\n".join(parts) + "\n"


def _years(first: int | None, last: int | None) -> str:
    if first is None and last is None:
        return ""
    return f"{first or ''} to {last or ''}".strip()


def main() -> int:
    """Write or check the pages; 1 when a check finds one out of date."""
    return keep(FOLDER, pages(), __doc__)


if __name__ == "__main__":
    sys.exit(main())
