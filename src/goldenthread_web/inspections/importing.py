"""Reads published judgements of councils from a CSV file: each row is right, or is told with its line."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread_web.inspections.frameworks import FRAMEWORKS

# What a column may be called.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "authority": ("authority", "local authority", "council", "provider name"),
    "kind": ("kind", "type", "authority type", "type of authority"),
    "framework": ("framework",),
    "area": ("area", "judgement", "judgement area"),
    "grade": ("grade", "outcome", "rating"),
    "published": ("published", "publication date", "date"),
}
NEEDED = ("authority", "grade", "published")
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y")
MOST_ROWS = 20_000


@dataclass(frozen=True, kw_only=True)
class Row:
    """One judgement of one council."""

    authority: str
    kind: str
    framework: str
    area: str
    grade: str
    published: dt.date


def read_published(content: bytes, *, framework: str, area: str) -> tuple[list[Row], list[str]]:
    """The rows that can be used, and what is wrong with the others; `framework` and `area` where no column says them."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    lines = csv.reader(io.StringIO(text, newline=""))
    headings = [one.strip().casefold() for one in next(lines, [])]
    places = {
        name: headings.index(found)
        for name, names in COLUMNS.items()
        if (found := next((one for one in names if one in headings), None)) is not None
    }
    missing = [name for name in NEEDED if name not in places]
    if missing:
        return [], [f"There is no column for {', '.join(missing)}. Its heading may be {COLUMNS[missing[0]][0]}."]
    rows: list[Row] = []
    wrong: list[str] = []
    for number, line in enumerate(lines, start=2):
        if number > MOST_ROWS:
            wrong.append(f"The file has more than {MOST_ROWS:,} rows; what follows was not read.")
            break
        if any(cell.strip() for cell in line):
            _read_row(number, line, places, {"framework": framework, "area": area}, rows, wrong)
    return rows, wrong


def _read_row(
    number: int,
    line: list[str],
    places: Mapping[str, int],
    otherwise: Mapping[str, str],
    rows: list[Row],
    wrong: list[str],
) -> None:
    told = {name: line[place].strip() if place < len(line) else "" for name, place in places.items()}
    by, area = told.get("framework") or otherwise["framework"], told.get("area") or otherwise["area"]
    known = FRAMEWORKS.get(by)
    if known is None:
        wrong.append(f"Row {number}: there is no framework {by!r}; write one of {', '.join(FRAMEWORKS)}.")
        return
    found = next((one for one in known.areas if area.casefold() in (one.key, one.name.casefold())), None)
    grade = next((one for one in known.grades if told["grade"].casefold() == one), None)
    day = _day(told["published"])
    problems = [
        "the council is empty" if not told["authority"] else "",
        f"{area!r} is no area of {known.name}" if found is None else "",
        f"{told['grade']!r} is no grade of {known.name}: {', '.join(known.grades)}" if grade is None else "",
        f"{told['published']!r} is no date such as 2014-11-24 or 24/11/2014" if day is None else "",
    ]
    if any(problems):
        wrong.append(f"Row {number}: {'; '.join(one for one in problems if one)}.")
    if found is not None and grade is not None and day is not None and told["authority"]:
        rows.append(
            Row(
                authority=told["authority"][:120],
                kind=told.get("kind", "")[:60],
                framework=known.key,
                area=found.key,
                grade=grade,
                published=day,
            )
        )


def _day(text: str) -> dt.date | None:
    for form in DATES:
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None
