"""Reads stored figures, narrowed to what the person who asks may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from goldenthread import api
from goldenthread_web.indicators.models import Commentary, Drawing, FigureSet, Priority, TargetSet
from goldenthread_web.indicators.workflow import CommentaryState
from goldenthread_web.loads.models import Load
from goldenthread_web.loads.workflow import State as LoadState
from goldenthread_web.people.models import Team
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access


def figures_for(access: Access, load: Load) -> QuerySet[FigureSet]:
    """Every measure of a load as this person may see it."""
    if not access.can(Permission.FIGURES_PUBLIC):
        return FigureSet.objects.none()
    return FigureSet.objects.filter(load=load, profile=access.profile)


def released_figures(access: Access, measures: Iterable[str]) -> QuerySet[FigureSet]:
    """These measures of the load whose figures everybody sees, as this person may see them."""
    if not access.can(Permission.FIGURES_PUBLIC):
        return FigureSet.objects.none()
    wanted = sorted(set(measures))
    return FigureSet.objects.filter(load__state=LoadState.RELEASED, profile=access.profile, measure__in=wanted)


@dataclass(frozen=True, kw_only=True)
class Concern:
    """A measure of concern, as a line on the first page."""

    measure: str
    title: str
    value: str
    period: str
    sentence: str


def concerns_for(access: Access, load: Load | None) -> list[Concern]:
    """Headline measures of concern, in the order of the journey."""
    if load is None:
        return []
    rows = figures_for(access, load).filter(concern=True, headline=True).values_list("measure", "title", "row")
    return [
        Concern(measure=measure, title=title, value=row["value"], period=row["period"], sentence=row["sentence"])
        for measure, title, row in rows
    ]


@dataclass(frozen=True, kw_only=True)
class FoundMeasure:
    """A measure that a search found."""

    measure: str
    code: str
    title: str
    meaning: str


def find_measures(access: Access, load: Load, words: Sequence[str]) -> list[FoundMeasure]:
    """Measures whose title, code, meaning or stage hold every word."""
    holds = reduce(and_, (Q(words__contains=word) for word in words), Q())
    rows = figures_for(access, load).filter(holds).values_list("measure", "code", "title", "row")
    return [FoundMeasure(measure=m, code=c, title=t, meaning=row["meaning"]) for m, c, t, row in rows]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A measure on the scorecard, without what only its own page shows."""

    measure: str
    code: str
    title: str
    stage: str
    headline: bool
    concern: bool
    changed: bool
    row: dict[str, Any]


def scorecard_lines(
    access: Access, load: Load, *, stage: str = "", every: bool = False, changed: bool = False, concerns: bool = False
) -> list[Line]:
    """The lines of the scorecard: headline measures, or `every` one; narrowed to a stage, to change, to concerns."""
    found = figures_for(access, load)
    if not every:
        found = found.filter(headline=True)
    if stage:
        found = found.filter(stage=stage)
    if changed:
        found = found.filter(changed=True)
    if concerns:
        found = found.filter(concern=True)
    fields = ("measure", "code", "title", "stage", "headline", "concern", "changed", "row")
    return [Line(**_split(access, one)) for one in found.values(*fields)]


def _split(access: Access, line: dict[str, Any]) -> dict[str, Any]:
    """A line without its teams where they may not be told apart."""
    if sees_split(access, line["measure"], line["stage"]):
        return line
    return {**line, "row": {**line["row"], "teams": {}}}


def sees_split(access: Access, measure: str, stage: str) -> bool:
    """Whether somebody sees a measure by team, role and the like: of staff only with the permission for staff figures."""
    return access.can(Permission.FIGURES_STAFF) or not api.about_staff(measure, stage)


def stages_of(access: Access, load: Load) -> list[str]:
    """The stages that have a figure, in the order of the journey."""
    return list(dict.fromkeys(figures_for(access, load).values_list("stage", flat=True)))


def teams_for(access: Access) -> list[Team]:
    """The teams whose figures this person may see."""
    if not access.can(Permission.FIGURES_TEAM):
        return []
    narrowed = access.teams_for(Permission.FIGURES_TEAM)
    return list(Team.objects.all() if narrowed is None else Team.objects.filter(code__in=sorted(narrowed)))


