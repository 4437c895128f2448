"""Contacts from schools have changed: four rival explanations, each with its evidence, what it says, and what it cannot.

None of them is proved by records alone. A verdict says which way the evidence points; "cannot be told" is an answer.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from goldenthread.api.exploring import HIDDEN_WORDS, Part, number_words, protected_count, ratio_words, table
from goldenthread.measures.results import Result, Status
from goldenthread.papers.evidence import Evidence
from goldenthread.periods import Period, PeriodKind
from goldenthread.spc import intervals
from goldenthread.tables import school_terms

FROM_SCHOOLS = "contacts_from_schools"
CONVERTED = "contacts_leading_to_referral"
SCHOOL_GROUP = "Schools"
CANNOT = "cannot be told from the returns"
SUPPORTS = "the evidence points this way"
AGAINST = "the evidence points away from it"
UNCLEAR = "no clear sign either way"
Numbers = tuple[float, float] | None


def rivals(evidence: Evidence, folder: Path) -> Part:
    """Works through the four explanations for the latest six months against the same months a year before."""
    now, then = half_years(evidence)
    heading = "Contacts from schools have changed: is it…?"
    block = evidence.results.blocks.get(FROM_SCHOOLS)
    if block is None or evidence.authority in block.absent:
        return Part(key="rivals", heading=heading, verdict=CANNOT, said=("Contacts were not read.",))
    change = _ratio_of_days(evidence, now, then)
    first = _first(evidence, now, then, change)
    parts = (
        _fewer_schools(),
        _fewer_each(evidence, folder, now, then),
        _earlier_help(evidence, now, then, change),
        _threshold(evidence, now, then, change),
    )
    said = (
        *first,
        f"Compared are {_words(now)} and the same six months a year before: the same terms and holidays.",
        "More than one explanation may hold. What is not in a record is not known here: ask the schools.",
    )
    return Part(key="rivals", heading=heading, said=said, parts=parts)


def half_years(evidence: Evidence) -> tuple[tuple[Period, ...], tuple[Period, ...]]:
    """The latest two quarters that are over, and the same two a year earlier."""
    quarters = [one for one in evidence.results.periods(PeriodKind.QUARTER) if one.end <= evidence.last_day()]
    now = tuple(one for one in quarters if one.end.month in (3, 6, 9, 12))[-2:]
    return now, tuple(one.a_year_earlier() for one in now)


def _words(periods: tuple[Period, ...]) -> str:
    return " and ".join(one.label for one in periods)


def _results(evidence: Evidence, name: str, periods: tuple[Period, ...], group: str = "") -> list[Result] | None:
    """The results of the quarters as the reader may see them; None where one is hidden or not known."""
    found = []
    for period in periods:
        if name not in evidence.results.blocks:
            return None
        if evidence.results.get(name, period, authority=evidence.authority) is None:
            return None
        if group:
            groups = {one.group: one for one in evidence.groups(name, period, "source")}
            one = groups.get(group)
        else:
            one = evidence.result(name, period)
        if one is None or one.status in (Status.SUPPRESSED, Status.NOT_AVAILABLE, Status.NOT_ENOUGH_HISTORY):
            return None
        found.append(one)
    return found


def _number(evidence: Evidence, name: str, periods: tuple[Period, ...]) -> float | None:
    found = _results(evidence, name, periods)
    return None if found is None else sum(one.numerator or 0.0 for one in found)


def _share(evidence: Evidence, name: str, periods: tuple[Period, ...]) -> Numbers:
    found = _results(evidence, name, periods, SCHOOL_GROUP)
    if found is None:
        return None
    return sum(one.numerator or 0.0 for one in found), sum(one.denominator or 0.0 for one in found)


def _days(evidence: Evidence, periods: tuple[Period, ...]) -> int:
    own = evidence.settings.school_holidays
    return sum(school_terms.school_days(one.start, one.end, own) for one in periods)


def _ratio_of_days(evidence: Evidence, now: tuple[Period, ...], then: tuple[Period, ...]) -> Numbers:
    """The interval of contacts from schools a school day now to that a year before."""
    after, before = (_number(evidence, FROM_SCHOOLS, one) for one in (now, then))
    if after is None or before is None:
        return None
    return intervals.rate_ratio(after, _days(evidence, now), before, _days(evidence, then))


def _first(evidence: Evidence, now: tuple[Period, ...], then: tuple[Period, ...], change: Numbers) -> tuple[str, ...]:
    """Whether there is anything to explain."""
    after, before = (_number(evidence, FROM_SCHOOLS, one) for one in (now, then))
    if after is None or before is None:
        return (f"Contacts from schools in these months are hidden or not known. {HIDDEN_WORDS}",)
    days = _days(evidence, now), _days(evidence, then)
    said = [
        f"{after:,.0f} contacts from schools on {days[0]} school days, after {before:,.0f} on {days[1]} a year before."
    ]
    if change is None or not before:
        return tuple(said)
    ratio = after / days[0] / (before / days[1])
    if change[1] < 1 or change[0] > 1:
        way = "fewer" if ratio < 1 else "more"
        said.append(f"That is {ratio_words(ratio, change)} times as many a school day: {way} than chance explains.")
    else:
        said.append(
            f"That is {ratio_words(ratio, change)} times as many a school day: chance could explain it, so there may be "
            "nothing to explain."
        )
    return tuple(said)


def _fewer_schools() -> Part:
    return Part(
        key="fewer_schools",
        heading="…fewer schools sending?",
        verdict=CANNOT,
        said=(
            "No return names the school that made a contact, so schools cannot be counted.",
            "What would tell: the list of schools at the front door's own contact log, against the list of all schools.",
        ),
    )


def _fewer_each(evidence: Evidence, folder: Path, now: tuple[Period, ...], then: tuple[Period, ...]) -> Part:
    """Contacts for each child schools made contact about: are the same children asked about less often?"""
    heading, caution = "…fewer contacts each?", "Contacts for each school cannot be counted, only those for each child."
    after, before = (_children(evidence, folder, one) for one in (now, then))
    if after is None or before is None:
        return Part(key="fewer_each", heading=heading, verdict=CANNOT, said=(caution, HIDDEN_WORDS))
    rows = [
        (name, number_words(one[1]), number_words(one[0]), f"{one[0] / one[1]:.2f}" if one[1] else "none")
        for name, one in (("latest six months", after), ("a year before", before))
    ]
    told = table(
        "Children about whom schools made contact", ("Six months", "Children", "Contacts", "Contacts a child"), rows
    )
    each = intervals.rate_ratio(after[0], after[1], before[0], before[1]) if after[1] and before[1] else None
    children = intervals.rate_ratio(after[1], _days(evidence, now), before[1], _days(evidence, then))
    if each is None or children is None:
        return Part(key="fewer_each", heading=heading, verdict=UNCLEAR, said=(caution,), tables=(told,))
    verdict, said = UNCLEAR, "Neither children nor contacts for each child changed beyond chance."
    if each[1] < 1:
        verdict, said = SUPPORTS, "Each child is asked about less often than a year before."
    elif children[1] < 1:
        verdict, said = AGAINST, "Fewer children are asked about, each of them about as often: it is fewer children."
    elif children[0] > 1 or each[0] > 1:
        verdict, said = AGAINST, "Schools ask about more children, or about each more often."
    return Part(key="fewer_each", heading=heading, verdict=verdict, said=(said, caution), tables=(told,))


def _children(evidence: Evidence, folder: Path, periods: tuple[Period, ...]) -> Numbers:
    """Contacts from schools and the children they were about, from the rows kept; None where hidden or not kept."""
    place = folder / "contacts.parquet"
    contacts = _number(evidence, FROM_SCHOOLS, periods)
    if contacts is None or not place.exists() or not periods:
        return None
    wanted = [
        ("day", ">=", periods[0].start), ("day", "<=", periods[-1].end), ("authority", "=", evidence.authority),
        ("from_school", "=", 1),
    ]  # fmt: skip
    children = pc.count_distinct(pq.read_table(place, columns=["child"], filters=wanted).column("child")).as_py()
    shown = [protected_count(number, periods[-1], evidence.profile) for number in (children, contacts - children)]
    return None if None in shown else (contacts, float(children))


def _earlier_help(
    evidence: Evidence, now: tuple[Period, ...], then: tuple[Period, ...], change: Numbers
) -> Part:  # fmt: skip
    """More early help begun while contacts fall would fit; the records do not say that schools began it."""
    heading = "…earlier help instead?"
    caution = (
        "Early help begun is known for all children, not for those a school would have made contact about; and help "
        "given in school without an episode is in no return."
    )
    after, before = (_number(evidence, "early_help_started", one) for one in (now, then))
    if after is None or before is None:
        return Part(key="earlier_help", heading=heading, verdict=CANNOT, said=(caution, HIDDEN_WORDS))
    found = intervals.rate_ratio(after, 1, before, 1)
    said = f"{after:,.0f} early help episodes began, after {before:,.0f} a year before."
    if found is None or not before:
        return Part(key="earlier_help", heading=heading, verdict=UNCLEAR, said=(said, caution))
    said += f" That is {ratio_words(after / before, found)} times as many."
    falls = change is not None and change[1] < 1
    verdict = UNCLEAR
    if found[0] > 1:
        verdict = SUPPORTS if falls else UNCLEAR
    elif found[1] < 1:
        verdict = AGAINST
    return Part(key="earlier_help", heading=heading, verdict=verdict, said=(said, caution))


def _threshold(
    evidence: Evidence, now: tuple[Period, ...], then: tuple[Period, ...], change: Numbers
) -> Part:  # fmt: skip
    """If the share of schools' contacts that becomes a referral moved, the bar or what is sent has moved."""
    heading = "…a shift of the threshold?"
    caution = (
        "A share can move because the front door decides otherwise, or because schools send something else: an audit of "
        "a sample of contacts would tell which."
    )
    after, before = (_share(evidence, CONVERTED, one) for one in (now, then))
    if after is None or before is None or not after[1] or not before[1]:
        return Part(key="threshold", heading=heading, verdict=CANNOT, said=(caution, HIDDEN_WORDS))
    found = intervals.difference(*after, *before)
    gap = (after[0] / after[1] - before[0] / before[1]) * 100
    said = [
        f"{after[0]:,.0f} of {after[1]:,.0f} contacts from schools ({after[0] / after[1] * 100:.1f}%) led to a referral, "
        f"after {before[0]:,.0f} of {before[1]:,.0f} ({before[0] / before[1] * 100:.1f}%) a year before."
    ]
    if found is None:
        return Part(key="threshold", heading=heading, verdict=UNCLEAR, said=(*said, caution))
    said.append(f"The difference is {gap:+.1f} points ({found[0] * 100:+.1f} to {found[1] * 100:+.1f}).")
    moved = found[0] > 0 or found[1] < 0
    verdict = SUPPORTS if moved else UNCLEAR
    said.append(_referrals(evidence, now, then, change))
    if moved and gap > 0:
        said.append("A larger share becomes a referral: fewer of the contacts that lead nowhere are made.")
    elif moved:
        said.append("A smaller share becomes a referral: the bar may be higher, or what is sent may need less.")
    return Part(key="threshold", heading=heading, verdict=verdict, said=(*(one for one in said if one), caution))


def _referrals(
    evidence: Evidence, now: tuple[Period, ...], then: tuple[Period, ...], change: Numbers
) -> str:  # fmt: skip
    """Whether referrals from schools moved with the contacts."""
    after, before = (_number(evidence, "referrals_from_schools", one) for one in (now, then))
    if after is None or before is None or not before:
        return ""
    found = intervals.rate_ratio(after, 1, before, 1)
    if found is None:
        return ""
    said = f"Referrals from schools: {after:,.0f}, after {before:,.0f}, {ratio_words(after / before, found)} times as many."
    if change is not None and change[1] < 1 and found[0] <= 1 <= found[1]:
        said += " They held while contacts fell: the contacts that stopped were mostly not becoming referrals."
    return said
