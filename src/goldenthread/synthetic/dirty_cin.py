"""Faults of census files: line by line where one element is wrong, child by child where a story is."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from goldenthread.synthetic.dirty import LEAST, Planted, choose

_LEAF = re.compile(r"^(\s*)<(\w+)>([^<]*)</\2>\s*$")
_DATES = "CINreferralDate|AssessmentActualStartDate|S47ActualStartDate|CPPreviewDate"


def _becomes(text: str) -> Callable[[str], str]:
    return lambda _value: text


def _british(value: str) -> str:
    return "/".join(reversed(value.split("-")))


def _other_flag(value: str) -> str:
    return {"true": "1", "false": "0", "1": "TRUE", "0": "False"}.get(value, value)


# Kind of fault: the elements that can hold it, and what becomes of the value.
LINE_FAULTS: dict[str, tuple[str, Callable[[str], str]]] = {
    "flag_spelling": ("ICPCnotRequired", _other_flag),
    "date_not_iso": (_DATES, _british),
    "date_with_time": (_DATES, lambda value: f"{value}T00:00:00"),
    "impossible_date": ("AssessmentActualStartDate|CPPstartDate", lambda value: f"{value[:4]}-02-30"),
    "future_date": ("AssessmentAuthorisationDate", lambda value: f"{int(value[:4]) + 17}{value[4:]}"),
    "sentinel_date": ("AssessmentAuthorisationDate|CINclosureDate", _becomes("1900-01-01")),
    "born_1965": ("PersonBirthDate", lambda value: f"1965{value[4:]}"),
    "unknown_code": ("ReferralSource", _becomes("6Z")),
    "unknown_need": ("PrimaryNeedCode", _becomes("N11")),
    "unknown_factor": ("AssessmentFactors", _becomes("RB")),
    "wrong_year_factor": ("AssessmentFactors", _becomes("24A")),
    "ethnicity_typing_error": ("Ethnicity", _becomes("CNHE")),
    "sex_as_letter": ("GenderCurrent", lambda value: {"1": "M", "2": "F"}.get(value, "U")),
    "placeholder": ("AssessmentAuthorisationDate", _becomes("PlaceholderStr")),
    "id_with_spaces": ("LAchildID", lambda value: f" {value} "),
    "id_in_lower_case": ("LAchildID", str.lower),
    "id_with_leading_zeros": ("LAchildID", lambda value: f"00{value}"),
}


def spoil_census(folder: Path, paths: Sequence[Path], share: float, rng: np.random.Generator) -> list[Planted]:
    """Spoil each census file in place; lines keep their numbers, extra children are added at the end."""
    found = []
    for path in paths:
        lines = path.read_text(encoding="utf-8").split("\n")
        owner = _owners(lines)
        used: set[int] = set()
        name = path.relative_to(folder).as_posix()
        planted = [
            *_lines(lines, share, rng, used),
            *_stories(lines, share, rng, used),
            *_groups(lines, share, rng, used),
        ]
        found += [Planted(file=name, row=row + 1, kind=kind, child=owner[row]) for row, kind in planted]
        found += [
            Planted(file=name, row=row + 1, kind=kind, child=child) for row, kind, child in _extra(lines, owner, rng)
        ]
        path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return found


def _owners(lines: Sequence[str]) -> list[str]:
    """The child that each line belongs to."""
    owners, child = [], ""
    for number, line in enumerate(lines):
        if "<Child>" in line:
            child = _value(lines[number + 2])
        if "</Children>" in line:
            child = ""
        owners.append(child)
    return owners


def _value(line: str) -> str:
    match = _LEAF.match(line)
    return match[3] if match else ""


def _of(lines: Sequence[str], names: str) -> list[int]:
    wanted = tuple(f"<{name}>" for name in names.split("|"))
    return [number for number, line in enumerate(lines) if line.lstrip().startswith(wanted)]


def _set(lines: list[str], row: int, value: str) -> None:
    match = _LEAF.match(lines[row])
    if match:
        lines[row] = f"{match[1]}<{match[2]}>{value}</{match[2]}>"


def _lines(lines: list[str], share: float, rng: np.random.Generator, used: set[int]) -> list[tuple[int, str]]:
    found = []
    for kind, (names, change) in LINE_FAULTS.items():
        rows = [row for row in _of(lines, names) if change(_value(lines[row])) != _value(lines[row])]
        for row in choose(rng, rows, share, used):
            _set(lines, row, change(_value(lines[row])))
            found.append((row, kind))
    for row in choose(rng, _of(lines, "UPN|UPNunknown"), share, used):
        lines[row] += "PersonBirthDate"
        found.append((row, "stray_text"))
    return found


# Element that shows the story: the kind of fault, the element changed and the element it contradicts.
_STORIES = {
    "AssessmentAuthorisationDate": (("end_before_start", "AssessmentAuthorisationDate", "AssessmentActualStartDate"),),
    "CPPendDate": (("plan_end_before_start", "CPPendDate", "CPPstartDate"),),
    "AssessmentActualStartDate": (("event_after_closure", "CINclosureDate", "AssessmentActualStartDate"),),
    "ReferralNFA": (("nfa_with_activity", "ReferralNFA", "AssessmentActualStartDate"),),
    "CPPstartDate": (("plan_without_conference", "DateOfInitialCPC", "CPPstartDate"),),
}


def _pairs(lines: Sequence[str]) -> dict[str, dict[int, int]]:
    """For each kind of story the lines that can be changed, and the line of the same case each contradicts."""
    kinds: dict[str, dict[int, int]] = defaultdict(dict)
    place: dict[str, int] = {}
    for row, line in enumerate(lines):
        match = _LEAF.match(line)
        if "<CINdetails>" in line:
            place = {}
        elif match:
            place[match[2]] = row
            for kind, changed, against in _STORIES.get(match[2], ()):
                if changed in place and against in place:
                    kinds[kind][place[changed]] = place[against]
    return kinds


def _stories(lines: list[str], share: float, rng: np.random.Generator, used: set[int]) -> list[tuple[int, str]]:
    """Faults between the dates of one case."""
    found = []
    for kind, other in _pairs(lines).items():
        for row in choose(rng, sorted(other), share, used):
            if kind == "nfa_with_activity":
                _set(lines, row, "true" if _value(lines[row]) in ("true", "false") else "1")
            elif kind == "plan_without_conference":
                lines[row] = ""
            else:
                _set(lines, row, _earlier(_value(lines[other[row]])))
            used.add(other[row])
            found.append((row, kind))
    return found


def _earlier(value: str) -> str:
    try:
        return str(dt.date.fromisoformat(value[:10]) - dt.timedelta(days=9))
    except ValueError:
        return "2012-01-01"


def _groups(lines: list[str], share: float, rng: np.random.Generator, used: set[int]) -> list[tuple[int, str]]:
    """Faults of repeated elements: factors left out or contradicting, groups split or misnamed."""
    return [*_factor_groups(lines, share, rng, used), *_other_groups(lines, share, rng, used)]


def _factor_groups(lines: list[str], share: float, rng: np.random.Generator, used: set[int]) -> list[tuple[int, str]]:
    found = []
    starts = [row for row, line in enumerate(lines) if "<FactorsIdentifiedAtAssessment>" in line]
    changes: dict[str, Callable[[int], str]] = {
        "none_with_other_factors": lambda _row: "21",
        "same_factor_twice": lambda row: _value(lines[row + 1]),
    }
    for kind, change in changes.items():
        able = [row + 2 for row in starts if "<AssessmentFactors>" in lines[row + 2] and not used & {row + 1, row + 2}]
        for row in choose(rng, able, share, used):
            _set(lines, row, change(row - 2))
            used.add(row - 1)
            found.append((row, kind))
    able = [row for row in starts if not used & set(range(row, _end(lines, row)))]
    for row in choose(rng, able, share, used):
        for number in range(row + 1, _end(lines, row)):
            lines[number] = ""
        found.append((row, "no_factors"))
    return found


def _end(lines: Sequence[str], row: int) -> int:
    """The line that ends the group which begins on a line."""
    name = lines[row].strip().strip("<>")
    return next(number for number in range(row, len(lines)) if f"</{name}>" in lines[number])


def _other_groups(lines: list[str], share: float, rng: np.random.Generator, used: set[int]) -> list[tuple[int, str]]:
    found = []
    for row in choose(rng, [row for row, line in enumerate(lines) if "<Reviews>" in line], share, used):
        end = _end(lines, row)
        lines[row] = lines[row].replace("Reviews", "CPPreviews")
        lines[end] = lines[end].replace("Reviews", "CPPreviews")
        found.append((row, "reviews_group_misnamed"))
    several = [row for row, line in enumerate(lines) if "<Disability>" in line and "<Disability>" in lines[row + 1]]
    for row in choose(rng, several, share, used):
        lines[row] += "</Disabilities><Disabilities>"
        found.append((row, "one_group_each"))
    for kind, (group, element, rest) in _OVERLAPS.items():
        able = [row for row in _of(lines, element) if row not in used and _later(_value(lines[row]))]
        for row in choose(rng, able, share, used):
            end = next(number for number in range(row, len(lines)) if lines[number].strip() == f"</{group}>")
            again = f"<{element}>{_later(_value(lines[row]))}</{element}>{rest}"
            lines[end] += f"<{group}>{again}</{group}>"
            found.append((end, kind))
    return found


# A second group beside the first, from some days later: the group, its date and what else it must hold.
_OVERLAPS = {
    "overlapping_episode": (
        "CINdetails",
        "CINreferralDate",
        "<ReferralSource>6</ReferralSource><PrimaryNeedCode>N1</PrimaryNeedCode><ReferralNFA>0</ReferralNFA>",
    ),
    "overlapping_assessment": ("Assessments", "AssessmentActualStartDate", ""),
    "overlapping_plan": (
        "ChildProtectionPlans",
        "CPPstartDate",
        "<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse>"
        "<NumberOfPreviousCPP>0</NumberOfPreviousCPP>",
    ),
}


def _later(value: str) -> str:
    try:
        return str(dt.date.fromisoformat(value) + dt.timedelta(days=5))
    except ValueError:
        return ""


def _extra(lines: list[str], owner: Sequence[str], rng: np.random.Generator) -> list[tuple[int, str, str]]:
    """Children written twice, and other children under an id that is taken, before the end of the file."""
    starts = [row for row, line in enumerate(lines) if line.strip() == "<Child>"]
    chosen = rng.choice(np.array(starts), 2 * LEAST, replace=False)
    at = next(row for row, line in enumerate(lines) if "</Children>" in line)
    found: list[tuple[int, str, str]] = []
    added: list[str] = []
    for number, start in enumerate(sorted(int(row) for row in chosen)):
        end = next(row for row in range(start, len(lines)) if lines[row].strip() == "</Child>")
        block = lines[start : end + 1]
        kind = "child_twice" if number % 2 == 0 else "id_shared_by_children"
        if kind == "id_shared_by_children":
            block = [re.sub(r"(<PersonBirthDate>)\d{4}", r"\g<1>2003", line) for line in block]
        found.append((at + len(added), kind, owner[start]))
        added += block
    lines[at:at] = added
    return found


def spoil_census_files(folder: Path, paths: Sequence[Path]) -> list[Planted]:
    """Whole-file faults: files of other authorities, and the first file three times over under other names."""
    found = []
    text = paths[0].read_text(encoding="utf-8")
    lines = text.split("\n")
    end = next(row for row, line in enumerate(lines) if line.strip() == "</Child>")
    small = "\n".join([*lines[: end + 1], "  </Children>", "</Message>", ""])
    for number in range(LEAST):
        code = f"00{number + 1}"
        path = folder / "cin" / f"cin-census-{code}-other-authority.xml"
        path.write_text(re.sub(r"<LEA>\d+</LEA>", f"<LEA>{code}</LEA>", small), encoding="utf-8", newline="\n")
        found.append(Planted(file=path.relative_to(folder).as_posix(), row=0, kind="other_authority"))
        path = folder / "cin" / f"copy-{number + 1}-of-{paths[0].name}"
        path.write_text(text, encoding="utf-8", newline="\n")
        found.append(Planted(file=path.relative_to(folder).as_posix(), row=0, kind="same_file_again"))
    return found