def measure_figures(access: Access, load: Load, measure: str) -> FigureSet:
    """Everything about one measure; 404 where there is none for this person."""
    found = figures_for(access, load).filter(measure=measure).first()
    if found is None:
        raise Http404
    return found


def drawings(keys: Iterable[str]) -> dict[str, Drawing]:
    """The charts of a page by key, in one query."""
    return Drawing.objects.in_bulk([key for key in keys if key])


def undrawn(load: int) -> list[Drawing]:
    """Charts of a load that nobody has drawn yet: of headline measures first, quarters before months and years."""
    wanted: dict[str, tuple[bool, bool, int]] = {}
    rows = FigureSet.objects.filter(load=load).values_list("headline", "position", "page__series", "page__funnel")
    for headline, position, series, funnel in rows.iterator(chunk_size=100):
        for kind, key in (*((kind, one["chart"]) for kind, one in series.items()), ("funnel", funnel)):
            rank = (not headline, kind != "quarter", position)
            wanted[key] = min(rank, wanted.get(key, rank))
    found = Drawing.objects.filter(svg="").in_bulk([key for key in wanted if key])
    return sorted(found.values(), key=lambda one: wanted[one.key])


def priorities() -> list[Priority]:
    """The plan's priorities in order."""
    return list(Priority.objects.all())


def targets_of(measure: str) -> list[TargetSet]:
    """Targets set on this site for a measure, the newest first."""
    return list(TargetSet.objects.filter(measure=measure).select_related("entered_by"))


def targets_in_force() -> list[api.Target]:
    """Every target set on this site, as the library takes it."""
    return [
        api.Target(
            measure=one.measure,
            value=one.value,
            low=one.low,
            high=one.high,
            tolerance=one.tolerance,
            set_by=one.set_by,
            set_on=one.set_on,
            valid_from=one.valid_from,
            valid_to=None,
            level=one.level,
            reason=one.reason,
        )
        for one in TargetSet.objects.all()
    ]


def commentary_on(access: Access, measure: str) -> list[Commentary]:
    """What was said of a measure: the published to everybody, drafts to those who write or publish."""
    found = Commentary.objects.filter(measure=measure).select_related("author", "published_by", "load")
    if not (access.can(Permission.COMMENTARY_WRITE) or access.can(Permission.COMMENTARY_APPROVE)):
        found = found.filter(state=CommentaryState.PUBLISHED)
    return list(found)


@dataclass(frozen=True, kw_only=True)
class WaitingCommentary:
    """A commentary that somebody must mend or publish; `title` is its measure's."""

    pk: int
    title: str
    period: str
    author: str
    checked: bool


def commentary_waiting(access: Access) -> list[WaitingCommentary]:
    """What waits for this person: for who publishes what was checked, for its writer what goes further than the figures."""
    wanted = Q(pk__in=[])
    if access.can(Permission.COMMENTARY_APPROVE):
        wanted |= Q(state=CommentaryState.CHECKED)
    if access.can(Permission.COMMENTARY_WRITE):
        wanted |= Q(state=CommentaryState.QUERIED, author=access.person)
    titles = FigureSet.objects.filter(load=OuterRef("load"), measure=OuterRef("measure")).values("title")[:1]
    found = Commentary.objects.filter(wanted).annotate(title=Subquery(titles))
    return [
        WaitingCommentary(
            pk=pk, title=title or measure, period=period, author=author, checked=state == CommentaryState.CHECKED
        )
        for pk, title, measure, period, author, state in found.values_list(
            "pk", "title", "measure", "period", "author__name", "state"
        )
    ]


def commentary_for(access: Access, pk: int) -> Commentary:
    """One commentary for those who write or publish; 404 for others."""
    if not (access.can(Permission.COMMENTARY_WRITE) or access.can(Permission.COMMENTARY_APPROVE)):
        raise Http404
    found = Commentary.objects.filter(pk=pk).select_related("author", "load", "published_by").first()
    if found is None:
        raise Http404
    return found
