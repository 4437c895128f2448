"""Reads inspections, findings, clocks, the self-evaluation and judgements of other councils."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from goldenthread_web.indicators.queries import Line, scorecard_lines
from goldenthread_web.inspections.clocks import REMIND_DAYS
from goldenthread_web.inspections.frameworks import FRAMEWORKS, Area
from goldenthread_web.inspections.models import Clock, Finding, Inspection, Published, Statement
from goldenthread_web.inspections.workflow import FOLLOWS, MAY_MOVE_TO, FindingState
from goldenthread_web.loads.queries import released_load
from goldenthread_web.people.models import Person
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access

STALE_DAYS = 183


def inspections_for(access: Access) -> QuerySet[Inspection]:
    """Every inspection, for who may see them, with how many findings are open."""
    if not access.can(Permission.INSPECTIONS_SEE):
        return Inspection.objects.none()
    strength = Q(findings__kind=Finding.Kind.STRENGTH)
    return Inspection.objects.annotate(
        found=Count("findings", filter=~strength & Q(findings__isnull=False), distinct=True),
        closed=Count("findings", filter=~strength & Q(findings__state=FindingState.CLOSED), distinct=True),
    ).prefetch_related("judgements")


def inspection_for(access: Access, pk: int) -> Inspection:
    """One inspection; 404 for who may not see it."""
    found = inspections_for(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def findings_for(access: Access) -> QuerySet[Finding]:
    """Every finding, for who may see them; other apps join theirs to these."""
    if not access.can(Permission.INSPECTIONS_SEE):
        return Finding.objects.none()
    return Finding.objects.select_related("inspection", "owner", "within")


def finding_for(access: Access, pk: int) -> Finding:
    """One finding; 404 for who may not see it."""
    found = findings_for(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def ways_on(access: Access, finding: Finding) -> list[FindingState]:
    """The states this person may take a finding to."""
    if finding.is_strength:
        return []
    order = list(FindingState)
    return sorted(
        (then for then in FOLLOWS[FindingState(finding.state)] if access.can(MAY_MOVE_TO[then])), key=order.index
    )


@dataclass(frozen=True, kw_only=True)
class Pressing:
    """What of inspections presses: clocks that run out soon or have run out, and how many findings are nobody's."""

    clocks: list[Clock]
    bare: int


def pressing_for(access: Access, today: dt.date) -> Pressing:
    """What presses, for those who enter inspections; in one query."""
    if not access.can(Permission.INSPECTIONS_EDIT):
        return Pressing(clocks=[], bare=0)
    open_ones = Q(findings__isnull=False, findings__owner=None) & ~Q(findings__state=FindingState.CLOSED)
    bare = Count("findings", filter=open_ones & ~Q(findings__kind=Finding.Kind.STRENGTH), distinct=True)
    soon = today + dt.timedelta(days=REMIND_DAYS)
    fields = ("pk", "title", "clocks__pk", "clocks__rule", "clocks__starts", "clocks__due", "clocks__done_on")
    nobodys: dict[int, int] = {}
    clocks = []
    for pk, title, clock, rule, starts, due, done_on, count in (
        Inspection.objects.values_list(*fields).annotate(bare=bare).order_by("clocks__due")
    ):
        nobodys[pk] = count
        if clock and done_on is None and due <= soon:
            one = Inspection(pk=pk, title=title)
            clocks.append(Clock(pk=clock, inspection=one, rule=rule, starts=starts, due=due))
    return Pressing(clocks=clocks, bare=sum(nobodys.values()))


def people_who_may_own(today: dt.date) -> QuerySet[Person]:
    """People with an open account and a role today."""
    held = Q(roles_held__starts__lte=today) & (Q(roles_held__ends=None) | Q(roles_held__ends__gte=today))
    return Person.objects.filter(held, is_active=True).distinct().order_by("name")


@dataclass(frozen=True, kw_only=True)
class Told:
    """A statement as it is shown: `doubts` say what it lacks today."""

    statement: Statement
    supports: list[tuple[str, str, str]]
    doubts: list[str]
    history: int


@dataclass(frozen=True, kw_only=True)
class AreaTold:
    """An area of a framework with its statements."""

    area: Area
    told: list[Told]


