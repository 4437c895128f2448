"""The only writer of uploads, sources, loads and releases."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile as Incoming
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.loads.files import digest_of, keep
from goldenthread_web.loads.models import Load, Release, Restatement, Source, Upload, UploadedFile
from goldenthread_web.loads.workflow import ALIVE, RUNNING, State, WrongStateError, check_follows
from goldenthread_web.people.models import Person

QUIET = dt.timedelta(minutes=2)
TRIES = 2


class SameFilesError(Exception):
    """The same files were loaded before; `load` is that load."""

    def __init__(self, load: Load) -> None:
        super().__init__(f"These files are load {load} already.")
        self.load = load


def upload(
    *, by: Person, files: Sequence[Incoming], as_at: dt.date, authority: str, request: HttpRequest | None = None
) -> Load:
    """Keep files and queue a load of them; SameFilesError when there is one, and then nothing more is kept."""
    kept_as = Upload(id=uuid.uuid4(), by=by, at=timezone.now())
    kept = keep(files, kept_as.folder)
    digest = digest_of([f"as at {as_at}", f"authority {authority}", *(one.sha256 for one in kept)])
    try:
        with transaction.atomic():
            kept_as.save(force_insert=True)
            UploadedFile.objects.bulk_create(
                UploadedFile(upload=kept_as, name=one.name, size=one.size, sha256=one.sha256) for one in kept
            )
            load = _queue(by=by, as_at=as_at, authority=authority, digest=digest, upload=kept_as)
            detail = {"files": [one.name for one in kept], "bytes": sum(one.size for one in kept)}
            record(actor=by, verb=Verb.LOAD_UPLOADED, what=f"load:{load.pk}", detail=detail, request=request)
    except BaseException:
        _forget(kept_as)
        raise
    return load


def load_from_source(
    *, source: Source, as_at: dt.date, authority: str, by: Person | None, request: HttpRequest | None = None
) -> Load:
    """Queue a load of what a source holds now. A source may have changed, so its loads are never the same load."""
    digest = digest_of([f"source {source.pk}", f"authority {authority}", timezone.now().isoformat()])
    with transaction.atomic():
        load = _queue(by=by, as_at=as_at, authority=authority, digest=digest, source=source)
        record(
            actor=by, verb=Verb.LOAD_STARTED, what=f"load:{load.pk}", detail={"source": source.name}, request=request
        )
    return load


def _queue(*, by: Person | None, as_at: dt.date, authority: str, digest: str, **origin: Any) -> Load:
    there = Load.objects.filter(digest=digest, state__in=sorted(ALIVE)).first()
    if there is not None:
        raise SameFilesError(there)
    try:
        with transaction.atomic():
            load = Load.objects.create(
                started_by=by, as_at=as_at, authority=authority, digest=digest, created=timezone.now(), **origin
            )
    except IntegrityError:
        raise SameFilesError(Load.objects.get(digest=digest, state__in=sorted(ALIVE))) from None
    enqueue(load)
    return load


def enqueue(load: Load) -> None:
    """Give a load to a worker once the transaction is kept."""
    from goldenthread_web.loads.tasks import run_load

    transaction.on_commit(lambda: run_load.enqueue(load=load.pk))


def _forget(kept_as: Upload) -> None:
    import shutil

    shutil.rmtree(kept_as.folder, ignore_errors=True)


@transaction.atomic
def move(load: Load, then: State, **values: Any) -> None:
    """Take a load to its next state; WrongStateError when another hand has moved it."""
    now = Load.objects.select_for_update().get(pk=load.pk)
    check_follows(State(now.state), then)
    Load.objects.filter(pk=load.pk).update(state=then, **values)
    load.refresh_from_db()


def claim(load_id: int) -> Load | None:
    """Take a queued load for this worker; None when another has it or it was cancelled."""
    now = timezone.now()
    taken = Load.objects.filter(pk=load_id, state=State.QUEUED, cancel_wanted=False).update(
        state=State.READING,
        started=now,
        heartbeat=now,
        attempts=F("attempts") + 1,
        fraction=0.0,
        said="Opening the files",
    )
    return Load.objects.select_related("upload", "source", "started_by").get(pk=load_id) if taken else None


def tell_progress(load_id: int, fraction: float, said: str) -> bool:
    """Write down how far a load is; answers whether it may go on."""
    going = Load.objects.filter(pk=load_id, state__in=sorted(RUNNING))
    return bool(going.filter(cancel_wanted=False).update(fraction=fraction, said=said[:300], heartbeat=timezone.now()))


@transaction.atomic
def end_badly(load: Load, then: State, problems: list[dict[str, str]]) -> None:
    """A load failed or was cancelled: what it said is kept, its figures are not."""
    move(load, then, problems=problems, finished=timezone.now(), said="")
    verb = Verb.LOAD_CANCELLED if then is State.CANCELLED else Verb.LOAD_FAILED
    record(actor=load.started_by, verb=verb, what=f"load:{load.pk}", detail={"problems": len(problems)})


@transaction.atomic
def cancel(*, load: Load, by: Person, request: HttpRequest | None = None) -> None:
    """Ask a running load to stop at its next step; a queued one stops at once."""
    now = Load.objects.select_for_update().get(pk=load.pk)
    if not now.is_waiting:
        raise WrongStateError("This load has come to its end; there is nothing to cancel.")
    if now.state == State.QUEUED:
        move(load, State.CANCELLED, finished=timezone.now(), cancel_wanted=True, said="")
    else:
        Load.objects.filter(pk=load.pk).update(cancel_wanted=True)
    record(actor=by, verb=Verb.LOAD_CANCELLED, what=f"load:{load.pk}", request=request)


@transaction.atomic
def run_again(*, load: Load, by: Person, request: HttpRequest | None = None) -> None:
    """Queue a failed or cancelled load again, unless the same files have been loaded since."""
    there = Load.objects.filter(digest=load.digest, state__in=sorted(ALIVE)).exclude(pk=load.pk).first()
    if there is not None:
        raise SameFilesError(there)
    move(load, State.QUEUED, problems=[], cancel_wanted=False, attempts=0, fraction=0.0, said="", finished=None)
    record(actor=by, verb=Verb.LOAD_STARTED, what=f"load:{load.pk}", detail={"again": True}, request=request)
    enqueue(load)


def recover(*, now: dt.datetime) -> int:
    """Loads whose worker has been silent are queued again once, then said to have failed. Answers how many."""
    return sum(_recover(pk, now) for pk in _silent(now))


def _silent(now: dt.datetime) -> list[int]:
    running = Load.objects.filter(state__in=sorted(RUNNING))
    return list(running.filter(heartbeat__lt=now - QUIET).values_list("pk", flat=True))


@transaction.atomic
def _recover(pk: int, now: dt.datetime) -> bool:
    """Deal with one load that was silent, unless it was heard of since."""
    load = Load.objects.select_for_update().get(pk=pk)
    if not load.is_running or load.heartbeat is None or load.heartbeat >= now - QUIET:
        return False
    if load.attempts < TRIES and not load.cancel_wanted:
        move(load, State.QUEUED, said="The worker stopped; the load begins again", fraction=0.0)
        enqueue(load)
    else:
        problem = {
            "what": "The worker stopped while it was at this load.",
            "remedy": "Run it again; if it stops again, tell your administrator.",
            "file": "",
        }
        end_badly(load, State.CANCELLED if load.cancel_wanted else State.FAILED, [problem])
    return True


@transaction.atomic
def release(*, load: Load, by: Person, reason: str = "", request: HttpRequest | None = None) -> Release:
    """Let everybody see the figures of this load; the load released before is superseded."""
    before = Load.objects.select_for_update().filter(state=State.RELEASED, authority=load.authority).exclude(pk=load.pk)
    for one in before:
        move(one, State.SUPERSEDED)
    move(load, State.RELEASED)
    made = Release.objects.create(load=load, by=by, at=timezone.now(), reason=reason)
    record(actor=by, verb=Verb.LOAD_RELEASED, what=f"load:{load.pk}", reason=reason, request=request)
    return made


@transaction.atomic
def withdraw(*, load: Load, by: Person, reason: str, request: HttpRequest | None = None) -> Load | None:
    """Take a release back; the load that was released before it comes back, and is returned."""
    if not reason.strip():
        raise WrongStateError("Say why the figures are withdrawn.")
    was_released = load.state == State.RELEASED
    move(load, State.WITHDRAWN)
    Release.objects.filter(load=load, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawal_reason=reason
    )
    back = None
    if was_released:
        earlier = Release.objects.filter(
            load__state=State.SUPERSEDED, load__authority=load.authority, withdrawn_at__isnull=True
        ).select_related("load")
        if (last := earlier.first()) is not None:
            back = last.load
            move(back, State.RELEASED)
    detail = {"back": back.pk if back else None}
    record(actor=by, verb=Verb.LOAD_WITHDRAWN, what=f"load:{load.pk}", reason=reason, detail=detail, request=request)
    return back


@transaction.atomic
def store_restatements(*, load: Load, against: Load | None, found: Sequence[Restatement]) -> None:
    """Keep which published figures this load moves; an earlier list of it is replaced."""
    load.restatements.all().delete()
    Restatement.objects.bulk_create(found, batch_size=500)
    Load.objects.filter(pk=load.pk).update(against=against)


@transaction.atomic
def save_source(*, source: Source, by: Person, request: HttpRequest | None = None) -> Source:
    """Enter or change where returns come from."""
    source.save()
    detail = {"name": source.name, "kind": source.kind, "nightly": source.nightly_at}
    record(actor=by, verb=Verb.SOURCE_CHANGED, what=f"source:{source.pk}", detail=detail, request=request)
    return source


@transaction.atomic
def remove_source(*, source: Source, by: Person, request: HttpRequest | None = None) -> None:
    """Take a source away that no load came from; others stay, without their schedule."""
    record(
        actor=by, verb=Verb.SOURCE_CHANGED, what=f"source:{source.pk}", detail={"removed": source.name}, request=request
    )
    if source.loads.exists():
        Source.objects.filter(pk=source.pk).update(nightly_at=None)
    else:
        source.delete()


def load_nightly(*, now: dt.datetime, authority: str) -> list[Load]:
    """Queue the sources whose hour has come and that have not been loaded this night."""
    local = timezone.localtime(now)
    started = []
    for source in Source.objects.filter(nightly_at__isnull=False, nightly_at__lte=local.hour):
        due = Source.objects.filter(pk=source.pk).exclude(last_night=local.date())
        with transaction.atomic():  # a load that could not be queued is tried again this night
            if due.update(last_night=local.date()):
                started.append(load_from_source(source=source, as_at=local.date(), authority=authority, by=None))
    return started
