"""What a framework asks about, and what we have of it: findings of whatever framework, actions, measures, audits, statements.

Areas of different frameworks are joined by what they are about. A finding of 2013 is read under the judgement of a newer
framework with the grade it was given then; where nothing we have is about what a framework looks at, that is said.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from goldenthread_web.indicators.queries import figures_for
from goldenthread_web.inspections.frameworks import FRAMEWORKS, Area, Theme
from goldenthread_web.inspections.models import Finding, Judgement, Statement, Support
from goldenthread_web.inspections.queries import STALE_DAYS, findings_for
from goldenthread_web.loads.queries import released_load
from goldenthread_web.people.rules import Access
from goldenthread_web.plans.models import Action, Evidence
from goldenthread_web.plans.queries import actions_for
from goldenthread_web.plans.workflow import PlanState, State

_T = Theme
# What the measures of each stage of the journey are about.
STAGES: Mapping[str, tuple[Theme, ...]] = {
    "Front door": (_T.HELP_AND_PROTECTION,),
    "Early help": (_T.EARLY_HELP,),
    "Referrals": (_T.HELP_AND_PROTECTION,),
    "Assessments": (_T.HELP_AND_PROTECTION,),
    "Enquiries and conferences": (_T.HELP_AND_PROTECTION,),
    "Children in need": (_T.HELP_AND_PROTECTION,),
    "Child protection plans": (_T.HELP_AND_PROTECTION,),
    "Children looked after": (_T.IN_CARE,),
    "Placements": (_T.IN_CARE,),
    "Health and wellbeing in care": (_T.IN_CARE,),
    "Care leavers": (_T.CARE_LEAVERS,),
    "Adoption and permanence": (_T.ADOPTION,),
    "Workforce and caseloads": (_T.WORKFORCE, _T.LEADERSHIP),
    "Quality of practice": (_T.LEADERSHIP,),
    "Voice of children and families": (_T.HELP_AND_PROTECTION,),
}
# By measure: what it is about, whether it has figures, and whether a running plan is to move it.
Measures = Mapping[str, tuple[tuple[Theme, ...], bool, bool]]
_LIVE = frozenset(State) - {State.WITHDRAWN, State.SUPERSEDED}
_SAID = (Evidence.Kind.AUDIT, Evidence.Kind.FEEDBACK)


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What we have about one subject: how many findings, actions of running plans, audits or feedback in date, measures."""

    theme: Theme
    findings: int
    actions: int
    audits: int
    measures: int
    aimed: int

    @property
    def lacks(self) -> list[str]:
        """What there is none of."""
        held = (
            ("finding", self.findings), ("action of a running plan", self.actions),
            ("measure with figures", self.measures), ("audit or feedback of the last six months", self.audits),
        )  # fmt: skip
        return [words for words, count in held if not count]


@dataclass(frozen=True, kw_only=True)
class AreaCovered:
    """An area of the framework: what was judged of it by whatever framework, what was found, and its subjects."""

    area: Area
    judged: list[Judgement]
    findings: list[Finding]
    statements: int
    covers: list[Cover]


def covered(access: Access, framework: str, today: dt.date) -> list[AreaCovered]:
    """Each area of a framework with what we have of it, and what we lack."""
    findings = list(findings_for(access).exclude(kind=Finding.Kind.STRENGTH))
    judged = list(Judgement.objects.exclude(grade="").select_related("inspection").order_by("-inspection__starts"))
    statements = list(Statement.objects.filter(dropped=False, replaced_by=None).prefetch_related("supports"))
    measures = _measures(access)
    actions = _actions(access, measures)
    audits = _audits(actions, statements, measures, today)
    found = []
    for area in FRAMEWORKS[framework].areas:
        themes = [theme for theme in area.themes if theme is not Theme.OVERALL]
        found.append(
            AreaCovered(
                area=area,
                judged=[one for one in judged if _alike(area, _area(one.inspection.framework, one.area))],
                findings=[one for one in findings if _alike(area, one.judged)],
                statements=sum(_alike(area, _area(one.framework, one.area)) for one in statements),
                covers=[_cover(theme, findings, actions, audits, measures) for theme in themes],
            )
        )
    return found


def _area(framework: str, key: str) -> Area:
    return FRAMEWORKS[framework].area(key)


def _alike(one: Area, other: Area) -> bool:
    return bool(set(one.themes) & set(other.themes))


def _cover(
    theme: Theme,
    findings: Iterable[Finding],
    actions: Mapping[int, frozenset[Theme]],
    audits: Mapping[Theme, int],
    measures: Measures,
) -> Cover:
    about = [(counted, aimed) for themes, counted, aimed in measures.values() if theme in themes]
    return Cover(
        theme=theme,
        findings=sum(theme in one.judged.themes for one in findings),
        actions=sum(theme in themes for themes in actions.values()),
        audits=audits[theme],
        measures=sum(counted for counted, _aimed in about),
        aimed=sum(counted and aimed for counted, aimed in about),
    )


def _measures(access: Access) -> Measures:
    """Every measure that this person may see."""
    load = released_load()
    if load is None:
        return {}
    running = Action.objects.filter(priority__plan__state=PlanState.AGREED, state__in=sorted(_LIVE))
    aimed = set(running.values_list("success_measures__measure", flat=True))
    rows = figures_for(access, load).values_list("measure", "stage", "row__variation")
    return {name: (STAGES.get(stage, ()), bool(said), name in aimed) for name, stage, said in rows}


def _actions(access: Access, measures: Measures) -> dict[int, frozenset[Theme]]:
    """What each action of the running plans is about: by the findings it answers and the measures it is to move."""
    found: dict[int, set[Theme]] = defaultdict(set)
    running = actions_for(access).filter(priority__plan__state=PlanState.AGREED, state__in=sorted(_LIVE))
    rows = running.values_list("pk", "findings__inspection__framework", "findings__area", "success_measures__measure")
    for pk, framework, area, measure in rows:
        found[pk] |= set(_area(framework, area).themes) if framework else set()
        found[pk] |= set(measures[measure][0]) if measure in measures else set()
    return {pk: frozenset(themes) for pk, themes in found.items()}


def _audits(
    actions: Mapping[int, frozenset[Theme]], statements: Iterable[Statement], measures: Measures, today: dt.date
) -> dict[Theme, int]:
    """Audits and feedback of the last six months by subject: accepted evidence of actions, and what statements rest on."""
    since = today - dt.timedelta(days=STALE_DAYS)
    counts: dict[Theme, int] = defaultdict(int)
    fresh = Q(effective_to__isnull=True) | Q(effective_to__gte=since)
    held = Evidence.objects.filter(fresh, kind__in=_SAID, accepted=True, action__in=actions)
    for action in held.values_list("action", flat=True):
        for theme in actions[action]:
            counts[theme] += 1
    for statement in statements:
        for one in statement.supports.all():
            if one.kind in (Support.Kind.AUDIT, Support.Kind.FEEDBACK) and one.of and one.of >= since:
                for theme in _about(statement, measures):
                    counts[theme] += 1
    return counts


def _about(statement: Statement, measures: Measures) -> frozenset[Theme]:
    """What a statement is about: of the subjects of its area those of its measures, where it names any."""
    themes = frozenset(_area(statement.framework, statement.area).themes)
    named = [one.reference for one in statement.supports.all() if one.kind == Support.Kind.MEASURE]
    narrowed = themes & {theme for name in named if name in measures for theme in measures[name][0]}
    return narrowed or themes
