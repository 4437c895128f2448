"""Reads plans and actions, narrowed to what the person who asks may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404

from goldenthread_web.indicators.models import FigureSet
from goldenthread_web.indicators.queries import figures_for, released_figures
from goldenthread_web.inspections.models import Finding
from goldenthread_web.inspections.queries import findings_for
from goldenthread_web.inspections.workflow import FindingState
from goldenthread_web.loads.queries import released_load
from goldenthread_web.people.models import Person
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access
from goldenthread_web.plans.evidence import shows_better
from goldenthread_web.plans.models import (
    Action,
    Change,
    DateChange,
    Evidence,
    Import,
    Milestone,
    Plan,
    PlanVersion,
    Priority,
    Resource,
    Risk,
    SuccessMeasure,
    Update,
)
from goldenthread_web.plans.workflow import ENDED, OPEN, PlanState, State


def plans_for(access: Access) -> QuerySet[Plan]:
    """Every plan for those who see plans; those with an approved version for readers of versions; else none."""
    found = Plan.objects.select_related("continues", "inspection")
    if access.can(Permission.PLAN_SEE):
        return found
    if access.can(Permission.PLAN_READ):
        return found.filter(versions__isnull=False).distinct()
    return found.none()


def plan_for(access: Access, pk: int) -> Plan:
    """One plan as it stands; 404 for those who may not see it so."""
    found = plans_for(access).filter(pk=pk).first() if access.can(Permission.PLAN_SEE) else None
    if found is None:
        raise Http404
    return found


def running_plan(access: Access) -> Plan | None:
    """The plan that is agreed and running, where there is exactly one."""
    if not access.can(Permission.PLAN_SEE):
        return None
    found = list(plans_for(access).filter(state=PlanState.AGREED)[:2])
    return found[0] if len(found) == 1 else None


def version_for(access: Access, pk: int) -> PlanVersion:
    """A frozen version, for whoever may read versions."""
    found = PlanVersion.objects.select_related("plan", "by").filter(pk=pk).first()
    if found is None or not access.can(Permission.PLAN_READ):
        raise Http404
    return found


def versions_for(access: Access) -> list[PlanVersion]:
    """Every approved version of every plan, without its lines."""
    if not access.can(Permission.PLAN_READ):
        return []
    return list(PlanVersion.objects.select_related("plan").defer("frozen").order_by("-approved_on", "-number"))


LAST_UPDATE = Subquery(
    Update.objects.filter(action=OuterRef("pk")).order_by().values("action").annotate(last=Max("on")).values("last")
)


def actions_for(access: Access) -> QuerySet[Action]:
    """Every action with its plan, owner, team and the day of its last report; none for those who see no plan."""
    if not access.can(Permission.PLAN_SEE):
        return Action.objects.none()
    return Action.objects.select_related("priority__plan", "owner", "team").annotate(last_update=LAST_UPDATE)


def action_for(access: Access, pk: int) -> Action:
    """One action; 404 for those who may not see it."""
    found = actions_for(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def action_with_parts(access: Access, pk: int, today: dt.date) -> Action:
    """One action with what its page shows of it; 404 for those who may not see it."""
    later = Exists(Action.objects.filter(carried_from=OuterRef("pk")))
    found = with_parts(actions_for(access).filter(pk=pk), today).annotate(is_carried=later).first()
    if found is None:
        raise Http404
    return found


def milestone_for(access: Access, pk: int) -> Milestone:
    """One milestone with its action; 404 for those who may not see it."""
    found = Milestone.objects.select_related("action").filter(pk=pk).first()
    if found is None or not access.can(Permission.PLAN_SEE):
        raise Http404
    return found


LONG = ("why", "how", "contributors", "origin_words")


def lines_of(
    access: Access, plan: Plan, priorities: Sequence[Priority], today: dt.date, *, findings: bool = False
) -> list[Action]:
    """The actions of a plan with what its pages show of them, without their long texts; two or three queries.

    `priorities` are the plan's: they and the plan are put into the actions, which long plans would fetch as often.
    Where those of the plan before it are among them, what was verified under that plan comes too.
    """
    if not access.can(Permission.PLAN_SEE):
        return []
    wanted = Q(priority__plan=plan)
    if any(one.plan_id != plan.pk for one in priorities):
        wanted |= Q(priority__plan=plan.continues_id, state__in=(State.VERIFIED, State.EMBEDDED))
    found = Action.objects.filter(wanted).select_related("owner", "team").defer(*LONG).order_by("pk")
    found = with_parts(found.annotate(last_update=LAST_UPDATE), today)
    lines = list(found.prefetch_related("findings") if findings else found)
    known = {one.pk: one for one in priorities}
    for line in lines:
        line.priority = known[line.priority_id]
    return lines


def with_parts(actions: QuerySet[Action], today: dt.date) -> QuerySet[Action]:
    """Actions with their measures and, for the exceptions, what is so of their evidence, dates and forerunners."""
    evidence = Evidence.objects.filter(action=OuterRef("pk"))
    dates = DateChange.objects.filter(action=OuterRef("pk"))
    slips = dates.filter(approved_by__isnull=False, after__gt=F("before")).values("action")
    waits = Action.depends_on.through.objects.filter(from_action=OuterRef("pk"))
    late = waits.filter(to_action__state__in=sorted(OPEN), to_action__current_due__lt=today)
    return actions.prefetch_related("success_measures").annotate(
        has_evidence=Exists(evidence),
        has_expired=Exists(evidence.filter(expires__lt=today)),
        has_better=Exists(evidence.filter(shows_better(today))),
        has_waiting_date=Exists(dates.filter(approved_by__isnull=True, refused=False)),
        waits_for_late=Exists(late),
        waits_for_later=Exists(
            waits.filter(to_action__state__in=sorted(OPEN), to_action__current_due__gt=OuterRef("current_due"))
        ),
        slips=Coalesce(Subquery(slips.annotate(times=Count("pk")).values("times")), 0),
    )


def owned_by(access: Access, person: Person, today: dt.date) -> list[Action]:
    """The actions of one owner that have not ended, of plans that run or are drafted."""
    found = actions_for(access).filter(owner=person).exclude(state__in=sorted(ENDED))
    live = (PlanState.DRAFT, PlanState.AGREED)
    return list(with_parts(found.filter(priority__plan__state__in=live).order_by("current_due", "pk"), today))


def to_hand_over(access: Access, today: dt.date) -> list[Action]:
    """Actions that have not ended of owners whose account is closed."""
    found = actions_for(access).filter(owner__is_active=False).exclude(state__in=sorted(ENDED))
    live = (PlanState.DRAFT, PlanState.AGREED)
    return list(
        with_parts(found.filter(priority__plan__state__in=live).order_by("owner__name", "current_due", "pk"), today)
    )


def priorities_of(plan: Plan, *, before: bool = False) -> list[Priority]:
    """A plan's priorities with their sponsors; with `before` also those of the plan that it carries on."""
    plans = {one.pk: one for one in (plan, plan.continues if before else None) if one is not None}
    found = list(Priority.objects.filter(plan__in=plans).select_related("sponsor"))
    for one in found:
        one.plan = plans[one.plan_id]
    return found


