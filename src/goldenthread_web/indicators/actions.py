"""The only writer of targets, priorities, commentary and drawn charts."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from goldenthread import api
from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.indicators.models import Commentary, Drawing, FigureSet, Priority, TargetSet
from goldenthread_web.indicators.workflow import CommentaryState, NotYetError, check_follows
from goldenthread_web.people.models import Person


def draw(drawing: Drawing) -> str:
    """The chart as SVG; drawn when it is first wanted, and kept."""
    if not drawing.svg:
        made = api.ChartFigures(key=drawing.key, title=drawing.title, alt=drawing.alt, spec=drawing.spec)
        drawing.svg = made.draw()
        Drawing.objects.filter(pk=drawing.pk).update(svg=drawing.svg)
    return drawing.svg


@transaction.atomic
def set_target(*, target: TargetSet, by: Person, request: HttpRequest | None = None) -> TargetSet:
    """Enter a target; those before it stay as history."""
    target.entered_by, target.entered_at = by, timezone.now()
    target.save(force_insert=True)
    detail = {"value": target.value, "low": target.low, "high": target.high, "from": target.valid_from.isoformat()}
    record(
        actor=by,
        verb=Verb.TARGET_SET,
        what=f"measure:{target.measure}",
        reason=target.reason,
        detail=detail,
        request=request,
    )
    return target


@transaction.atomic
def set_priorities(
    *, wanted: Sequence[tuple[str, Sequence[str]]], by: Person, request: HttpRequest | None = None
) -> None:
    """Replace the plan's priorities: titles with their measures, in order. What they were is in the activity log."""
    before = [{"title": one.title, "measures": one.measures} for one in Priority.objects.all()]
    Priority.objects.all().delete()
    Priority.objects.bulk_create(
        Priority(title=title, position=place, measures=list(measures)) for place, (title, measures) in enumerate(wanted)
    )
    record(actor=by, verb=Verb.PRIORITIES_SET, what="priorities", detail={"before": before}, request=request)


@transaction.atomic
def write_commentary(
    *,
    figures: FigureSet,
    period: str,
    text: str,
    by: Person,
    replaces: Commentary | None = None,
    request: HttpRequest | None = None,
) -> Commentary:
    """Keep a commentary and test what it claims; it replaces the one before of the same measure, which stays."""
    found = check_claims(figures, text)
    doubtful = any(one["verdict"] != "supported" for one in found)
    made = Commentary.objects.create(
        measure=figures.measure,
        period=period,
        load=figures.load,
        text=text,
        state=CommentaryState.QUERIED if doubtful else CommentaryState.CHECKED,
        claims=found,
        author=by,
        written_at=timezone.now(),
        replaces=replaces,
    )
    if replaces is not None and replaces.state != CommentaryState.PUBLISHED:
        move(replaces, CommentaryState.REPLACED)
    record(
        actor=by,
        verb=Verb.COMMENTARY_WRITTEN,
        what=f"commentary:{made.pk}",
        detail={"measure": made.measure},
        request=request,
    )
    return made


def check_claims(figures: FigureSet, text: str) -> list[dict[str, str]]:
    """What a text claims of a measure, with what its figures say of that."""
    verdicts = figures.page["claims"]
    found = []
    for sentence, kind in api.claims_in(text):
        if kind in verdicts:
            verdict, why = verdicts[kind]
            found.append({"sentence": sentence, "kind": kind, "verdict": verdict, "why": why})
    return found


@transaction.atomic
def justify(*, commentary: Commentary, why: str, by: Person, request: HttpRequest | None = None) -> None:
    """Let words stand that go further than the figures, with the reason printed beside them."""
    if len(why.strip()) < 10:
        raise NotYetError("Say in a sentence why the words stand, for readers will see it.")
    move(commentary, CommentaryState.CHECKED, justification=why.strip())
    record(actor=by, verb=Verb.COMMENTARY_WRITTEN, what=f"commentary:{commentary.pk}", reason=why, request=request)


@transaction.atomic
def publish(*, commentary: Commentary, by: Person, request: HttpRequest | None = None) -> None:
    """Let everybody who sees the measure read it; what was published for the measure before is replaced."""
    earlier = Commentary.objects.filter(measure=commentary.measure, state=CommentaryState.PUBLISHED).exclude(
        pk=commentary.pk
    )
    for one in earlier.filter(period=commentary.period):
        move(one, CommentaryState.REPLACED)
    move(commentary, CommentaryState.PUBLISHED, published_by=by, published_at=timezone.now())
    record(actor=by, verb=Verb.COMMENTARY_PUBLISHED, what=f"commentary:{commentary.pk}", request=request)


@transaction.atomic
def withdraw(*, commentary: Commentary, by: Person, reason: str, request: HttpRequest | None = None) -> None:
    """Take a published commentary back; it stays in the history."""
    if not reason.strip():
        raise NotYetError("Say why it is withdrawn.")
    move(commentary, CommentaryState.WITHDRAWN)
    record(actor=by, verb=Verb.COMMENTARY_WITHDRAWN, what=f"commentary:{commentary.pk}", reason=reason, request=request)


def move(commentary: Commentary, then: CommentaryState, **values: object) -> None:
    """Take a commentary to its next state; NotYetError when another hand has moved it."""
    now = Commentary.objects.select_for_update(of=("self",)).get(pk=commentary.pk)
    check_follows(CommentaryState(now.state), then)
    Commentary.objects.filter(pk=commentary.pk).update(state=then, **values)
    commentary.refresh_from_db()


def log_export(*, by: Person, what: str, form: str, load: str, request: HttpRequest) -> None:
    """Write down that figures were taken out of the site."""
    record(actor=by, verb=Verb.FIGURES_EXPORTED, what=what, detail={"form": form, "load": load}, request=request)
