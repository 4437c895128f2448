"""Returns brought in: read, checked, counted and stored in the background; what goes wrong leaves nothing half shown."""

from __future__ import annotations

import datetime as dt
import errno
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.made_returns import three_years
from tests.web.conftest import TODAY, counted_load

from goldenthread_web.activity.models import Event
from goldenthread_web.indicators.models import FigureSet
from goldenthread_web.loads import actions, tasks, worker
from goldenthread_web.loads.files import plain_name
from goldenthread_web.loads.models import Load, Release, Source, Upload
from goldenthread_web.loads.queries import released_load
from goldenthread_web.loads.workflow import State
from goldenthread_web.people.models import Person

pytestmark = pytest.mark.django_db
AS_AT = "2014-09-30"


@pytest.fixture(autouse=True)
def _authority(settings: Any) -> None:
    settings.GOLDENTHREAD_AUTHORITY = "999"
    settings.GOLDENTHREAD_LOAD_STEPS = ()


@pytest.fixture
def analyst(client_of: Callable[[str], Client]) -> Client:
    return client_of("analyst")


@pytest.fixture
def files(tmp_path: Path) -> list[tuple[str, bytes]]:
    """Three years of the CIN Census of a made-up authority."""
    folder = three_years(tmp_path / "returns")
    return [(path.name, path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()]


def bring(client: Client, files: list[tuple[str, bytes]], as_at: str = AS_AT) -> Any:
    given = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("loads:new"), {"as_at": as_at, "files": given})


def run(load: Load) -> Load:
    tasks.run_load.call(load=load.pk)
    load.refresh_from_db()
    return load


def test_files_become_a_load_for_review_with_its_report(analyst: Client, files: list[tuple[str, bytes]]) -> None:
    answer = bring(analyst, files)
    load = Load.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("loads:load", args=[load.pk])
    assert load.state == State.QUEUED
    assert released_load() is None
    run(load)
    assert load.state == State.FOR_REVIEW, load.problems
    assert {one["name"] for one in load.report["files"]} == {name for name, _ in files}
    assert load.report["rows"] > 0
    assert load.folder.is_dir()
    assert released_load() is None, "nobody sees a load that was not released"
    shown = analyst.get(reverse("loads:load", args=[load.pk])).content.decode()
    assert all(name in shown for name, _ in files)
    assert "SYN1" not in shown, "the report names no child"
    said = list(Event.objects.filter(what=f"load:{load.pk}").order_by("sequence").values_list("verb", flat=True))
    assert said == ["uploaded returns", "finished a load"]


def test_the_same_files_are_one_load(analyst: Client, files: list[tuple[str, bytes]]) -> None:
    first = bring(analyst, files)
    again = bring(analyst, list(reversed(files)))
    assert again["Location"] == first["Location"]
    assert Load.objects.count() == Upload.objects.count() == 1
    other_day = bring(analyst, files, as_at="2014-10-31")
    assert other_day["Location"] != first["Location"]


def test_two_uploads_at_once_are_two_whole_loads(analyst: Client, files: list[tuple[str, bytes]]) -> None:
    bring(analyst, files[:1])
    bring(analyst, files)
    one, two = Load.objects.order_by("pk")
    run(two), run(one)
    assert one.state == two.state == State.FOR_REVIEW
    assert one.key != two.key
    assert one.folder.is_dir()
    assert two.folder.is_dir()


def test_a_wrong_file_fails_with_the_readers_words_and_may_be_run_again(analyst: Client) -> None:
    bring(analyst, [("holiday.txt", b"wish you were here")])
    load = run(Load.objects.get())
    assert load.state == State.FAILED
    assert load.problems
    assert all(one["what"] for one in load.problems)
    shown = analyst.get(reverse("loads:load", args=[load.pk])).content.decode()
    assert "What went wrong" in shown
    assert "Run it again" in shown
    assert str(load.upload.folder) not in shown if load.upload else False
    analyst.post(reverse("loads:again", args=[load.pk]))
    load.refresh_from_db()
    assert load.state == State.QUEUED


def test_an_empty_file_is_refused_at_once(analyst: Client) -> None:
    answer = bring(analyst, [("empty.xml", b"")])
    assert "is empty" in answer.content.decode()
    assert not Load.objects.exists()
    assert not Upload.objects.exists()


