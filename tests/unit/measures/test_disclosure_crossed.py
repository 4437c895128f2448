"""Small numbers in a table of two breakdowns: hidden, and not to be worked out from the totals of rows and columns."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from goldenthread.measures.disclosure import LEAST_VALUES, Rules, hide, may_be_told, protect_crossed, rules_for
from goldenthread.measures.model import Unit, crossed_group, crossed_group_parts, crossed_name, crossed_parts
from goldenthread.measures.results import Result, Status
from goldenthread.periods import PeriodKind, period_ending

PERIOD = period_ending(PeriodKind.REPORTING_YEAR, dt.date(2014, 3, 31))
PUBLIC, INTERNAL = rules_for("committee"), rules_for("internal")


def _table(numbers: list[list[int]], breakdown: str = "outcome_by_source") -> list[Result]:
    """Shares of each column by the rows of a table of counts."""
    wholes = [sum(column) for column in zip(*numbers, strict=True)]
    found = []
    for row, line in enumerate(numbers):
        for column, number in enumerate(line):
            whole, group = wholes[column], crossed_group(f"C{column}", f"R{row}")
            value = number / whole * 100 if whole else None
            about = {"authority": "999", "measure": "m", "version": 1, "period": PERIOD, "unit": Unit.PERCENT}
            counts = {"numerator": float(number), "denominator": float(whole), "value": value}
            found.append(Result(**about, **counts, breakdown=breakdown, group=group))
    return found


def _protected(cells: list[Result], rules: Rules, hidden: frozenset[str] = frozenset()) -> tuple[Result, ...]:
    """The cells as they may be seen where of the rows by themselves those in `hidden` may not."""
    rows = dict.fromkeys(crossed_group_parts(cell.group)[1] for cell in cells)
    parts = [replace(cells[0], breakdown="outcome", group=row, status=Status.FINAL) for row in rows]
    return protect_crossed(cells, [hide(one) if one.group in hidden else one for one in parts], rules)


def _hidden(numbers: list[list[int]]) -> set[tuple[int, int]]:
    shown = _protected(_table(numbers), PUBLIC)
    names = [crossed_group_parts(one.group) for one in shown if one.status is Status.SUPPRESSED]
    return {(int(row[1:]), int(column[1:])) for column, row in names}


def test_names_of_groups_within_groups_are_told_apart_again() -> None:
    assert crossed_parts(crossed_name("outcome", "source")) == ("outcome", "source")
    assert crossed_parts("age_band") == ("age_band", "")
    # a team may be called anything
    assert crossed_group_parts(crossed_group("North · East", "services")) == ("North · East", "services")


def test_named_managers_see_every_cell() -> None:
    assert [one.numerator for one in _protected(_table([[1, 2], [3, 4]]), INTERNAL)] == [1, 2, 3, 4]


def test_a_small_cell_takes_others_of_its_row_and_column_with_it() -> None:
    # given one small cell among large ones, when the public looks, then four cells are hidden: two in each line
    assert _hidden([[3, 40, 60], [20, 50, 70], [30, 80, 90]]) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_large_cells_are_all_shown() -> None:
    assert _hidden([[30, 40], [50, 60]]) == set()


def test_a_table_in_which_a_hidden_cell_would_stand_alone_is_hidden_whole() -> None:
    # given a row with one cell that is not nought, and that one small
    cells = [one for one in _table([[3, 0], [30, 40]]) if one.numerator]
    assert all(one.status is Status.SUPPRESSED for one in _protected(cells, PUBLIC))


def test_a_row_that_is_hidden_by_itself_cannot_be_added_up_from_its_cells() -> None:
    # given a row that is hidden where rows stand by themselves, because another would follow from it
    cells = _table([[30, 40], [6, 7], [50, 60], [70, 80]])
    # when the table is shown beside them
    shown = _protected(cells, PUBLIC, frozenset({"R1"}))
    # then none of its cells is shown, and they do not follow from their columns either
    hidden = {crossed_group_parts(one.group) for one in shown if one.status is Status.SUPPRESSED}
    assert {("C0", "R1"), ("C1", "R1")} < hidden
    assert len(hidden) == 4


def test_where_the_rows_by_themselves_are_not_known_nothing_is_shown() -> None:
    assert all(one.status is Status.SUPPRESSED for one in protect_crossed(_table([[30, 40], [50, 60]]), [], PUBLIC))


def test_what_the_public_may_not_see_is_hidden_within_other_breakdowns_too() -> None:
    assert not may_be_told("outcome_by_team", PUBLIC)
    assert not may_be_told("change_by_provider", PUBLIC)
    assert may_be_told("outcome_by_source", PUBLIC)
    assert may_be_told("outcome_by_team", INTERNAL)
    cells = _protected(_table([[50, 60], [70, 80]], "outcome_by_team"), PUBLIC)
    assert all(one.status is Status.SUPPRESSED for one in cells)


def _possible(numbers: list[list[int]], hidden: list[tuple[int, int]]) -> list[set[int]]:
    """By trying everything: the values each hidden cell could have for a reader who knows the sum of every line."""
    rows = [[place for place, (row, _) in enumerate(hidden) if row == one] for one in range(len(numbers))]
    columns = [[place for place, (_, column) in enumerate(hidden) if column == one] for one in range(len(numbers[0]))]
    lines = [(line, sum(numbers[hidden[p][0]][hidden[p][1]] for p in line)) for line in (*rows, *columns) if line]
    most = [min(total for line, total in lines if place in line) for place in range(len(hidden))]
    found: list[set[int]] = [set() for _ in hidden]
    # A nought may be among what is hidden.
    for values in product(*(range(top + 1) for top in most)):
        if all(sum(values[place] for place in line) == total for line, total in lines):
            for place, value in enumerate(values):
                found[place].add(value)
    return found


@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=3))
@example([[20, 0, 9], [12, 0, 20], [3, 20, 3]])
def test_no_hidden_cell_can_be_worked_out_from_the_totals_of_its_row_and_column(numbers: list[list[int]]) -> None:
    hidden = sorted(_hidden(numbers))
    wholes = [sum(column) for column in zip(*numbers, strict=True)]
    cells = {(row, column) for row, line in enumerate(numbers) for column in range(len(line)) if wholes[column]}
    small = {(row, column) for row, column in cells if 0 < numbers[row][column] < 5}
    assert small <= set(hidden)
    if not hidden or set(hidden) == cells:
        return
    # Nought may be known: it is shown elsewhere, too.
    known = zip(hidden, _possible(numbers, hidden), strict=True)
    assert all(len(possible) >= LEAST_VALUES for (row, column), possible in known if numbers[row][column])
