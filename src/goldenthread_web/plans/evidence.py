"""What evidence says of an action's impact, by the rules that are printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from goldenthread_web.plans.models import Evidence
from goldenthread_web.plans.ratings import KINDS_WANTED, SUSTAINED_DAYS, Impact


def in_date(one: Evidence, today: dt.date) -> bool:
    """Whether evidence has not expired."""
    return one.expires is None or one.expires >= today


def counts(one: Evidence, today: dt.date) -> bool:
    """Whether evidence counts for impact: somebody else has reviewed and accepted it, and it is in date."""
    return one.accepted is True and in_date(one, today) and one.shows != Evidence.Shows.DELIVERY


def shows_better(today: dt.date) -> Q:
    """Evidence that counts and, without being a measure, shows that things became better; as a condition of a query."""
    lasting = Q(expires__isnull=True) | Q(expires__gte=today)
    return lasting & Q(accepted=True, shows=Evidence.Shows.BETTER) & ~Q(kind=Evidence.Kind.MEASURE)


def impact_shown(evidence: Iterable[Evidence], today: dt.date) -> Impact:
    """What the evidence allows to be said of impact."""
    held = [one for one in evidence if counts(one, today)]
    if any(one.shows == Evidence.Shows.WORSE for one in held):
        return Impact.WORSE
    better = [one for one in held if one.shows == Evidence.Shows.BETTER]
    if len({one.kind for one in better}) < KINDS_WANTED:
        return Impact.NO_EVIDENCE
    first = min(one.effective_from for one in better)
    last = max(min(one.effective_to or today, today) for one in better)
    return Impact.SUSTAINED if (last - first).days >= SUSTAINED_DAYS else Impact.CHANGE