def self_evaluation(access: Access, framework: str, today: dt.date) -> list[AreaTold]:
    """The self-evaluation by area, each statement with what it lacks."""
    load = released_load()
    lines = {one.measure: one for one in scorecard_lines(access, load, every=True)} if load else {}
    found = Statement.objects.filter(framework=framework).select_related("by").prefetch_related("supports")
    everything = list(found)
    replaced = {one.replaces_id: one for one in everything if one.replaces_id}
    now = [one for one in everything if one.pk not in replaced and not one.dropped]
    return [
        AreaTold(
            area=area,
            told=[_told(one, lines, today, everything) for one in now if one.area == area.key],
        )
        for area in FRAMEWORKS[framework].areas
    ]


def _told(statement: Statement, lines: dict[str, Line], today: dt.date, everything: Sequence[Statement]) -> Told:
    supports, doubts = [], []
    for one in statement.supports.all():
        line = lines.get(one.reference) if one.kind == one.Kind.MEASURE else None
        if line is not None:
            supports.append((one.get_kind_display(), one.reference, f"{line.title}: {line.row['value']}"))
            if line.concern:
                doubts.append(f"{line.title} is of concern today; see whether the statement still says so.")
            elif not line.row["variation"]:
                doubts.append(f"{line.title} has no figures that show anything.")
            continue
        supports.append((one.get_kind_display(), "", f"{one.reference}{f', {one.of:%B %Y}' if one.of else ''}"))
        if one.kind == one.Kind.MEASURE:
            doubts.append(f"The measure {one.reference} is not among the released figures.")
        elif one.kind != one.Kind.OTHER and one.of is None:
            doubts.append(f"{one.reference} has no date, so nobody can tell how old it is.")
        elif one.of and (today - one.of).days > STALE_DAYS:
            doubts.append(f"{one.reference} is of {one.of:%B %Y}, more than six months ago.")
    if not supports:
        doubts.insert(0, "Nothing supports it: name a measure, an audit or feedback.")
    elif all(one.kind == one.Kind.MEASURE for one in statement.supports.all()):
        doubts.append("Only figures support it; what audits or families say is missing.")
    if statement.review_by < today:
        doubts.append(f"It was to be looked at again by {statement.review_by.day} {statement.review_by:%B %Y}.")
    return Told(statement=statement, supports=supports, doubts=doubts, history=_earlier(statement, everything))


def _earlier(statement: Statement, everything: Sequence[Statement]) -> int:
    by_pk = {one.pk: one for one in everything}
    count, at = 0, statement
    while at.replaces_id and at.replaces_id in by_pk:
        at, count = by_pk[at.replaces_id], count + 1
    return count


def statement_for(access: Access, pk: int) -> Statement:
    """One statement for those who write the self-evaluation."""
    found = Statement.objects.filter(pk=pk, dropped=False).first() if access.can(Permission.INSPECTIONS_EDIT) else None
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How many councils have which grade, by the last judgement of each; `share` is of the widest bar, 0 to 1."""

    grade: str
    count: int
    share: float


@dataclass(frozen=True, kw_only=True)
class Context:
    """Judgements of other councils in one area: a sentence, the spread, and where it comes from."""

    sentence: str
    spread: list[Spread]
    total: int
    sources: list[str]
    first: dt.date | None
    last: dt.date | None


def context_of(framework: str, area: str, kind: str = "", until: dt.date | None = None) -> Context:
    """The last judgement of each council in an area, of all kinds of council or of one, up to a day."""
    found = Published.objects.filter(framework=framework, area=area)
    if kind:
        found = found.filter(kind=kind)
    if until:
        found = found.filter(published__lte=until)
    last: dict[str, Published] = {}
    for one in found.order_by("published"):
        last[one.authority] = one
    counts = Counter(one.grade for one in last.values())
    most = max(counts.values(), default=0)
    spread = [
        Spread(grade=grade, count=counts[grade], share=counts[grade] / most if most else 0.0)
        for grade in FRAMEWORKS[framework].grades
    ]
    of_kind = f" of kind {kind}" if kind else ""
    told = ", ".join(f"{one.count or 'none'} {one.grade}" for one in spread)
    sentence = f"Of {len(last)} councils inspected{of_kind}: {told}." if last else "No judgement has been brought in."
    days = [one.published for one in last.values()]
    return Context(
        sentence=sentence,
        spread=spread,
        total=len(last),
        sources=sorted({one.source for one in last.values()}),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def kinds_of_council(framework: str) -> list[str]:
    """The kinds of council that were named."""
    found = Published.objects.filter(framework=framework).exclude(kind="").order_by("kind")
    return list(found.values_list("kind", flat=True).distinct())
