"""Reading Annex A: which sheet is which list, each list into its tables, names of workers never kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import islice

from goldenthread.errors import InputError, Problem
from goldenthread.extracts.annex_a import care, front_door
from goldenthread.extracts.annex_a.headings import ROWS_SEARCHED, Fit, Judgement, judge
from goldenthread.extracts.annex_a.lines import Reading, Source
from goldenthread.extracts.annex_a.lists import LISTS, named
from goldenthread.extracts.cells import CellReader
from goldenthread.extracts.model import ReadContext, Recognised, SourceFile
from goldenthread.extracts.sheets import open_sheets
from goldenthread.extracts.sink import Sink
from goldenthread.extracts.workbook import Sheet
from goldenthread.periods import add_months

MONTHS_COVERED = 6
MONTHS_OF_ADOPTION = 12
ADOPTION, ADOPTERS = 10, 11
_READERS: dict[int, Callable[[Reading, Source], None]] = {
    1: front_door.read_contacts,
    2: front_door.read_early_help,
    4: front_door.read_assessments,
    5: front_door.read_enquiries,
    7: care.read_plans,
    8: care.read_care,
    9: care.read_leavers,
    10: care.read_adoption,
}


def read(source: SourceFile, _recognised: Recognised, sink: Sink, *, context: ReadContext) -> None:
    """Read one workbook or CSV export.

    InputError when the authority is not known, no sheet is a list, a sheet could be either of two lists, two
    sheets hold the same list with other rows, or a column no row can do without is missing.
    """
    if not context.authority:
        raise InputError(
            Problem(
                what="An Annex A workbook does not say which authority it is from.",
                remedy="Give its three-digit DfE code with --authority.",
                file=source.name,
                code="no_authority",
            )
        )
    covers_from = add_months(context.as_at + dt.timedelta(days=1), -MONTHS_COVERED)
    sink.describe(authority=context.authority, collection_year=None, as_at=context.as_at, covers_from=covers_from)
    context.progress(source.size)
    reading = Reading(
        sink=sink,
        context=context,
        file=source.name,
        cells=CellReader(sink, source.name, context.as_at),
        covers_from=covers_from,
    )
    with open_sheets(source.path, source.name) as sheets:
        found = _choose(reading, sheets)
        front_door.read_referrals(reading, found.get(3), found.get(6))
        for number, read_list in _READERS.items():
            if number in found:
                read_list(reading, found[number])
                sink.flush()
        if ADOPTION in found:
            sink.covers_table("permanence", add_months(context.as_at + dt.timedelta(days=1), -MONTHS_OF_ADOPTION))
        if ADOPTERS in found:
            _leave_adopters(reading, found[ADOPTERS])
    _write_people(reading)


def _choose(reading: Reading, sheets: Sequence[Sheet]) -> dict[int, Source]:
    """The sheet of each list; InputError with everything that is wrong with the workbook's sheets."""
    claims: dict[int, list[tuple[Sheet, Fit]]] = {}
    problems: list[Problem] = []
    unread: list[str] = []
    for sheet in sheets:
        rows = list(islice(sheet.rows(), ROWS_SEARCHED))
        judged = judge(rows, sheet.name)
        if judged.fit is None:
            if any(any(cells) for _, cells in rows):
                unread.append(sheet.name)
            continue
        problems += _faults(reading.file, sheet, judged)
        _remark(reading, sheet, judged)
        claims.setdefault(judged.fit.annex.number, []).append((sheet, judged.fit))
    if not claims:
        raise InputError(_nothing(reading.file, [sheet.name for sheet in sheets]))
    for name in unread:
        _tell_unread(reading, name, claims)
    chosen = {}
    for number, claimed in sorted(claims.items()):
        sheet, fit, rivals = _one_of(reading, claimed)
        if rivals:
            problems.append(_two_sheets(reading.file, number, [sheet.name, *rivals]))
        chosen[number] = _source(sheet, fit)
        _tell_errors(reading, sheet)
    if problems:
        raise InputError(problems)
    return chosen


def _source(sheet: Sheet, fit: Fit) -> Source:
    return Source(
        sheet=sheet.name,
        fit=fit,
        rows=lambda: ((number, cells) for number, cells in sheet.rows() if number > fit.row and any(cells)),
    )


def _nothing(file: str, names: Sequence[str]) -> Problem:
    listed = ", ".join(names[:12]) or "none"
    return Problem(
        what=f"No sheet has the headings of a list of Annex A; its sheets are {listed}.",
        remedy="Give the workbook with lists 1 to 11, or keep the published headings in one row of each sheet.",
        file=file,
        code="wrong_workbook",
    )


def _faults(file: str, sheet: Sheet, judged: Judgement) -> list[Problem]:
    fit = judged.fit
    if fit is None:
        return []
    if judged.rival is not None:
        return [
            Problem(
                what=f"The sheet {sheet.name} could be list {fit.annex.number} ({fit.annex.title}) or list "
                f"{judged.rival.annex.number} ({judged.rival.annex.title}).",
                remedy=f"Call the sheet List {fit.annex.number} or List {judged.rival.annex.number}.",
                file=file,
                code="ambiguous_sheet",
            )
        ]
    return [
        Problem(
            what=f"List {fit.annex.number} (sheet {sheet.name}) has no column {field.heading}.",
            remedy=f"Add it, or rename the column that holds it; not understood: {', '.join(fit.extra[:8]) or 'none'}.",
            file=file,
            row=fit.row,
            column=field.heading,
            code="missing_column",
        )
        for field in fit.missing
        if field.needs
    ]


