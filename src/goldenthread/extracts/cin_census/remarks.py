"""What the reader says about a file: each kind of remark with its sentence and its remedy.

A remark names the line, the element and the council's own child id; it never quotes a value, except an
unknown code short enough to be one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from goldenthread.errors import Problem
from goldenthread.extracts.sink import EXAMPLES_KEPT, Sink

_CORRECT: Final = "Correct it in the case system and export again."

REMARKS: Final[dict[str, tuple[str, str]]] = {
    "impossible_date": ("{element} of {child} is not a possible date", _CORRECT),
    "sentinel_date": ("{element} of {child} is a stand-in (1 January 1900 or 31 December 9999), not a date", _CORRECT),
    "future_date": ("{element} of {child} is more than a year after the date the file describes", _CORRECT),
    "after_reference_date": (
        "{element} of {child} is after the date the file describes and is kept",
        "Check the date and the ReferenceDate in the header.",
    ),
    "early_birth_date": ("{element} of {child} is before 1990 and is kept", "Check the date of birth."),
    "date_format": (
        "{element} of {child} is not written as yyyy-mm-dd; it was converted",
        "Ask the supplier of the export for dates as yyyy-mm-dd.",
    ),
    "end_before_start": ("{element} of {child} is before the start it belongs to", _CORRECT),
    "review_on_start": ("{element} of {child} is on or before the day the plan started", _CORRECT),
    "placeholder": (
        "{element} of {child} holds a placeholder text in place of a value",
        "The shared SSD census script writes PlaceholderStr; until it is mended no duration can be computed.",
    ),
    "unknown_code": (
        "{element} of {child} holds a code{quoted} that is not in the list; it is read as missing",
        _CORRECT,
    ),
    "code_of_another_year": (
        "{element} of {child} holds a code{quoted} that this collection year does not have; it is kept",
        "Check the code, or the year of the file.",
    ),
    "bad_value": (
        "{element} of {child} is neither blank nor a value that can be read; it is read as missing",
        _CORRECT,
    ),
    "old_code": ("{element} of {child} holds a number (1, 2, 0, 9) where M, F or U belongs; it was converted", ""),
    "old_element": ("{element} of {child} was replaced by Sex from collection year 2024/25; it was read", ""),
    "missing_key": ("{element} of {child} is missing", _CORRECT),
    "no_plan": ("{element} of {child} belongs to a plan that was set aside", _CORRECT),
    "exact_duplicate": ("{element} of {child} is in the file twice, word for word; it is counted once", ""),
    "duplicate_key": (
        "{element} of {child} has the same date as another but differs from it; both are kept",
        "Check whether one of them was entered twice.",
    ),
    "duplicate_child": (
        "{child} is in the file more than once with different details; the first are kept, with everything that "
        "happened under both",
        "Check for a duplicate record in the case system.",
    ),
    "none_with_others": ("{element} of {child} says none beside other codes", _CORRECT),
    "two_conferences": (
        "{element} of {child} is given both for the episode (a transfer in) and under Section47",
        "Only one of the two can be right.",
    ),
    "earlier_conference": (
        "{element} of {child} is before the year of the file, which no longer shows whether a plan followed; the "
        "return of that year says",
        "",
    ),
    "legacy_assessment": (
        "{element} of {child} belongs to a layout before 2016/17 that is counted here but not read: durations of "
        "these assessments are not computed",
        "",
    ),
    "unread_group": ("the group {element} of {child} is not read by this version", ""),
    "unread_element": ("the element {element} of {child} is not read by this version", ""),
}
SET_ASIDE: Final = "{what}; the row was set aside."


@dataclass(kw_only=True)
class Remarks:
    """Sends remarks of one file to its sink.

    Silent while `muted`. After the first examples of a kind the last sentence is sent again: the sink keeps no more of them,
    only the count, and a file with one fault in every row must not take minutes to word them all.
    """

    sink: Sink
    file: str
    muted: bool = False

    def __post_init__(self) -> None:
        """Start counting from nothing."""
        self._sent: dict[tuple[str, str, bool], tuple[int, Problem]] = {}

    def note(self, code: str, element: str, child: str, line: int | None, *, quoted: str = "") -> None:
        """Remark on a row that was used."""
        if self.muted:
            return
        self.sink.note(self._problem(code, element, child, line, quoted=quoted, aside=False))

    def set_aside(self, code: str, element: str, child: str, line: int | None) -> None:
        """Count a row that was not used."""
        if self.muted:
            return
        self.sink.set_aside(self._problem(code, element, child, line, quoted="", aside=True))

    def _problem(self, code: str, element: str, child: str, line: int | None, *, quoted: str, aside: bool) -> Problem:
        count, problem = self._sent.get((code, element, aside), (0, None))
        if problem is None or count < EXAMPLES_KEPT:
            template, remedy = REMARKS[code]
            what = template.format(element=element, child=f"child {child}" if child else "a child", quoted=quoted)
            what = SET_ASIDE.format(what=what) if aside else f"{what}."
            problem = Problem(
                what=what[0].upper() + what[1:], remedy=remedy, file=self.file, row=line, column=element, code=code
            )
        self._sent[(code, element, aside)] = (count + 1, problem)
        return problem
