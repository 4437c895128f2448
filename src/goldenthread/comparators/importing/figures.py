"""Published figures out of a file: the tables as DfE publishes them, a column for each, and the compiled long shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.comparators.areas import ENGLAND, code_of
from goldenthread.comparators.importing.sheet import ROW, Numbers, Sheet, numbers
from goldenthread.comparators.importing.topics import Figure, Topic, figures_of, present
from goldenthread.comparators.published import percentages
from goldenthread.comparators.schemas import SCHEMAS, Part, made
from goldenthread.errors import Problem

LONG = frozenset({"area_code", "year", "measure_id", "unit", "value"})
TIDY = frozenset({"time_period", "geographic_level"})
FILTERS = (
    "population_count",
    "cla_group",
    "placement_stability",
    "care_leaver_age",
    "breakdown",
    "accommodation_suitability",
)
_UNITS = frozenset(
    {"n", "pct", "per_10k", "wd", "score", "months", "fte", "cases_per_fte", "pct_of_disabled", "pct_not_in_touch"}
)


def read_long(sheet: Sheet, edition: str | None) -> Part:
    """The compiled long shape: a row for each figure, which says its own measure, unit, table and edition."""
    table = sheet.table
    areas, unknown = _areas(table["area_code"])
    years = _years(table["year"])
    cells = {name: _optional(sheet, name) for name in ("numerator", "denominator")}
    value = numbers(table["value"])
    given = _text(sheet, "flag")
    flag = pc.if_else(pc.equal(given, ""), value.flags, given)
    aside = [
        *_refused(sheet, "area_code", pc.is_null(areas), unknown),
        *_refused(sheet, "year", pc.is_null(years), _not_a_year),
        *_refused(sheet, "value", value.unreadable, _not_a_figure),
        *_refused(sheet, "unit", pc.invert(pc.is_in(table["unit"], pa.array(sorted(_UNITS)))), _not_a_unit),
        *(
            problem
            for name, cell in cells.items()
            if cell is not None
            for problem in _refused(sheet, name, cell.unreadable, _not_a_figure)
        ),
    ]
    rows = made(
        "figures",
        {
            "measure": _plain(table["measure_id"]),
            "unit": _plain(table["unit"]),
            "breakdown": _text(sheet, "breakdown"),
            "area": areas,
            "year": years,
            "numerator": _values(cells["numerator"], table.num_rows),
            "denominator": _values(cells["denominator"], table.num_rows),
            "value": value.values,
            "flag": flag,
            "source_table": _text(sheet, "source_table"),
            "edition": _constant(edition, table.num_rows) if edition else _text(sheet, "edition"),
            "file": _constant(sheet.name, table.num_rows),
            "row": _plain(table[ROW]),
        },
    )
    return Part(kind="figures", rows=_without(rows, aside), aside=tuple(aside), what="published figures, compiled")


def read_table(sheet: Sheet, topic: Topic, edition: str | None) -> Part:
    """A table as DfE publishes it: a row for each place and year, a column for each figure."""
    areas, aside = tidy_areas(sheet)
    years = tidy_years(sheet)
    aside += _refused(sheet, "time_period", pc.is_null(years), _not_a_year)
    usable = pc.and_(pc.is_valid(areas), pc.is_valid(years))
    named = edition or _edition(years)
    parts: list[pa.Table] = []
    seen: set[str] = set()
    for figure in figures_of(topic, sheet.columns, filter_values(sheet)):
        found, problems = _figure(sheet, figure, areas, years, usable)
        key = f"{figure.measure} {figure.unit} {figure.breakdown}"
        if key in seen:
            continue
        seen.add(key)
        aside += problems
        rows = found.num_rows
        parts.append(
            made(
                "figures",
                {
                    "measure": _constant(figure.measure, rows),
                    "unit": _constant(figure.unit, rows),
                    "breakdown": _constant(figure.breakdown, rows),
                    **{
                        name: _plain(found[name])
                        for name in ("area", "year", "numerator", "denominator", "value", "flag")
                    },
                    "source_table": _constant(topic.table, rows),
                    "edition": _constant(named, rows),
                    "file": _constant(sheet.name, rows),
                    "row": _plain(found["row"]),
                },
            )
        )
    rows = pa.concat_tables(parts) if parts else SCHEMAS["figures"].empty_table()
    return Part(kind="figures", rows=rows, aside=tuple(aside), what=f"table {topic.table}, {topic.title}")


def _figure(sheet: Sheet, figure: Figure, areas: Any, years: Any, usable: Any) -> tuple[pa.Table, list[Problem]]:
    aside: list[Problem] = []

    def cells(names: Sequence[str]) -> Numbers | None:
        column = present(tuple(names), sheet.columns)
        if column is None:
            return None
        found = numbers(sheet.table[column])
        aside.extend(_refused(sheet, column, found.unreadable, _not_a_figure))
        return found

    value, numerator, denominator = cells(figure.value), cells(figure.numerator), cells(figure.denominator)
    if figure.sums:
        numerator = _summed([found for column in figure.sums if (found := cells((column,)))])
    if figure.denominator_where is not None and denominator is not None:
        denominator = _looked_up(sheet, figure, areas, years, denominator)
    rows = sheet.table.num_rows
    nothing = pa.nulls(rows, pa.float64())
    above = numerator.values if numerator else nothing
    below = denominator.values if denominator else nothing
    if value is not None:
        shown, flags = value.values, value.flags
    elif figure.unit == "pct" and numerator and denominator:
        shown = percentages(above, below, whole=figure.whole)
        own = pc.if_else(pc.equal(numerator.flags, ""), denominator.flags, numerator.flags)
        flags = pc.if_else(pc.is_valid(shown), pa.scalar(""), pc.if_else(pc.equal(own, ""), pa.scalar("z"), own))
    else:  # a rate for which the population is still to come
        shown, flags = nothing, (numerator.flags if numerator else _constant("x", rows))
    keep = usable
    for column, wanted in figure.where.items():
        keep = pc.and_(keep, pc.is_in(sheet.table[column].combine_chunks(), pa.array(wanted)))
    found = pa.table(
        {
            "area": areas, "year": years, "numerator": above, "denominator": below, "value": shown,
            "flag": _plain(flags), "row": _plain(sheet.table[ROW]),
        }
    )  # fmt: skip
    return found.filter(keep), aside


def _summed(parts: Sequence[Numbers]) -> Numbers:
    total, flags = parts[0].values, parts[0].flags
    for part in parts[1:]:
        total = pc.add(total, part.values)  # null where any part is hidden
        flags = pc.if_else(pc.equal(flags, ""), part.flags, flags)
    return Numbers(values=total, flags=flags, unreadable=parts[0].unreadable)


def _looked_up(sheet: Sheet, figure: Figure, areas: Any, years: Any, cells: Numbers) -> Numbers:
    """The value of the row that holds the denominator, for each row of the same place, year and other filters."""
    assert figure.denominator_where is not None  # noqa: S101 (asked before)
    column, words = figure.denominator_where
    others = [name for name in FILTERS if name in sheet.columns and name != column]
    keys = list(
        zip(areas.to_pylist(), years.to_pylist(), *(sheet.table[name].to_pylist() for name in others), strict=True)
    )
    values, kinds = cells.values.to_pylist(), sheet.table[column].to_pylist()
    totals = {key: value for key, kind, value in zip(keys, kinds, values, strict=True) if kind == words}
    return Numbers(
        values=pa.array([totals.get(key) for key in keys], pa.float64()), flags=cells.flags, unreadable=cells.unreadable
    )


def filter_values(sheet: Sheet) -> dict[str, frozenset[str]]:
    """The distinct values of the filter columns a sheet has."""
    return {name: sheet.values(name) for name in FILTERS if name in sheet.columns}


def tidy_areas(sheet: Sheet) -> tuple[Any, list[Problem]]:
    """The area of each row of a tidy table, null where it is not known, and the rows set aside for that."""
    columns = [_text(sheet, name) for name in ("geographic_level", "region_code", "old_la_code", "new_la_code")]
    distinct = pa.table(dict(zip(("level", "region", "old", "new"), columns, strict=True)))
    codes = {}
    for row in distinct.group_by(["level", "region", "old", "new"]).aggregate([]).to_pylist():
        codes[tuple(row.values())] = _tidy_area(**row)
    found = pa.array([codes[key] for key in zip(*(column.to_pylist() for column in columns), strict=True)], pa.string())
    column = "old_la_code" if "old_la_code" in sheet.columns else "geographic_level"
    return found, list(_refused(sheet, column, pc.is_null(found), _not_an_area))


def _tidy_area(level: str, region: str, old: str, new: str) -> str | None:
    kind = level.lower()
    if kind == "national":
        return ENGLAND
    if kind == "regional":
        return code_of(region)
    if kind == "local authority":
        return code_of(old) or code_of(new)
    return None


def tidy_years(sheet: Sheet) -> pa.Array:
    """The year each row ends in: 2024, or 202324 and 2023/24, which both end in 2024."""
    return _years(sheet.table["time_period"])


def _years(column: Any) -> pa.Array:
    known = {text: _year(text) for text in pc.unique(column).to_pylist()}
    return pa.array([known[text] for text in column.to_pylist()], pa.int32())


def _year(text: str) -> int | None:
    bare = re.sub(r"\D", "", text)
    if re.fullmatch(r"(19|20)\d\d", bare):
        return int(bare)
    if re.fullmatch(r"20\d{4}", bare) and (int(bare[:4]) + 1) % 100 == int(bare[4:]):
        return int(bare[:4]) + 1
    return None


def _edition(years: Any) -> str:
    newest = pc.max(years).as_py()
    return str(newest) if newest else ""


def _areas(column: Any) -> tuple[Any, Any]:
    known = {text: code_of(text) for text in pc.unique(column).to_pylist()}
    return pa.array([known[text] for text in column.to_pylist()], pa.string()), _not_an_area


def _text(sheet: Sheet, name: str) -> Any:
    if name not in sheet.columns:
        return _constant("", sheet.table.num_rows)
    return _plain(sheet.table[name])


def _optional(sheet: Sheet, name: str) -> Numbers | None:
    return numbers(sheet.table[name]) if name in sheet.columns else None


def _values(cells: Numbers | None, rows: int) -> Any:
    return cells.values if cells is not None else pa.nulls(rows, pa.float64())


def _constant(text: str, rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(text), rows)


def _plain(column: Any) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _without(rows: pa.Table, aside: Iterable[Problem]) -> pa.Table:
    refused = sorted({problem.row for problem in aside if problem.row is not None})
    return rows.filter(pc.invert(pc.is_in(rows["row"], pa.array(refused, pa.int32())))) if refused else rows


def _not_an_area(text: str) -> tuple[str, str]:
    return f"{text or 'The place'} is not the code of an authority, a region or England.", (
        "Districts, wards and schools are not compared; check the code against the published table."
    )


def _not_a_year(text: str) -> tuple[str, str]:
    return f"{text or 'A blank'} is not a year.", "Years are written 2024, 202324 or 2023/24."


def _not_a_figure(text: str) -> tuple[str, str]:
    return f"{text} is neither a number nor a code of the published tables.", "Check the cell in the published table."


def _not_a_unit(text: str) -> tuple[str, str]:
    return f"{text or 'A blank'} is not a unit of the compiled files.", f"Units are {', '.join(sorted(_UNITS))}."


def _refused(sheet: Sheet, column: str, wrong: Any, say: Any) -> Iterator[Problem]:
    """A problem for each row marked, with what the cell holds, its row and its column as the file names it."""
    places = pc.indices_nonzero(_plain(wrong)).to_pylist()
    if not places:
        return
    values, rows = sheet.table[column], sheet.table[ROW]
    for place in places:
        what, remedy = say(values[place].as_py()[:60])
        yield Problem(
            what=what,
            remedy=remedy,
            file=sheet.name,
            row=rows[place].as_py(),
            column=sheet.headings[column],
            code="set_aside",
        )
