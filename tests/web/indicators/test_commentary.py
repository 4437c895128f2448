"""Commentary: claims are tested against the figures, doubtful ones are mended or answered for, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.conftest import counted_load

from goldenthread import api
from goldenthread_web.indicators.markdown import render_markdown
from goldenthread_web.indicators.models import Commentary
from goldenthread_web.indicators.workflow import FOLLOWS, WORDS, CommentaryState, NotYetError, check_follows
from goldenthread_web.loads import actions as load_actions
from goldenthread_web.loads.models import Load
from goldenthread_web.people.models import Person

As = Callable[[str], Client]
MEASURE = "contacts"


@pytest.mark.parametrize(("now", "then"), list(product(CommentaryState, CommentaryState)))
def test_only_what_the_table_says_may_follow(now: CommentaryState, then: CommentaryState) -> None:
    assert set(FOLLOWS) == set(WORDS) == set(CommentaryState)
    if then in FOLLOWS[now]:
        check_follows(now, then)
    else:
        with pytest.raises(NotYetError):
            check_follows(now, then)


def write(client: Client, text: str, measure: str = MEASURE) -> Commentary:
    client.post(reverse("indicators:write", args=[measure]), {"text": text})
    return Commentary.objects.order_by("-pk")[0]


@pytest.mark.django_db
def test_words_that_go_further_than_the_figures_are_queried_and_answered_for(released: Load, client_of: As) -> None:
    head, director = client_of("head"), client_of("director")
    one = write(head, "Contacts fell because of our new front door. We meet partners monthly.")
    assert one.state == CommentaryState.QUERIED
    assert "cause" in {claim["kind"] for claim in one.claims}
    address = reverse("indicators:commentary", args=[one.pk])
    assert "Goes further than the figures" in head.get(address).content.decode()
    director.post(reverse("indicators:commentary_publish", args=[one.pk]))
    one.refresh_from_db()
    assert one.state == CommentaryState.QUERIED, "it cannot go out like that"
    head.post(reverse("indicators:commentary_justify", args=[one.pk]), {"reason": "short"})
    one.refresh_from_db()
    assert one.state == CommentaryState.QUERIED
    head.post(reverse("indicators:commentary_justify", args=[one.pk]), {"reason": "The audit of June names the cause."})
    director.post(reverse("indicators:commentary_publish", args=[one.pk]))
    one.refresh_from_db()
    assert one.state == CommentaryState.PUBLISHED
    assert one.published_by is not None
    shown = client_of("councillor").get(reverse("indicators:measure", args=[MEASURE])).content.decode()
    assert "The audit of June names the cause." in shown
    assert "Hal Head" in shown


@pytest.mark.django_db
def test_a_mended_text_replaces_the_draft_and_the_draft_stays(released: Load, client_of: As) -> None:
    head = client_of("head")
    first = write(head, "Contacts improved thanks to training.")
    second = write(head, "We meet partners every month to speak about thresholds.")
    first.refresh_from_db()
    assert first.state == CommentaryState.REPLACED
    assert second.replaces == first
    assert second.state == CommentaryState.CHECKED
    assert second.claims == []
    assert Commentary.objects.count() == 2


@pytest.mark.django_db
def test_drafts_are_for_writers_and_old_words_are_marked_on_new_figures(
    released: Load, cast: dict[str, Person], client_of: As
) -> None:
    one = write(client_of("head"), "We meet partners every month.")
    address = reverse("indicators:measure", args=[MEASURE])
    assert "We meet partners" not in client_of("councillor").get(address).content.decode()
    assert "We meet partners" in client_of("manager").get(address).content.decode()
    client_of("director").post(reverse("indicators:commentary_publish", args=[one.pk]))
    assert "written on earlier figures" not in client_of("councillor").get(address).content.decode()
    newer = counted_load(cast["analyst"], digest="newer")
    load_actions.release(load=newer, by=cast["analyst"], reason="newer")
    assert "written on earlier figures" in client_of("councillor").get(address).content.decode()
    client_of("director").post(reverse("indicators:commentary_withdraw", args=[one.pk]), {"reason": "out of date"})
    assert "We meet partners" not in client_of("councillor").get(address).content.decode()
    assert Commentary.objects.filter(pk=one.pk).exists()


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("The number of contacts continues to fall.", ["fallen"]),
        ("There was a drop in contacts; numbers are falling.", ["fallen"]),
        ("Contacts have gone down.", ["fallen"]),
        ("A reduction of contacts.", ["fallen"]),
        ("Contacts continue to reduce.", ["fallen"]),
        ("Practice continues to strengthen.", ["better"]),
        ("Contacts continue to rise.", ["risen"]),
        ("An increase in contacts was seen, and they went up again.", ["risen"]),
        ("Timeliness continues to improve.", ["better"]),
        ("There is a clear improvement.", ["better"]),
        ("Timeliness worsens.", ["worse"]),
        ("There was no change.", ["stable"]),
        ("Contacts fell because of the new form.", ["fallen", "cause"]),
        # What is wished for, and where a figure lies, claim no movement.
        ("We want to reduce contacts and hope to improve.", []),
        ("Contacts will fall when the form is used.", []),
        ("The figure falls within its usual range.", []),
        ("Ten or fewer than twelve.", []),
        ("We meet partners every month.", []),
    ],
)
def test_words_of_movement_are_found_however_they_are_inflected(said: str, kinds: list[str]) -> None:
    assert [kind for _, kind in api.claims_in(said)] == kinds


@pytest.mark.django_db
def test_managers_write_and_do_not_publish(released: Load, client_of: As) -> None:
    one = write(client_of("manager"), "We meet partners every month.")
    assert client_of("manager").post(reverse("indicators:commentary_publish", args=[one.pk])).status_code == 404
    one.refresh_from_db()
    assert one.state == CommentaryState.CHECKED


def test_markdown_runs_nothing() -> None:
    shown = render_markdown(
        "<script>alert(1)</script> **bold** [x](javascript:alert(1)) <img src=x onerror=y>\n\n* point"
    )
    assert "<strong>bold</strong>" in shown
    assert "<li>point</li>" in shown
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<a" not in shown
