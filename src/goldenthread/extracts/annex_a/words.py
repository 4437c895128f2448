"""From the words of Annex A to codes: letters in front, a code before its label, labels alone, groups of codes.

Where only a published group is given (Individual, Foster, Youth justice), the code that stands for the group is
kept, which leaves every grouped figure right, and the sheet is remarked on.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache

from goldenthread.extracts import values
from goldenthread.extracts.values import BAD
from goldenthread.tables import codes
from goldenthread.tables.model import CodeList

_LETTER = re.compile(r"^([a-z])(\d?)\s*[).:]\s*", re.IGNORECASE)
_FIRST = re.compile(r"^([A-Za-z]{0,3}\d{0,2}[A-Za-z]?)\s*(?:[-:–]|\s-\s|\s|$)")
_ETHNIC = re.compile(r"\b(" + "|".join((*codes.ETHNICITY.by_code, "CNHE")) + r")\b", re.IGNORECASE)
_SUPPORTED_FROM = dt.date(2024, 4, 1)  # K3 took the place of H5 and P2
_SGO_SPLIT_FROM = dt.date(2018, 4, 1)  # E45 to E48 took the place of E43 and E44


@dataclass(frozen=True, kw_only=True)
class Words:
    """How a column of codes is written.

    `exact` are wordings of one code, '' for one that means not known; `groups` wordings of a published group with
    the code that stands for it; `letters` the codes in the order of letters, for a cell with a letter alone.
    """

    codes: CodeList
    exact: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    letters: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Meant:
    """The code a cell means; `group_only` when the cell names no more than its group; `known` False for other words."""

    code: str | None
    group_only: bool = False
    known: bool = True


def _squash(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.casefold()).strip()


def _words(
    codes_: CodeList, exact: dict[str, str] | None = None, groups: dict[str, str] | None = None, letters: str = ""
) -> Words:
    return Words(codes=codes_, exact=exact or {}, groups=groups or {}, letters=tuple(letters.split()))


WORDS: dict[str, Words] = {
    "sex": _words(codes.SEX, {"not stated": "U", "not stated recorded": "U", "not stated recorded or unborn": "U",
                              "neither": "U", "not recorded": "U"}, letters="M F U U"),
    "source": _words(
        codes.REFERRAL_SOURCE,
        groups={"individual": "1D", "health services": "3F", "health service": "3F", "health": "3F", "la services": "5B",
                "local authority services": "5B", "la service": "5B"},
        letters="1A 1B 1C 1D 2A 2B 3A 3B 3C 3D 3E 3F 4 5A 5B 5C 6 7 8 9 10",
    ),
    "need": _words(codes.PRIMARY_NEED, letters="N1 N2 N3 N4 N5 N6 N7 N8 N9 N0"),
    "closure_reason": _words(
        codes.CLOSURE_REASON,
        {"residence order": "RC3", "transfer to another la": "RC5", "transferred to another la": "RC5",
         "transfer to services of another la": "RC5", "adult services": "RC6", "transfer to adult services": "RC6",
         "other including no longer in need": "RC7", "other incl no longer in need": "RC7", "no longer in need": "RC7",
         "not in need after assessment": "RC8", "case closed after assessment": "RC8", "not stated": "",
         "special guardianship order": "RC4"},
        letters="RC1 RC2 RC3 RC4 RC5 RC6 RC7 RC8",
    ),
    "status": _words(
        codes.CASE_STATUS,
        {"looked after": "LAC", "looked after children": "LAC", "child protection": "CPP", "child in need": "CINP",
         "cin plan": "CINP", "cp plan": "CPP", "assessment": "ASMT", "closed": "CLOSED"},
        letters="LAC CPP CINP ASMT CLOSED",
    ),
    "abuse": _words(codes.ABUSE_CATEGORY, {"multiple not recommended": "MUL"}, letters="NEG PHY SAB EMO MUL"),
    "legal": _words(
        codes.LEGAL_STATUS,
        {"interim care order": "C1", "interim care orders": "C1", "full care order": "C2", "full care orders": "C2",
         "freed for adoption": "D1", "placement order granted": "E1", "placement order": "E1",
         "accommodated under s20": "V2", "accommodated under section 20": "V2", "s20": "V2", "section 20": "V2"},
        {"detained on child protection grounds": "L2", "youth justice": "J1", "youth justice legal statuses": "J1"},
        "C1 C2 D1 E1 V2",
    ),
    "place": _words(
        codes.PLACEMENT_TYPE,
        {"placed with parents": "P1", "with parents": "P1", "residential employment": "P3", "secure children s homes": "K1",
         "secure children s home": "K1", "children s homes": "K2", "children s home": "K2", "residential care home": "R1",
         "nhs": "R2", "nhs health trust": "R2", "family centre or mother and baby": "R3",
         "family centre or mother and baby unit": "R3", "yoi": "R5", "young offender institution": "R5",
         "residential school": "S1", "other": "Z1", "temporary": "T0", "independent living": "supported:P2",
         "residential accommodation": "supported:H5"},
        {"foster": "U6", "foster placement": "U6", "fostering": "U6", "placed for adoption": "A6"},
    ),
    "provider": _words(codes.PLACEMENT_PROVIDER, {"own la": "PR1", "own provision": "PR1", "private": "PR4",
                                                  "private provision": "PR4", "other": ""}, letters="PR1 PR4"),
    "ended": _words(
        codes.EPISODE_END_REASON,
        {"died": "E2", "care taken by another la": "E3", "care taken over by another la": "E3",
         "left to live with others without parental responsibility": "E13", "residence order": "E41",
         "adult residential care": "E7", "custody": "E9", "remand ended": "E14", "age assessment 18 or over": "E15",
         "moved abroad": "E16", "other": "E8"},
        {"adopted": "E11", "returned home": "E4A", "independent living": "E5", "sgo": "sgo", "special guardianship": "sgo",
         "special guardianship order": "sgo"},
    ),
    "reversed": _words(
        codes.ADOPTION_REVERSED,
        {"child s needs changed": "RD1", "the child s needs changed": "RD1", "court did not make a placement order": "RD2",
         "adopters not found": "RD3", "prospective adopters could not be found": "RD3", "other": "RD4"},
        letters="RD1 RD2 RD3 RD4",
    ),
    "eligibility": _words(
        codes.CARE_LEAVER_ELIGIBILITY,
        {"relevant": "relevant", "former relevant": "former_relevant", "qualifying": "qualifying", "eligible": "eligible",
         "other": "none", "relevant child": "relevant", "former relevant child": "former_relevant",
         "qualifying care leaver": "qualifying", "eligible child": "eligible"},
        letters="relevant former_relevant qualifying eligible none",
    ),
    "in_touch": _words(
        codes.IN_TOUCH,
        {"yes": "YES", "y": "YES", "yes in touch": "YES", "no": "NO", "n": "NO", "no not in touch": "NO", "died": "DIED",
         "refu": "REFU", "refused": "REFU", "nreq": "NREQ", "rhom": "RHOM", "died or not recorded": "", "not recorded": "",
         "exclude": "", "refu or exclude": ""},
    ),
    "home": _words(
        codes.ACCOMMODATION,
        {"parents relatives": "B", "with parents or relatives": "B", "no fixed abode": "S", "independent": "U",
         "with former foster carer": "Z", "former foster carers": "Z", "in custody": "X", "deported": "H"},
        letters="B C D E G H K R S T U V W X Y Z",
    ),
    "activity": _words(codes.ACTIVITY),
}  # fmt: skip

_SUITABLE = {"suitable": True, "unsuitable": False, "not suitable": False, "accommodation considered suitable": True,
             "accommodation considered unsuitable": False}  # fmt: skip
_ETHNIC_GROUPS = {"white": "WOTH", "mixed": "MOTH", "asian or asian british": "AOTH", "asian": "AOTH", "black": "BOTH",
                  "black or black british": "BOTH", "other ethnic group": "OOTH", "other": "OOTH", "not stated": "NOBT",
                  "unknown": "NOBT"}  # fmt: skip


def without_letter(text: str) -> str:
    """A value without the letter in front: 'a) Yes' becomes 'Yes', 'p1) 5D: LA services' becomes '5D: LA services'."""
    return _LETTER.sub("", text.strip(), count=1).strip() if _LETTER.match(text.strip()) else text.strip()


@lru_cache(maxsize=65536)
def code_of(text: str, kind: str, as_at: dt.date) -> Meant:
    """The code a cell means, read by its words first, then by a code in front of them, then by its letter."""
    known = WORDS[kind]
    plain = without_letter(text) or text.strip()
    # In 'B: Parents/relatives' the letter is the code itself, in 'b) Female' a mere letter.
    lettered = _LETTER.match(text.strip())
    squashed = _squash(plain)
    bracketed = lettered is not None and ")" in lettered[0]
    if bracketed and lettered is not None and lettered.end() == len(text.strip()) and known.letters:
        return _letter(lettered[1], known)
    if plain in known.codes.by_code:
        return Meant(code=plain)
    if squashed in known.exact:
        return Meant(code=_dated(known.exact[squashed], as_at) or None)
    if squashed in known.groups:
        return Meant(code=_dated(known.groups[squashed], as_at), group_only=True)
    if found := _code_in_front(plain if bracketed else text.strip(), known.codes):
        return Meant(code=found)
    if found := known.codes.match(plain):
        return Meant(code=found)
    return Meant(code=None, known=False)


def _letter(letter: str, known: Words) -> Meant:
    place = ord(letter.casefold()) - ord("a")
    return Meant(code=known.letters[place]) if place < len(known.letters) else Meant(code=None, known=False)


def _code_in_front(text: str, listed: CodeList) -> str | None:
    match = _FIRST.match(text)
    if not match or not match[1]:
        return None
    code = match[1].upper()
    if code in listed.by_code:
        return code
    suffixed = code[:-1] if code[-1:] in "12" else ""  # a 903 home such as K2: kind and suitability in one
    return suffixed if suffixed in listed.by_code and listed.name == "accommodation" else None


def _dated(code: str, as_at: dt.date) -> str:
    """Codes that gave way to others, as they are on the date of the workbook."""
    if code == "sgo":
        return "E45" if as_at >= _SGO_SPLIT_FROM else "E43"
    if code.startswith("supported:"):
        return "K3" if as_at >= _SUPPORTED_FROM else code.removeprefix("supported:")
    return code


@lru_cache(maxsize=65536)
def ethnicity_of(text: str) -> Meant:
    """An ethnicity: a four-letter code anywhere in the text first, then a label, then a group."""
    if match := _ETHNIC.search(text):
        return Meant(code=codes.ETHNICITY.match(match[1]))
    plain = without_letter(text)
    if found := codes.ETHNICITY.match(plain):
        return Meant(code=found)
    group = _ETHNIC_GROUPS.get(_squash(plain))
    return Meant(code=group, group_only=group not in (None, "NOBT"), known=group is not None)


def yes_no(text: str) -> bool | object | None:
    """Yes or no, also with a letter in front; None when unknown or blank, BAD for other words."""
    plain = without_letter(text)
    folded = plain.casefold()
    if folded.startswith(("unknown", "not known", "not recorded", "not stated", "n/a", "not applicable")):
        return None
    found = values.parse_bool(plain)
    if found is BAD and folded.startswith(("yes ", "yes,", "yes-", "yes/")):
        return True
    return False if found is BAD and folded.startswith(("no ", "no,", "no-", "no/")) else found


def suitable(text: str) -> bool | None:
    """Whether a home suits; None when not in touch, excluded or not recorded."""
    return _SUITABLE.get(_squash(without_letter(text)))


def in_area(text: str) -> bool | None:
    """Whether a placement is inside the authority: 'a) In', 'b) Out'."""
    first = _squash(without_letter(text)).split(" ")[0]
    return {"in": True, "inside": True, "out": False, "outside": False}.get(first)
