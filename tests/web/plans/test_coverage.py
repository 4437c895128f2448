"""What a framework asks about and what we have: a plan outlives the framework it began under, and gaps are told."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.plans.conftest import TODAY, World

from goldenthread_web.indicators.models import FigureSet
from goldenthread_web.inspections.demonstration import tell_story
from goldenthread_web.inspections.frameworks import Theme
from goldenthread_web.inspections.models import Finding
from goldenthread_web.loads.models import Load
from goldenthread_web.plans.coverage import STAGES, Cover, covered
from goldenthread_web.plans.models import Evidence

ClientOf = Callable[[str], Client]


@pytest.fixture
def told(world: World) -> World:
    tell_story(people=world.cast, today=TODAY)
    return world


def cover(world: World, framework: str, theme: Theme) -> Cover:
    areas = covered(world.access("head"), framework, TODAY)
    return next(one for area in areas for one in area.covers if one.theme is theme)


def test_every_stage_of_the_journey_is_about_something(released: Load) -> None:
    assert set(FigureSet.objects.values_list("stage", flat=True)) <= set(STAGES)


def test_a_finding_of_2013_stands_under_a_newer_judgement_with_its_own_grade(told: World, client_of: ClientOf) -> None:
    page = client_of("head").get("/plan/coverage/?framework=ILACS-2018").content.decode()
    part = page[page.index('aria-labelledby="help"') : page.index('aria-labelledby="care"')]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part))
    assert "Last judged: adequate , for Safeguarding arrangements, by Inspection of March 2013" in text
    assert "a: Assessments and the plans that follow them are uneven" in text
    assert "found under Safeguarding arrangements, which was judged adequate" in text
    assert "requires improvement" not in text


def test_early_help_is_told_as_a_gap_until_something_is_about_it(
    told: World, released: Load, client_of: ClientOf
) -> None:
    FigureSet.objects.filter(stage="Early help").delete()
    bare = cover(told, "SIF-2013", Theme.EARLY_HELP)
    assert bare.lacks == [
        "finding", "action of a running plan", "measure with figures", "audit or feedback of the last six months",
    ]  # fmt: skip
    page = client_of("head").get("/plan/coverage/?framework=SIF-2013").content.decode()
    assert (
        "Early help</a> (under Children who need help and protection): no finding, no action of a running plan" in page
    )
    # a measure of early help with figures, an action that is to move it, and an audit of that action
    one = FigureSet.objects.filter(load=released, profile="internal").exclude(row__variation="").first()
    assert one is not None
    FigureSet.objects.filter(load=released, measure=one.measure).update(stage="Early help")
    action = told.begun("Ask for early help in one way", measures=[{"measure": one.measure}])
    told.evidence(action, kind=Evidence.Kind.AUDIT)
    told.evidence(action, kind=Evidence.Kind.FEEDBACK, accept=False)
    found = cover(told, "SIF-2013", Theme.EARLY_HELP)
    assert (found.findings, found.actions, found.measures, found.aimed, found.audits) == (0, 1, 1, 1, 1)
    assert found.lacks == ["finding"]


def test_an_action_is_about_what_the_finding_it_answers_is_about(told: World) -> None:
    before = cover(told, "ILACS-2023", Theme.IN_CARE).actions
    told.begun("Offer an advocate", findings=[Finding.objects.get(number="c")])
    assert cover(told, "ILACS-2023", Theme.IN_CARE).actions == before + 1


def test_the_page_asks_little_of_the_database(told: World, released: Load, client_of: ClientOf) -> None:
    head = client_of("head")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert head.get("/plan/coverage/?framework=nonsense").status_code == 200
    assert len(asked) <= 14