def milestones_of(plan: Plan) -> list[Milestone]:
    """Every milestone of a plan's actions, by date."""
    return list(Milestone.objects.filter(action__priority__plan=plan))


def unanswered(access: Access, plan: Plan) -> list[Finding]:
    """Open findings of the plan's inspection that no action of the plan answers.

    What answers a main finding answers what is within it; a main one is answered where all that is within it is.
    """
    if plan.inspection_id is None:
        return []
    mine = Action.objects.filter(priority__plan=plan).exclude(state__in=(State.WITHDRAWN, State.SUPERSEDED))
    found = findings_for(access).filter(inspection=plan.inspection_id).exclude(kind=Finding.Kind.STRENGTH)
    every = list(found.annotate(answered=Exists(mine.filter(findings=OuterRef("pk")))))
    answered = {one.pk for one in every if one.answered}
    lesser: dict[int, list[int]] = {}
    for one in every:
        if one.within_id is not None:
            lesser.setdefault(one.within_id, []).append(one.pk)
    by_lesser = {main for main, within in lesser.items() if answered.issuperset(within)}
    return [
        one
        for one in every
        if one.state != FindingState.CLOSED and not {one.pk, one.within_id} & answered and one.pk not in by_lesser
    ]


def risks_of(plan: Plan) -> list[Risk]:
    """The risks of a plan, the gravest first."""
    return sorted(plan.risks.select_related("action"), key=lambda one: -one.score)