def _remark(reading: Reading, sheet: Sheet, judged: Judgement) -> None:
    fit = judged.fit
    if fit is None:
        return
    note = reading.sink.note
    if judged.name_differs:
        called = named(sheet.name)
        note(
            Problem(
                code="sheet_name_differs",
                what=f"The sheet is called like list {called.number if called else ''} and has the headings of list "
                f"{fit.annex.number}, which is how it was read.",
                file=reading.file,
                row=fit.row,
                column=sheet.name,
            )
        )
    for field in fit.missing:
        if not field.needs:
            note(
                Problem(
                    code="missing_column",
                    what=f"List {fit.annex.number} has no column {field.heading}.",
                    file=reading.file,
                    row=fit.row,
                    column=f"{sheet.name}!{field.heading}",
                )
            )
    if fit.extra:
        note(
            Problem(
                code="extra_column",
                what=f"Not read: {', '.join(fit.extra)}.",
                file=reading.file,
                row=fit.row,
                column=sheet.name,
            )
        )


def _tell_unread(reading: Reading, name: str, claims: dict[int, list[tuple[Sheet, Fit]]]) -> None:
    called = named(name)
    missed = called is not None and called.number not in claims
    what = "The sheet does not have the headings of a list: not read."
    if missed and called is not None:
        what = f"The sheet is called like list {called.number}, and its headings were not found: not read."
    remedy = "Put the published headings into one of its first rows." if missed else ""
    reading.sink.note(
        Problem(
            code="list_not_read" if missed else "sheet_not_read",
            what=what,
            remedy=remedy,
            file=reading.file,
            column=name,
        )
    )


def _tell_errors(reading: Reading, sheet: Sheet) -> None:
    for cell in sheet.errors:
        number = "".join(letter for letter in cell if letter.isdigit())
        reading.cells.note(
            "formula_error",
            f"The cell {cell} holds an error such as #N/A: read as blank.",
            int(number),
            f"{sheet.name}!{cell.rstrip('0123456789')}",
            "Correct the formula, or paste values.",
        )


def _one_of(reading: Reading, claimed: Sequence[tuple[Sheet, Fit]]) -> tuple[Sheet, Fit, list[str]]:
    """The sheet to read of those that hold one list, and the names of others that hold other rows.

    Hidden sheets give way to a visible one; copies with the same rows are read once.
    """
    visible = [one for one in claimed if not one[0].hidden] or list(claimed)
    for sheet, _ in claimed:
        if sheet not in [one for one, _ in visible]:
            _note_sheet(
                reading, "hidden_sheet", "The sheet is hidden and another holds the same list: not read.", sheet
            )
    first, fit = visible[0]
    if len(visible) == 1:
        return first, fit, []
    filled = [one for one in visible if _content(*one)]
    if not filled:
        return first, fit, []
    first, fit = filled[0]
    rivals = []
    for sheet, other in filled[1:]:
        if _content(sheet, other) == _content(first, fit):
            _note_sheet(reading, "same_sheet", f"The sheet holds the same rows as {first.name}: read once.", sheet)
        else:
            rivals.append(sheet.name)
    return first, fit, rivals


def _note_sheet(reading: Reading, code: str, what: str, sheet: Sheet) -> None:
    reading.sink.note(Problem(code=code, what=what, file=reading.file, column=sheet.name))


def _content(sheet: Sheet, fit: Fit) -> set[tuple[tuple[str, str], ...]]:
    places = sorted(fit.places.items())
    return {
        tuple((name, cells[place]) for name, place in places if place < len(cells))
        for _, cells in _source(sheet, fit).rows()
    }


def _two_sheets(file: str, number: int, names: Sequence[str]) -> Problem:
    title = next(one.title for one in LISTS if one.number == number)
    return Problem(
        what=f"The sheets {' and '.join(names)} both hold list {number} ({title}), with other rows.",
        remedy="Keep the one that counts, or put their rows into one sheet.",
        file=file,
        code="ambiguous_sheets",
    )


def _leave_adopters(reading: Reading, source: Source) -> None:
    rows = sum(1 for _ in source.rows())
    if rows:
        reading.sink.note(
            Problem(
                code="not_kept",
                what=f"{rows:,} rows on adopters (list 11) are not kept: no measure uses them.",
                file=reading.file,
                column=source.sheet,
            )
        )


def _write_people(reading: Reading) -> None:
    """Write the children, teams and workers met in any list, once each."""
    sink, as_at = reading.sink, reading.context.as_at
    people = sink.rows("person", ("person_id", "date_of_birth", "expected_date_of_birth", "sex", "gender", "ethnicity"))
    disabilities = sink.rows("disability", ("person_id", "code"))
    for person, known in reading.people.items():
        unborn = known.born is not None and known.born > as_at
        born, expected = (None, known.born) if unborn else (known.born, None)
        people.append((person, born, expected, known.sex, known.sex, known.ethnicity, known.row))
        if known.disability:
            disabilities.append((person, known.disability, known.row))
    teams = sink.rows("team", ("team_id", "name"))
    teams += [(name, name, row) for name, row in reading.teams.items()]
    workers = sink.rows("professional", ("professional_id",))
    workers += [(worker, row) for worker, row in reading.workers.items()]
