"""The cast of the site's tests, and Avonmere's load counted, stored and released by the site's own steps."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from django.utils import timezone
from tests.avonmere import SETTINGS, workspace

from goldenthread.api import Workspace, open_workspace
from goldenthread_web.indicators.models import Drawing, FigureSet
from goldenthread_web.indicators.storing import store_figures
from goldenthread_web.loads import actions
from goldenthread_web.loads.models import Load
from goldenthread_web.loads.workflow import State
from goldenthread_web.people.actions import create_cast
from goldenthread_web.people.models import Person

TODAY = dt.date(2014, 10, 20)
# A few measures of every kind: a share with a target, a count, shares of one whole told within teams and ages.
MEASURES = frozenset(
    {"rereferrals", "assessments_45", "contacts", "cp_second_plan_2_years", "conferences_15", "s47_outcomes",
     "cp_plan_started_categories"}
)  # fmt: skip


@cache
def small_workspace() -> Workspace:
    """Avonmere counted for a few measures only, with every breakdown."""
    known = workspace().results.measures
    only = frozenset(name for name in MEASURES if name in known)
    return open_workspace(workspace().load.path, SETTINGS, only=only)


@pytest.fixture
def today(settings: Any) -> dt.date:
    """The day the site takes it to be."""
    settings.GOLDENTHREAD_TODAY = TODAY
    return TODAY


@pytest.fixture
def cast(db: None, today: dt.date) -> dict[str, Person]:
    return create_cast(today=today)


@pytest.fixture
def client_of(cast: dict[str, Person]) -> Callable[[str], Client]:
    def made(key: str) -> Client:
        client = Client()
        client.force_login(cast[key])
        return client

    return made


def counted_load(by: Person, *, digest: str = "d", state: State = State.FOR_REVIEW) -> Load:
    """A load whose figures are stored, as the background work leaves it."""
    space = small_workspace()
    now = timezone.now()
    load = Load.objects.create(
        authority="999", as_at=space.load.as_at, digest=digest, key=space.load.id, started_by=by, created=now,
        state=State.STORING, started=now, heartbeat=now,
    )  # fmt: skip
    _store(space, load)
    target = load.folder
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(space.load.path, target)
    actions.move(load, state, finished=now, fraction=1.0)
    return load


_KEPT: dict[str, Any] = {}


def _store(space: Workspace, load: Load) -> None:
    """The first time by the site's own step; afterwards the same rows again, for that takes a second."""
    if "sets" not in _KEPT:
        store_figures(space, load, lambda _part, _said: None)
        _KEPT["sets"] = list(FigureSet.objects.filter(load=load).values())
        _KEPT["drawings"] = list(Drawing.objects.values())
        return
    FigureSet.objects.bulk_create(FigureSet(**{**one, "id": None, "load_id": load.pk}) for one in _KEPT["sets"])
    Drawing.objects.bulk_create((Drawing(**one) for one in _KEPT["drawings"]), ignore_conflicts=True)


@pytest.fixture
def review(cast: dict[str, Person]) -> Load:
    """A load that waits for review."""
    return counted_load(cast["analyst"])


@pytest.fixture
def released(cast: dict[str, Person], review: Load) -> Load:
    """The load whose figures everybody sees."""
    actions.release(load=review, by=cast["analyst"], reason="looked over")
    review.refresh_from_db()
    return review


@pytest.fixture
def data_folder() -> Path:
    return Path(site.GOLDENTHREAD_DATA)
