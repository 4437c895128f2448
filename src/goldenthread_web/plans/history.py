"""What was so of an action after each change: written beside every change, so that any past day can be shown again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from goldenthread_web.people.models import Person
from goldenthread_web.plans.models import Action, Change, Plan
from goldenthread_web.plans.ratings import delivery_of, impact_of

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
# What is compared between two days or versions, with the words that readers see.
COMPARED: Mapping[str, str] = {
    "title": "Action",
    "priority_title": "Priority",
    "why": "Why",
    "how": "How",
    "owner": "Owner",
    "team": "Team",
    "starts": "Begins",
    "current_due": "Due",
    "done_on": "Done on",
    "state": "State",
    "delivery": "Delivery as its owner says",
    "impact": "Impact",
    "measures": "Success measures",
    "findings": "Findings",
}


def values_of(action: Action) -> dict[str, Any]:
    """What a plan shows of an action, as it stands now."""
    return {
        "id": action.pk,
        "number": action.number,
        "priority": action.priority.number,
        "priority_title": action.priority.title,
        "title": action.title,
        "why": action.why,
        "how": action.how,
        "owner": action.owner.name if action.owner else "",
        "team": action.team.name if action.team else "",
        "starts": _day(action.starts),
        "original_due": _day(action.original_due),
        "current_due": _day(action.current_due),
        "done_on": _day(action.done_on),
        "state": str(action.state),
        "delivery": str(action.delivery),
        "impact": str(action.impact),
        "impact_due": _day(action.impact_due),
        "measures": [str(one) for one in action.success_measures.all()],
        "aims": [one.aim for one in action.success_measures.all()],
        "findings": [str(one.number) for one in action.findings.all()],
    }


def note(
    action: Action, *, by: Person | None, kind: str, words: str, reason: str = "", at: dt.datetime | None = None
) -> Change:
    """Write down a change of an action with what is so after it."""
    return Change.objects.create(
        action=action,
        at=at or timezone.now(),
        by=by,
        kind=kind,
        words=words[:300],
        reason=reason,
        values=values_of(action),
    )


def end_of(day: dt.date) -> dt.datetime:
    """The first moment after a day, on the clocks of England."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))


def state_on(plan: Plan, day: dt.date) -> list[dict[str, Any]]:
    """Every action of a plan as it stood at the end of a day, in the plan's order; one query."""
    changes = Change.objects.filter(action__priority__plan=plan, at__lt=end_of(day)).order_by("at", "pk")
    latest = dict(changes.values_list("action_id", "values").iterator(chunk_size=500))
    return in_order(latest.values())


def rated(rows: Iterable[Mapping[str, Any]], day: dt.date) -> list[dict[str, Any]]:
    """Stored rows with both ratings as they were by the rules on a day, under delivery_shown and impact_shown."""
    return [
        {
            **one,
            "due_told": told(one["current_due"]),
            "delivery_shown": delivery_of(
                state=one["state"], said=one["delivery"], due=_date(one["current_due"]), today=day
            ).value,
            "impact_shown": impact_of(
                state=one["state"], said=one["impact"], due=_date(one.get("impact_due", "")), today=day
            ).value,
        }
        for one in rows
    ]


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def in_order(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Stored rows in the plan's order: 2.9 before 2.10."""
    return [dict(one) for one in sorted(rows, key=lambda one: (one["priority"], natural(one["number"])))]


def natural(number: str) -> list[tuple[int, str]]:
    """A number such as 2.10 so that it sorts as people count."""
    return [(int(part), "") if part.isdecimal() else (1_000_000, part) for part in number.split(".")]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """An action on two days: what was added, what went, or what reads otherwise (label, before, after)."""

    number: str
    title: str
    kind: str
    changes: tuple[tuple[str, str, str], ...] = ()


def successes(values: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """What will show success, with where it stood and where it should be; `titles` are those of counted measures."""
    names = [titles.get(one, one) for one in values["measures"]]
    aims = values.get("aims") or [""] * len(names)
    return "; ".join(f"{name}, {aim}" if aim else name for name, aim in zip(names, aims, strict=True))


def compare(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], titles: Mapping[str, str]
) -> list[Difference]:
    """What differs between two states of a plan, in the order of the later one; what is gone comes last."""

    def text(one: Mapping[str, Any], key: str) -> str:
        return successes(one, titles) if key == "measures" else _text(one.get(key))

    was, found = {one["id"]: one for one in before}, []
    for one in after:
        old = was.pop(one["id"], None)
        if old is None:
            found.append(Difference(number=one["number"], title=one["title"], kind="new"))
            continue
        changes = tuple(
            (words, text(old, key), text(one, key))
            for key, words in COMPARED.items()
            if text(old, key) != text(one, key)
        )
        if changes:
            found.append(Difference(number=one["number"], title=one["title"], kind="changed", changes=changes))
    return found + [Difference(number=one["number"], title=one["title"], kind="gone") for one in was.values()]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    text = str(value or "")
    return told(text) if _ISO.fullmatch(text) else text


def told(day: str) -> str:
    """A stored day as people read it: 31 March 2014; empty where there is none."""
    found = _date(day)
    return f"{found.day} {found:%B %Y}" if found else ""


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
