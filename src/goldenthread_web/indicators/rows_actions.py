"""Writes down who saw or took out which children behind a figure."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.http import HttpRequest

from goldenthread_web.activity.actions import record_children
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.indicators.rows_queries import AskedRows
from goldenthread_web.loads.models import Load
from goldenthread_web.people.models import Person


@transaction.atomic
def log_children(
    *,
    by: Person,
    verb: Verb,
    asked: AskedRows,
    load: Load,
    children: Iterable[str | None],
    reason: str = "",
    page: int = 0,
    request: HttpRequest,
) -> None:
    """One event for each child, naming the figure the child was seen behind. Rows without a child have none."""
    detail = {
        "measure": asked.measure, "period": asked.period.key, "by": asked.by, "group": asked.group, "load": load.key,
        "show": asked.show,
    }  # fmt: skip
    if page:
        detail["page"] = str(page)
    ids = list(dict.fromkeys(child for child in children if child))
    what = f"children behind {asked.measure}, {asked.period.key}"
    record_children(actor=by, verb=verb, what=what, children=ids, reason=reason, detail=detail, request=request)
