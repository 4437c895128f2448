"""Charts drawn in the background after a load was counted, so that no reader waits for one."""

from __future__ import annotations

from django_tasks import task

from goldenthread_web.indicators import actions, queries

AT_ONCE = 60


@task(priority=-10)
def draw_charts(*, load: int) -> None:
    """Draw some charts of a load that are not drawn, then queue the rest: a new load need not wait for them all."""
    undrawn = queries.undrawn(load)
    for one in undrawn[:AT_ONCE]:
        actions.draw(one)
    if len(undrawn) > AT_ONCE:
        draw_charts.enqueue(load=load)
