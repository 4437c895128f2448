"""Stores the figures of a load for every kind of reader, and which published figures it moves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from goldenthread import api
from goldenthread_web.indicators.models import Drawing, FigureSet
from goldenthread_web.indicators.queries import targets_in_force
from goldenthread_web.indicators.tasks import draw_charts
from goldenthread_web.loads.actions import store_restatements
from goldenthread_web.loads.models import Load, Restatement
from goldenthread_web.loads.queries import released_load

PROFILES = ("internal", "board", "committee")
BATCH = 200


def store_figures(space: api.Workspace, load: Load, progress: Callable[[float, str], None]) -> None:
    """Store what the scorecard and the measure pages show. Storing again replaces what was stored."""
    targets, comparators = targets_in_force(), _published(space)
    sets: list[FigureSet] = []
    drawings: dict[str, Drawing] = {}
    for profile, made in api.present_to(space, PROFILES, targets=targets, comparators=comparators):
        sets.append(_row(load, profile, made))
        for chart in made.charts:
            drawings[chart.key] = Drawing(key=chart.key, title=chart.title[:400], alt=chart.alt, spec=chart.spec)
        progress(len(sets) / (len(PROFILES) * len(space.results.measures)), "Storing figures")
    with transaction.atomic():
        FigureSet.objects.filter(load=load).delete()
        FigureSet.objects.bulk_create(sets, batch_size=BATCH)
        Drawing.objects.bulk_create(drawings.values(), batch_size=BATCH, ignore_conflicts=True)
    _restate(load, sets)
    draw_charts.enqueue(load=load.pk)


def _published(space: api.Workspace) -> tuple[api.Comparator, ...]:
    """What the published statistics beside the loads say, where any were imported."""
    folder = Path(settings.GOLDENTHREAD_DATA) / "comparators"
    if not any(folder.glob("*/manifest.json")):
        return ()
    return api.published_comparators(folder, space.authority, space.results.measures, space.load.as_at)


def _row(load: Load, profile: str, made: api.MeasureFigures) -> FigureSet:
    words = " ".join((made.measure, made.code, made.title, made.row["meaning"], made.stage)).casefold()
    return FigureSet(
        load=load,
        profile=profile,
        measure=made.measure,
        code=made.code,
        title=made.title,
        stage=made.stage,
        position=made.position,
        headline=made.headline,
        concern=made.concern,
        changed=made.changed,
        words=words,
        row=made.row,
        page=made.page,
    )


def _restate(load: Load, sets: list[FigureSet]) -> None:
    """What this load says otherwise than the released one, in what commissioners and boards were shown."""
    released = released_load()
    if released is None or released.pk == load.pk:
        store_restatements(load=load, against=None, found=[])
        return
    old = FigureSet.objects.filter(load=released, profile="board").values_list("measure", "page")
    new = {one.measure: one.page for one in sets if one.profile == "board"}
    titles = {one.measure: one.title for one in sets}
    found = [
        Restatement(
            load=load,
            measure=one.measure,
            title=one.title,
            period=one.period,
            period_end=one.period_end,
            before=one.before,
            after=one.after,
            moved=one.moved,
            moved_words=one.moved_words,
        )
        for one in api.restatements(dict(old), new, titles)
    ]
    store_restatements(load=load, against=released, found=found)