def money_of(plan: Plan) -> list[tuple[str, Decimal]]:
    """The money that the actions of each priority need, in pounds."""
    found = Resource.objects.filter(action__priority__plan=plan, pounds__isnull=False)
    rows = found.values("action__priority__number", "action__priority__title").annotate(pounds=Sum("pounds"))
    return [
        (f"{one['action__priority__number']}. {one['action__priority__title']}", one["pounds"])
        for one in rows.order_by("action__priority__number")
    ]


def priority_for(access: Access, pk: int) -> Priority:
    """One priority with its plan; 404 for those who may not see it."""
    found = Priority.objects.select_related("plan").filter(pk=pk).first()
    if found is None or not access.can(Permission.PLAN_SEE):
        raise Http404
    return found


@dataclass(frozen=True, kw_only=True)
class Signal:
    """What the released figures say of one measure, as the reader may see it."""

    measure: str
    title: str
    value: str
    period: str
    sentence: str
    variation: str
    chart: str = ""

    @property
    def judged(self) -> bool:
        """Whether there are figures from which change could show at all."""
        return bool(self.variation)

    @property
    def improved(self) -> bool:
        """Whether the chart shows a signal of improvement."""
        return self.variation.startswith("improvement")

    @property
    def worse(self) -> bool:
        """Whether the chart shows a signal of concern."""
        return self.variation.startswith("concern")


def signals_for(access: Access, measures: Iterable[str]) -> dict[str, Signal]:
    """The state of each of these measures in the released figures; one query."""
    rows = released_figures(access, measures)
    return {
        measure: Signal(
            measure=measure,
            title=title,
            value=row["value"],
            period=row["period"],
            sentence=row["sentence"],
            variation=row["variation"],
            chart=chart or "",
        )
        for measure, title, row, chart in rows.values_list("measure", "title", "row", "page__series__quarter__chart")
    }


def measure_names(access: Access) -> list[tuple[str, str]]:
    """Every counted measure with its title, for choosing; none where no load is released."""
    load = released_load()
    if load is None:
        return []
    return list(figures_for(access, load).values_list("measure", "title"))


def claimed_to_move(access: Access, measure: str) -> list[SuccessMeasure]:
    """Success measures by which actions claim to move this measure, of plans that are not withdrawn."""
    if not access.can(Permission.PLAN_SEE):
        return []
    found = SuccessMeasure.objects.filter(measure=measure).exclude(action__priority__plan__state=PlanState.WITHDRAWN)
    return list(found.select_related("action__priority__plan").order_by("-action__priority__plan__starts", "pk"))


@dataclass(frozen=True, kw_only=True)
class Story:
    """What was recorded of an action and stands on its own page."""

    updates: Sequence[Update]
    evidence: Sequence[Evidence]
    findings: Sequence[Any]
    earlier: Sequence[Action]
    later: Action | None


def story_of(action: Any, *, updates: int = 5) -> Story:
    """The findings an action answers, its evidence, the latest reports, and what it was carried on from and as."""
    later = action.carried_to.select_related("priority__plan").first() if action.is_carried else None
    return Story(
        updates=list(action.updates.select_related("by")[:updates]),
        evidence=list(action.evidence.select_related("added_by", "reviewed_by")),
        findings=list(action.findings.all()),
        earlier=_earlier(action),
        later=later,
    )


def _earlier(action: Action) -> list[Action]:
    """What the action was carried on from, the latest first, each with how often its date was moved later."""
    found: list[Action] = []
    at = action.carried_from_id
    slips = DateChange.objects.filter(action=OuterRef("pk"), approved_by__isnull=False, after__gt=F("before"))
    times = slips.values("action").annotate(times=Count("pk")).values("times")
    while at is not None:
        before = Action.objects.select_related("priority__plan").annotate(slips=Coalesce(Subquery(times), 0)).get(pk=at)
        found.append(before)
        at = before.carried_from_id
    return found


