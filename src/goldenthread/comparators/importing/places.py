"""Populations, statistical neighbours, inspection outcomes and lists of areas out of comparator files."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator

from goldenthread.comparators.areas import areas, code_of, name_of
from goldenthread.comparators.importing.figures import tidy_areas, tidy_years
from goldenthread.comparators.importing.sheet import ROW, Sheet, numbers
from goldenthread.comparators.schemas import Part, made
from goldenthread.errors import InputError, Problem

NEIGHBOURS = 10
GRADES = ("outstanding", "good", "requires_improvement", "inadequate")
_CLOSENESS = ("extremely close", "very close", "close", "somewhat close", "not close")


def read_populations(sheet: Sheet, edition: str | None) -> Part:
    """Populations aged 0 to 17: ours (area_code, mid_year, population) or the tidy file of the estimates."""
    tidy = "population_estimate" in sheet.columns
    column = "population_estimate" if tidy else "population"
    aside: list[Problem] = []
    if tidy:
        places, aside = tidy_areas(sheet)
        codes, years = places.to_pylist(), tidy_years(sheet).to_pylist()
    else:
        codes = [code_of(text) for text in sheet.table["area_code"].to_pylist()]
        years = [_whole(text) for text in sheet.table["mid_year"].to_pylist()]
    found = numbers(sheet.table[column])
    ages = sheet.table["age_group"].to_pylist() if "age_group" in sheet.columns else [""] * len(codes)
    told = sheet.table["edition"].to_pylist() if "edition" in sheet.columns else [""] * len(codes)
    newest = str(max((year for year in years if year), default=0) + 1)
    rows = []
    for code, year, value, flag, age, own, row in zip(
        codes, years, found.values.to_pylist(), found.flags.to_pylist(), ages, told, sheet.table[ROW].to_pylist(),
        strict=True,
    ):  # fmt: skip
        if age and not re.search(r"0 to 17|0-17|under 18", age, re.IGNORECASE):
            continue  # other age groups of the same file
        if code is None and not tidy:
            aside.append(_place(sheet, row, "area_code", "The place is not an authority, a region or England."))
        elif year is None:
            aside.append(_place(sheet, row, "time_period" if tidy else "mid_year", "The mid-year is not a year."))
        elif value is None or value < 0:
            aside.append(_place(sheet, row, column, f"The population is {flag or value}."))
        elif code is not None:
            rows.append((code, year, value, edition or own or newest, row))
    return _part("populations", sheet, aside, "populations aged 0 to 17", {
        "area": [row[0] for row in rows],
        "mid_year": [row[1] for row in rows],
        "population": [row[2] for row in rows],
        "source_table": ["ONS mid-year 0-17"] * len(rows),
        "edition": [row[3] for row in rows],
    }, [row[4] for row in rows])  # fmt: skip


def read_neighbours(sheet: Sheet, edition: str | None) -> Part:
    """A list of statistical neighbours, a row for each pair or ten columns a row; InputError when it is not whole.

    Every authority named must have ten different neighbours, all known, none of them itself, and every authority that
    is somebody's neighbour must have its own line.
    """
    long = "neighbour_code" in sheet.columns
    pairs = list(_long_pairs(sheet, edition) if long else _wide_pairs(sheet, edition))
    problems = list(_neighbour_problems(sheet, pairs))
    if problems:
        raise InputError(problems)
    models = sorted({pair[4] for pair in pairs})
    return _part("neighbours", sheet, [], f"statistical neighbours, model {' and '.join(models)}", {
        "area": [pair[0] for pair in pairs],
        "neighbour": [pair[1] for pair in pairs],
        "rank": [pair[2] for pair in pairs],
        "closeness": [pair[3] for pair in pairs],
        "model": [pair[4] for pair in pairs],
    }, [pair[5] for pair in pairs])  # fmt: skip


_Pair = tuple[str, str, int, str, str, int]


def _long_pairs(sheet: Sheet, edition: str | None) -> Iterator[_Pair]:
    columns = [
        sheet.table[name].to_pylist() if name in sheet.table.column_names else [""] * sheet.table.num_rows
        for name in ("area_code", "neighbour_code", "rank", "closeness", "model_year", ROW)
    ]
    for area, neighbour, rank, closeness, model, row in zip(*columns, strict=True):
        yield (
            code_of(area) or area,
            code_of(neighbour) or neighbour,
            _whole(rank) or 0,
            _close(closeness),
            (edition or model or _model_year(sheet.name)),
            row,
        )


def _wide_pairs(sheet: Sheet, edition: str | None) -> Iterator[_Pair]:
    area = sheet.column("old_la_code", "la_number", "la_num", "area_code").to_pylist()
    model = edition or _model_year(sheet.name)
    for rank in range(1, NEIGHBOURS + 1):
        neighbours = sheet.column(f"sn_{rank}", f"sn{rank}").to_pylist()
        label = next(
            (n for n in (f"sn_{rank}p", f"snp{rank}", "snp" if rank == 1 else f"snp_{rank}") if n in sheet.columns), ""
        )
        labels = sheet.table[label].to_pylist() if label else [""] * len(area)
        for code, neighbour, closeness, row in zip(area, neighbours, labels, sheet.table[ROW].to_pylist(), strict=True):
            if neighbour:
                yield code_of(code) or code, code_of(neighbour) or neighbour, rank, _close(closeness), model, row


def _model_year(name: str) -> str:
    found = re.findall(r"20\d\d", name)
    if not found:
        raise InputError(
            Problem(
                what="Nothing says which year's list of statistical neighbours this is.",
                remedy="Import it by itself with --edition and the year of the list, such as --edition 2025.",
                file=name,
                code="no_model",
            )
        )
    return str(found[-1])


def _close(text: str) -> str:
    plain = text.strip().lower()
    return plain if plain in _CLOSENESS else ""


def _neighbour_problems(sheet: Sheet, pairs: list[_Pair]) -> Iterator[Problem]:
    lists: dict[tuple[str, str], list[_Pair]] = defaultdict(list)
    for pair in pairs:
        lists[pair[4], pair[0]].append(pair)
    known, file = areas(), sheet.name
    again = "Mend the list, or download it again; it is imported whole or not at all."
    if not pairs:
        yield Problem(what="The list names nobody.", remedy=again, file=file, code="empty")
    for (model, area), own in lists.items():
        row, who = own[0][5], f"{name_of(area)} ({area}), list of {model},"
        names = [pair[1] for pair in own]
        if area not in known or known[area].kind not in ("authority", "joint"):
            yield Problem(
                what=f"{area or 'A blank'} is not the code of an authority.",
                remedy=again,
                file=file,
                row=row,
                code="unknown_code",
            )
        for pair in own:
            if pair[1] == area:
                yield Problem(what=f"{who} is its own neighbour.", remedy=again, file=file, row=pair[5], code="itself")
            elif pair[1] not in known:
                yield Problem(
                    what=f"{who} has the neighbour {pair[1]}, which is not the code of an authority.",
                    remedy=again, file=file, row=pair[5], code="unknown_code",
                )  # fmt: skip
        if len(names) != NEIGHBOURS:
            yield Problem(
                what=f"{who} has {len(names)} neighbours, not ten.", remedy=again, file=file, row=row, code="not_ten"
            )
        if len(set(names)) != len(names):
            yield Problem(what=f"{who} has a neighbour twice.", remedy=again, file=file, row=row, code="twice")
    for model in sorted({pair[4] for pair in pairs}):
        listed = {area for one, area in lists if one == model}
        named = {pair[1] for pair in pairs if pair[4] == model}
        for missing in sorted((named & set(known)) - listed):
            yield Problem(
                what=f"{name_of(missing)} ({missing}) is a neighbour in the list of {model} but has no neighbours of its own.",
                remedy=again, file=file, code="missing_authority",
            )  # fmt: skip


def read_inspections(sheet: Sheet) -> Part:
    """Judgements by authority and day of inspection; a grade nobody gives is set aside."""
    grades = ("overall", "leaders", "help_and_protection", "in_care", "care_leavers")
    names = {name: name if name in sheet.columns else f"{name}_effectiveness" for name in grades}
    columns = {name: sheet.table[column].to_pylist() for name, column in names.items() if column in sheet.columns}
    codes = sheet.column("area_code", "old_la_code", "ons_code").to_pylist()
    published = (
        sheet.table["publication_date"].to_pylist() if "publication_date" in sheet.columns else [""] * len(codes)
    )
    kinds = sheet.table["inspection_type"].to_pylist() if "inspection_type" in sheet.columns else [""] * len(codes)
    aside: list[Problem] = []
    rows: list[tuple[str, dt.date, dt.date | None, str, dict[str, str], int]] = []
    for place, (text, day, row) in enumerate(
        zip(codes, sheet.table["inspection_date"].to_pylist(), sheet.table[ROW].to_pylist(), strict=True)
    ):
        code, inspected = code_of(text), _day(day)
        given = {name: _grade(values[place]) for name, values in columns.items()}
        wrong = [name for name, grade in given.items() if grade is None]
        if code is None:
            aside.append(_place(sheet, row, "area_code", "The place is not an authority."))
        elif inspected is None:
            aside.append(_place(sheet, row, "inspection_date", "The day of the inspection is not a date."))
        elif wrong:
            aside.append(_place(sheet, row, names[wrong[0]], "This is not one of the four grades."))
        else:
            rows.append(
                (code, inspected, _day(published[place]), kinds[place], {n: g or "" for n, g in given.items()}, row)
            )
    return _part("inspections", sheet, aside, "inspection outcomes", {
        "area": [row[0] for row in rows],
        "inspected": [row[1] for row in rows],
        "published": [row[2] for row in rows],
        "inspection_type": [row[3] for row in rows],
        **{name: [row[4].get(name, "") for row in rows] for name in grades},
    }, [row[5] for row in rows])  # fmt: skip


def read_areas(sheet: Sheet) -> Part:
    """A list of areas; areas that we do not know are set aside, for nothing else in the import can use them."""
    kinds = {"England": "country", "Region": "region", "LA": "authority", "Joint return": "joint"}
    aside, rows = [], []
    codes, names = sheet.table["area_code"].to_pylist(), sheet.table["area_name"].to_pylist()
    types, regions = sheet.table["area_type"].to_pylist(), sheet.table["region_code"].to_pylist()
    ons = sheet.table["ons_code"].to_pylist()
    for text, name, kind, region, code_ons, row in zip(
        codes, names, types, regions, ons, sheet.table[ROW].to_pylist(), strict=True
    ):
        code = code_of(text)
        if code is None:
            aside.append(_place(sheet, row, "area_code", f"{text} is not an area known to this version."))
        else:
            rows.append((code, kinds.get(kind, kind), name, region, code_ons, row))
    return _part("areas", sheet, aside, "areas", {
        "area": [row[0] for row in rows],
        "kind": [row[1] for row in rows],
        "name": [row[2] for row in rows],
        "within": [row[3] for row in rows],
        "ons_code": [row[4] for row in rows],
    }, [row[5] for row in rows])  # fmt: skip


def _part(
    kind: str, sheet: Sheet, aside: list[Problem], what: str, columns: dict[str, object], rows: list[int]
) -> Part:
    table = made(kind, {**columns, "file": [sheet.name] * len(rows), "row": rows})
    return Part(kind=kind, rows=table, aside=tuple(aside), what=what)


def _place(sheet: Sheet, row: int, column: str, what: str) -> Problem:
    return Problem(
        what=what,
        remedy="Check the row against the published file.",
        file=sheet.name,
        row=row,
        column=sheet.headings.get(column, column),
        code="set_aside",
    )


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,4}", text) else None


def _day(text: str) -> dt.date | None:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, pattern).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None


def _grade(text: str) -> str | None:
    plain = re.sub(r"[^a-z]+", "_", text.lower()).strip("_")
    found = "requires_improvement" if plain.startswith("requires_improvement") else plain
    return found if found in (*GRADES, "") else None