def test_a_worker_that_falls_silent_is_noticed_once_begun_again_then_failed(
    analyst: Client, files: list[tuple[str, bytes]]
) -> None:
    bring(analyst, files)
    load = Load.objects.get()
    for expected in (State.QUEUED, State.FAILED):
        assert actions.claim(load.pk) is not None
        assert actions.recover(now=timezone.now()) == 0, "a worker that is heard is left alone"
        assert actions.recover(now=timezone.now() + dt.timedelta(minutes=5)) == 1
        load.refresh_from_db()
        assert load.state == expected
    actions.run_again(load=load, by=load.started_by or Person())
    assert run(load).state == State.FOR_REVIEW


def test_a_queued_load_is_taken_by_one_worker_only(analyst: Client, files: list[tuple[str, bytes]]) -> None:
    bring(analyst, files)
    load = Load.objects.get()
    assert actions.claim(load.pk) is not None
    assert actions.claim(load.pk) is None


def test_cancelling_stops_a_running_load_and_leaves_nothing(
    analyst: Client, files: list[tuple[str, bytes]], monkeypatch: pytest.MonkeyPatch, data_folder: Path
) -> None:
    bring(analyst, files)
    load = Load.objects.get()
    before = {path.name for path in (data_folder / "loads").glob("*")} if (data_folder / "loads").exists() else set()
    reading = tasks.api.read

    def cancelled_while_reading(**more: Any) -> Any:
        analyst.post(reverse("loads:cancel", args=[load.pk]))
        return reading(**more)

    monkeypatch.setattr(tasks, "EVERY_SECONDS", 0.0)
    monkeypatch.setattr(tasks.api, "read", cancelled_while_reading, raising=False)
    run(load)
    assert load.state == State.CANCELLED
    assert not FigureSet.objects.filter(load=load).exists()
    after = {path.name for path in (data_folder / "loads").glob("*")}
    assert not any(name.startswith(".partial") for name in after - before)