@dataclass(frozen=True, kw_only=True)
class Record:
    """Everything else that was recorded of an action."""

    updates: Sequence[Update]
    dates: Sequence[DateChange]
    changes: Sequence[Change]
    milestones: Sequence[Milestone]
    risks: Sequence[Risk]
    resources: Sequence[Resource]
    waits_for: Sequence[Action]
    awaited_by: Sequence[Action]


def record_of(action: Action) -> Record:
    """Reports, dates, milestones, risks, resources, what waits for what, and every change, the newest first."""
    return Record(
        updates=list(action.updates.select_related("by")[:200]),
        dates=list(action.date_changes.select_related("by", "approved_by")),
        changes=list(action.changes.select_related("by").defer("values")[:200]),
        milestones=list(action.milestones.all()),
        risks=list(action.risks.all()),
        resources=list(action.resources.all()),
        waits_for=list(action.depends_on.select_related("priority")),
        awaited_by=list(action.needed_by.select_related("priority")),
    )


def evidence_for(access: Access, pk: int) -> Evidence:
    """One item of evidence with its action; 404 for those who may not see it."""
    found = Evidence.objects.select_related("action__priority", "added_by").filter(pk=pk).first()
    if found is None or not access.can(Permission.PLAN_SEE):
        raise Http404
    return found


def date_change_for(access: Access, pk: int) -> DateChange:
    """One date that was asked for; 404 for those who may not see it."""
    found = DateChange.objects.select_related("action__priority", "by").filter(pk=pk).first()
    if found is None or not access.can(Permission.PLAN_SEE):
        raise Http404
    return found


def owners() -> QuerySet[Person]:
    """People who may own an action: those with an open account."""
    return Person.objects.filter(is_active=True)


PARTS: Mapping[str, type[SuccessMeasure] | type[Milestone] | type[Resource] | type[Risk]] = {
    "measure": SuccessMeasure, "milestone": Milestone, "resource": Resource, "risk": Risk,
}  # fmt: skip


def part_for(access: Access, kind: str, pk: int) -> Any:
    """A measure, milestone, resource or risk of an action; 404 for those who may not see it."""
    held: Any = PARTS.get(kind)
    found = (
        held.objects.select_related("action__priority").filter(pk=pk, action__isnull=False).first() if held else None
    )
    if found is None or not access.can(Permission.PLAN_SEE):
        raise Http404
    return found


def figure_titles() -> Mapping[str, str]:
    """Titles of measures by name as readers of the public see them, for files."""
    load = released_load()
    if load is None:
        return {}
    return dict(FigureSet.objects.filter(load=load, profile="committee").values_list("measure", "title"))


def import_for(access: Access, pk: int) -> Import:
    """A workbook that was brought in; 404 for those who do not write plans."""
    found = Import.objects.select_related("plan").filter(pk=pk).first()
    if found is None or not access.can(Permission.PLAN_EDIT):
        raise Http404
    return found


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How much of the running plans waits for a person: own actions late, dates to decide, claims to verify."""

    late: int
    dates: int
    claims: int
    left: int


def waiting_for(access: Access, today: dt.date) -> Waiting:
    """What of the running plans waits for this person, in one query."""
    edits, verifies = access.can(Permission.PLAN_EDIT), access.can(Permission.PLAN_VERIFY)
    late = Q(owner=access.person, state__in=sorted(OPEN), current_due__lt=today)
    claimed = Q(state=State.CLAIMED) & ~Q(owner=access.person) & ~Q(claimed_by=access.person)
    left = Q(owner__is_active=False) & ~Q(state__in=sorted(ENDED))
    asked = Q(date_changes__isnull=False, date_changes__approved_by=None, date_changes__refused=False)
    found = (
        actions_for(access)
        .filter(priority__plan__state=PlanState.AGREED)
        .aggregate(
            late=Count("pk", filter=late, distinct=True),
            dates=Count("date_changes", filter=asked, distinct=True),
            claims=Count("pk", filter=claimed, distinct=True),
            left=Count("pk", filter=left, distinct=True),
        )
    )
    return Waiting(
        late=found["late"] if access.can(Permission.PLAN_SEE) else 0,
        dates=found["dates"] if edits else 0,
        claims=found["claims"] if verifies else 0,
        left=found["left"] if edits else 0,
    )
