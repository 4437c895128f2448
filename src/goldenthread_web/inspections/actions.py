"""The only writer of inspections, findings, clocks, self-evaluation and published judgements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.inspections.clocks import RULES
from goldenthread_web.inspections.importing import Row
from goldenthread_web.inspections.models import (
    Clock,
    Finding,
    FindingMove,
    Inspection,
    Judgement,
    Published,
    Statement,
    Support,
)
from goldenthread_web.inspections.workflow import FindingState, NotYetError, check_follows
from goldenthread_web.people.models import Person


class ConflictError(Exception):
    """Somebody else changed it since it was read; `now` is what it holds, and nothing was written."""

    def __init__(self, now: Any) -> None:
        super().__init__("Somebody else has changed this since you opened it. Both texts are shown; nothing is lost.")
        self.now = now


@transaction.atomic
def save_inspection(
    *,
    inspection: Inspection,
    grades: Mapping[str, tuple[str, str]],
    by: Person,
    request: HttpRequest | None = None,
) -> Inspection:
    """Enter or change an inspection with what was judged: `grades` are grade and words by area."""
    if inspection.pk:
        _next_version(Inspection, inspection)
    inspection.save()
    for area, (grade, said) in grades.items():
        if grade or said:
            Judgement.objects.update_or_create(
                inspection=inspection, area=area, defaults={"grade": grade, "said": said}
            )
        else:
            Judgement.objects.filter(inspection=inspection, area=area).delete()
    detail = {
        "framework": inspection.framework,
        "grades": {area: grade for area, (grade, _) in grades.items() if grade},
    }
    record(actor=by, verb=Verb.INSPECTION_SAVED, what=f"inspection:{inspection.pk}", detail=detail, request=request)
    return inspection


def _next_version(kind: Any, one: Any) -> None:
    """Go from the version that was read to the next, or raise ConflictError where it is no longer there."""
    if not kind.objects.filter(pk=one.pk, version=one.version).update(version=F("version") + 1):
        raise ConflictError(kind.objects.get(pk=one.pk))
    one.version += 1


@transaction.atomic
def save_finding(*, finding: Finding, by: Person, request: HttpRequest | None = None) -> Finding:
    """Enter a finding, or correct its words, place or owner."""
    new = finding.pk is None
    if new:
        last = Finding.objects.filter(inspection=finding.inspection).order_by("-position").first()
        finding.position = last.position + 1 if last else 1
    else:
        _next_version(Finding, finding)
    finding.save()
    record(
        actor=by,
        verb=Verb.FINDING_SAVED,
        what=f"finding:{finding.pk}",
        detail={"number": finding.number, "owner": finding.owner.name if finding.owner else ""},
        request=request,
    )
    return finding


@transaction.atomic
def move_finding(
    *,
    finding: Finding,
    then: FindingState,
    reason: str,
    by: Person,
    request: HttpRequest | None = None,
    at: dt.datetime | None = None,
) -> Finding:
    """Take a finding to its next state; the step and its reason stay in its history."""
    now = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if now.is_strength:
        raise NotYetError("A strength needs nothing done about it, so it has no states.")
    check_follows(FindingState(now.state), then, reason)
    if then is FindingState.PLANNED and now.owner_id is None:
        raise NotYetError("Give the finding an owner first: nothing is planned that is nobody's.")
    FindingMove.objects.create(
        finding=now, before=now.state, after=then, reason=reason.strip(), by=by, at=at or timezone.now()
    )
    Finding.objects.filter(pk=now.pk).update(state=then)
    record(
        actor=by,
        verb=Verb.FINDING_MOVED,
        what=f"finding:{now.pk}",
        reason=reason,
        detail={"before": now.state, "after": str(then)},
        request=request,
    )
    finding.refresh_from_db()
    return finding


@transaction.atomic
def start_clock(
    *, inspection: Inspection, rule: str, starts: dt.date, by: Person, request: HttpRequest | None = None
) -> Clock:
    """Start a clock, or start it anew from another day while it has not been stopped."""
    running = Clock.objects.select_for_update().filter(inspection=inspection, rule=rule).first()
    if running is not None and running.done_on:
        raise NotYetError("This clock was stopped; what was done stays as it was recorded.")
    clock = running or Clock(inspection=inspection, rule=rule)
    clock.starts, clock.due = starts, RULES[rule].due(starts)
    clock.save()
    detail = {"rule": rule, "starts": starts.isoformat(), "due": clock.due.isoformat()}
    record(actor=by, verb=Verb.CLOCK_STARTED, what=f"inspection:{inspection.pk}", detail=detail, request=request)
    return clock


@transaction.atomic
def stop_clock(*, clock: Clock, done_on: dt.date, by: Person, request: HttpRequest | None = None) -> Clock:
    """Stop a clock on the day the thing was done."""
    now = Clock.objects.select_for_update(of=("self",)).get(pk=clock.pk)
    if now.done_on:
        raise NotYetError("This clock was stopped before.")
    if done_on < now.starts:
        raise NotYetError("It cannot have been done before the clock started.")
    now.done_on, now.stopped_by = done_on, by
    now.save()
    detail = {"rule": now.rule, "done": done_on.isoformat(), "due": now.due.isoformat()}
    record(actor=by, verb=Verb.CLOCK_STOPPED, what=f"inspection:{now.inspection_id}", detail=detail, request=request)
    return now


@dataclass(frozen=True, kw_only=True)
class Said:
    """The three answers of a statement, what it rests on, and when it is looked at again."""

    know: str
    how: str
    will: str
    review_by: dt.date
    supports: Sequence[tuple[str, str, dt.date | None]]


@transaction.atomic
def write_statement(
    *,
    framework: str,
    area: str,
    said: Said,
    by: Person,
    replaces: Statement | None = None,
    request: HttpRequest | None = None,
    at: dt.datetime | None = None,
) -> Statement:
    """Write a statement of the self-evaluation; the one it replaces stays as history."""
    if replaces is not None and Statement.objects.filter(replaces=replaces).exists():
        raise ConflictError(Statement.objects.get(replaces=replaces))
    made = Statement.objects.create(
        framework=framework, area=area, know=said.know, how=said.how, will=said.will, by=by, at=at or timezone.now(),
        review_by=said.review_by, replaces=replaces,
    )  # fmt: skip
    Support.objects.bulk_create(
        Support(statement=made, kind=kind, reference=reference, of=of) for kind, reference, of in said.supports
    )
    record(
        actor=by,
        verb=Verb.STATEMENT_WRITTEN,
        what=f"statement:{made.pk}",
        detail={"framework": framework, "area": area, "supports": len(said.supports)},
        request=request,
    )
    return made


@transaction.atomic
def drop_statement(*, statement: Statement, reason: str, by: Person, request: HttpRequest | None = None) -> None:
    """Take a statement out of the self-evaluation; it stays in the history."""
    if not reason.strip():
        raise NotYetError("Say why the statement is dropped.")
    Statement.objects.filter(pk=statement.pk).update(dropped=True)
    record(actor=by, verb=Verb.STATEMENT_DROPPED, what=f"statement:{statement.pk}", reason=reason, request=request)


@transaction.atomic
def import_published(*, rows: Sequence[Row], source: str, by: Person, request: HttpRequest | None = None) -> int:
    """Keep judgements of other councils; one that is there is replaced by the newer reading. The number kept."""
    for one in rows:
        Published.objects.update_or_create(
            authority=one.authority,
            framework=one.framework,
            area=one.area,
            published=one.published,
            defaults={"grade": one.grade, "kind": one.kind, "source": source},
        )
    record(
        actor=by,
        verb=Verb.PUBLISHED_IMPORTED,
        what="published judgements",
        detail={"rows": len(rows), "source": source},
        request=request,
    )
    return len(rows)