def test_a_full_disk_is_told_and_nothing_is_kept(
    analyst: Client, files: list[tuple[str, bytes]], monkeypatch: pytest.MonkeyPatch, data_folder: Path
) -> None:
    def full(*_any: Any, **_more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    uploads = data_folder / "uploads"
    before = set(uploads.glob("*"))
    monkeypatch.setattr("goldenthread_web.loads.files._copy", full)
    answer = bring(analyst, files)
    assert "disk is full" in answer.content.decode()
    assert set(uploads.glob("*")) == before
    monkeypatch.undo()
    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryFileUploadHandler.receive_data_chunk", full)
    answer = analyst.post(reverse("loads:new"), {"as_at": AS_AT, "files": [SimpleUploadedFile(*files[0])]})
    assert answer.status_code == 507
    assert "disk is full" in answer.content.decode()
    assert not Load.objects.exists()
    assert not Upload.objects.exists()


def test_a_disk_that_fills_while_counting_is_told_and_nothing_is_half_shown(
    analyst: Client, files: list[tuple[str, bytes]], monkeypatch: pytest.MonkeyPatch, data_folder: Path
) -> None:
    def full(*_any: Any, **_more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    bring(analyst, files, as_at="2014-10-02")
    load = Load.objects.get()
    monkeypatch.setattr("goldenthread.api.row_store._write", full)
    with pytest.raises(OSError, match="No space"):
        run(load)
    load.refresh_from_db()
    assert load.state == State.FAILED
    assert "disk is full" in load.problems[0]["what"]
    assert not FigureSet.objects.filter(load=load).exists()
    assert not list((data_folder / "rows").glob(".partial*"))
    assert not load.rows_folder.exists()
    monkeypatch.undo()
    analyst.post(reverse("loads:again", args=[load.pk]))
    assert run(load).state == State.FOR_REVIEW
    assert (load.rows_folder / "rows.json").exists(), "the rows behind the figures are kept as they are counted"


def _zip(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_of_returns_is_read(analyst: Client, files: list[tuple[str, bytes]]) -> None:
    bring(analyst, [("returns.zip", _zip(dict(files)))])
    assert run(Load.objects.get()).state == State.FOR_REVIEW


@pytest.mark.parametrize("name", ["../../outside.csv", "/etc/outside.csv", "..\\outside.csv"])
def test_a_zip_writes_nothing_outside_its_folder(
    name: str, analyst: Client, files: list[tuple[str, bytes]], data_folder: Path
) -> None:
    bring(analyst, [("sly.zip", _zip({**dict(files), name: b"a,b\n1,2\n"}))])
    run(Load.objects.get())
    assert not list(data_folder.parent.glob("outside.csv"))
    assert not Path("/etc/outside.csv").exists()
    assert not [path for path in data_folder.rglob("outside.csv") if "uploads" not in path.parts]


def test_a_zip_bomb_is_refused(analyst: Client) -> None:
    bring(analyst, [("bomb.zip", _zip({"big.xml": b"0" * 400_000_000}))])
    load = run(Load.objects.get())
    assert load.state == State.FAILED
    assert any("zip" in one["what"].casefold() or "unpack" in one["what"].casefold() for one in load.problems), (
        load.problems
    )


def test_entities_of_xml_are_not_expanded_or_fetched(analyst: Client, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush", encoding="utf-8")
    attack = f'<?xml version="1.0"?><!DOCTYPE Message [<!ENTITY x SYSTEM "file://{secret}">]><Message><Header>&x;</Header></Message>'
    bring(analyst, [("cin.xml", attack.encode())])
    load = run(Load.objects.get())
    assert load.state == State.FAILED
    assert "hush" not in str(load.problems)


def test_names_are_never_paths() -> None:
    assert plain_name("../../etc/passwd") == "passwd"
    assert plain_name("C:\\Users\\me\\cin.xml") == "cin.xml"
    assert plain_name("") == "file"
    assert len(plain_name("x" * 500)) == 200


def test_release_and_withdrawal_change_what_everybody_sees(cast: dict[str, Person], analyst: Client) -> None:
    first = counted_load(cast["analyst"], digest="1")
    second = counted_load(cast["analyst"], digest="2")
    for one, reason in ((first, "looked over"), (second, "newer")):
        assert analyst.post(reverse("loads:release", args=[one.pk]), {"reason": reason}).status_code == 302
        assert released_load() == one
    first.refresh_from_db()
    assert first.state == State.SUPERSEDED
    refused = analyst.post(reverse("loads:withdraw", args=[second.pk]), {"reason": " "})
    assert refused.status_code == 200
    assert released_load() == second, "a withdrawal needs a reason"
    analyst.post(reverse("loads:withdraw", args=[second.pk]), {"reason": "a team was missing"})
    assert released_load() == first, "the load released before comes back"
    assert Release.objects.get(load=second).withdrawal_reason == "a team was missing"
    analyst.post(reverse("loads:withdraw", args=[first.pk]), {"reason": "wrong as well"})
    assert released_load() is None
    said = Event.objects.filter(verb__in=["released a load", "withdrew a load"]).count()
    assert said == 4


def test_a_load_for_review_is_seen_by_analysts_only(review: Load, client_of: Callable[[str], Client]) -> None:
    address = f"{reverse('indicators:scorecard')}?load={review.pk}"
    shown = client_of("analyst").get(address)
    assert shown.status_code == 200
    assert "Only people who look loads over see this page" in shown.content.decode()
    for key in ("director", "councillor", "qa"):
        assert client_of(key).get(address).status_code == 404


def test_a_source_holds_no_password(analyst: Client, tmp_path: Path) -> None:
    given = {"name": "SSD", "kind": "ssd", "place": "postgresql://me:secret@server/ssd", "schema": ""}
    answer = analyst.post(reverse("loads:new_source"), given)
    assert answer.status_code == 200
    assert "not an address" in answer.content.decode()
    assert not Source.objects.exists()
    analyst.post(reverse("loads:new_source"), {**given, "place": "COUNCIL_SSD"})
    assert Source.objects.get().place == "COUNCIL_SSD"


def test_a_nightly_source_is_loaded_once_a_night(cast: dict[str, Person], tmp_path: Path) -> None:
    source = Source(name="Nightly", kind=Source.Kind.FOLDER, place=str(three_years(tmp_path / "r")), nightly_at=2)
    actions.save_source(source=source, by=cast["analyst"])
    early = dt.datetime(2014, 10, 20, 0, 30, tzinfo=dt.UTC)  # half past one in the summer time of England
    assert actions.load_nightly(now=early, authority="999") == []
    due = early + dt.timedelta(hours=1)
    (load,) = actions.load_nightly(now=due, authority="999")
    assert load.as_at == dt.date(2014, 10, 20)
    assert load.started_by is None
    assert actions.load_nightly(now=due + dt.timedelta(hours=3), authority="999") == []
    assert len(actions.load_nightly(now=due + dt.timedelta(days=1), authority="999")) == 1
    assert run(load).state == State.FOR_REVIEW, "a load of the schedule also waits for review"


def test_rows_to_mend_need_a_reason_and_are_written_down_child_by_child(
    review: Load, client_of: Callable[[str], Client], data_folder: Path
) -> None:
    place = data_folder / "findings" / f"{review.pk}.csv"
    place.parent.mkdir(exist_ok=True)
    place.write_text(
        "code,severity,title,authority,person_id,row_id,date\n1,error,=SUM(A1),999,C7,r,2014-01-01\n", encoding="utf-8"
    )
    address = reverse("loads:findings", args=[review.pk])
    client = client_of("analyst")
    assert client.post(address, {"reason": ""}).status_code == 302
    assert not Event.objects.filter(child="C7").exists()
    answer = client.post(address, {"reason": "to mend them in the case system"})
    assert "'=SUM(A1)" in answer.content.decode(), "a spreadsheet runs nothing of it"
    event = Event.objects.get(child="C7")
    assert event.verb == "exported a child's record"
    assert event.reason == "to mend them in the case system"
    assert client_of("head").post(address, {"reason": "to mend"}).status_code == 403


def test_a_load_that_is_heard_of_again_is_not_taken_from_its_worker(
    analyst: Client, files: list[tuple[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(analyst, files)
    load = Load.objects.get()
    actions.claim(load.pk)
    late = timezone.now() + dt.timedelta(minutes=5)
    monkeypatch.setattr(actions, "_silent", lambda _now: [load.pk])  # as it was found before the worker was heard
    Load.objects.filter(pk=load.pk).update(heartbeat=late)
    assert actions.recover(now=late) == 0
    load.refresh_from_db()
    assert load.state == State.READING


def test_what_fails_at_a_tick_does_not_end_what_follows(
    settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def away(**_more: Any) -> None:
        raise OperationalError("the database is away")

    settings.GOLDENTHREAD_TICKS = ()
    monkeypatch.setattr(worker, "recover", away)
    monkeypatch.setattr(worker, "load_nightly", lambda **_more: done.append("nightly"))
    worker.tick()
    assert done == ["nightly"]
    assert "Looking for silent loads failed" in caplog.text


def test_a_nightly_load_that_could_not_be_queued_is_tried_again_the_same_night(
    cast: dict[str, Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Source(name="Nightly", kind=Source.Kind.FOLDER, place=str(tmp_path), nightly_at=2)
    actions.save_source(source=source, by=cast["analyst"])
    due = dt.datetime(2014, 10, 20, 1, 30, tzinfo=dt.UTC)

    def away(**_more: Any) -> None:
        raise OperationalError("the database is away")

    with monkeypatch.context() as patched:
        patched.setattr(actions, "load_from_source", away)
        with pytest.raises(OperationalError):
            actions.load_nightly(now=due, authority="999")
    assert len(actions.load_nightly(now=due, authority="999")) == 1


def test_progress_is_told_as_it_goes(
    analyst: Client, files: list[tuple[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(analyst, files, as_at="2014-10-01")  # of a day of its own, for a load that is there is not read again
    load = Load.objects.get()
    heard: list[tuple[str, float]] = []
    telling = actions.tell_progress

    def hear(pk: int, fraction: float, said: str) -> bool:
        heard.append((said, fraction))
        return telling(pk, fraction, said)

    monkeypatch.setattr(tasks, "EVERY_SECONDS", 0.0)
    monkeypatch.setattr(actions, "tell_progress", hear)
    run(load)
    steps = list(dict.fromkeys(said for said, _ in heard))
    assert steps[:4] == ["Reading returns", "Merging", "Checking", "Counting"]
    fractions = [fraction for _, fraction in heard]
    assert fractions == sorted(fractions)
    assert fractions[-1] <= 1.0
    told = analyst.get(reverse("loads:progress", args=[load.pk])).json()
    assert told["state"] == "for review"
    assert told["waiting"] is False


def test_a_date_that_is_offered_is_written_as_browsers_take_it(analyst: Client) -> None:
    shown = analyst.get(reverse("loads:new")).content.decode()
    assert shown.count(f'value="{TODAY.isoformat()}"') == 1, "a date written otherwise is shown as an empty field"


def test_what_others_do_at_intervals_is_done_and_stops_no_load(
    analyst: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[dt.datetime] = []
    # A test's connection is in a transaction, and is not the worker's to close.
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "recover", lambda *, now: done.append(now))
    monkeypatch.setattr(worker, "import_string", lambda place: done.append if place == "good" else None)
    settings.GOLDENTHREAD_TICKS = ("bad", "good")
    worker.tick()
    assert len(done) == 2, "the good one is done after the bad one failed"
    assert "bad failed" in caplog.text
