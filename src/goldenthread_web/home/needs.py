"""What needs a person today, by what they may do, and the pages that are theirs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from goldenthread_web.boards.asking import waits_for
from goldenthread_web.boards.highlights import WAITS_DAYS
from goldenthread_web.boards.models import Escalation
from goldenthread_web.boards.queries import agendas_due
from goldenthread_web.indicators.queries import commentary_waiting, concerns_for
from goldenthread_web.inspections.queries import pressing_for
from goldenthread_web.loads.models import Load
from goldenthread_web.loads.queries import loads_seen_by, released_load
from goldenthread_web.loads.workflow import State
from goldenthread_web.people import queries as people
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access
from goldenthread_web.plans.queries import waiting_for

SHOWN = 8
OLD_DAYS = 100
EMERGENCY_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class Need:
    """One line of what needs somebody: the sentence, where it is dealt with, how pressing."""

    text: str
    about: str
    href: str
    pressing: bool = False


def what_needs(access: Access, today: dt.date) -> dict[str, Any]:
    """The first page of a person: what needs them, what is of concern, where they may go."""
    load = released_load() if access.can(Permission.FIGURES_PUBLIC) else None
    concerns = concerns_for(access, load)[:SHOWN] if load else []
    return {
        "needs": [
            *_of_loads(access, load, today),
            *_of_commentary(access),
            *_of_people(access, today),
            *_of_inspections(access, today),
            *_of_plans(access, today),
            *_of_boards(access, today),
        ],
        "concerns": concerns,
        "load": load,
        "doors": doors_for(access),
    }


def _of_loads(access: Access, load: Load | None, today: dt.date) -> list[Need]:
    found: list[Need] = []
    if not access.can(Permission.LOADS_SEE):
        return found
    for one in loads_seen_by(access).filter(state__in=[State.FOR_REVIEW, State.FAILED])[:SHOWN]:
        review = one.state == State.FOR_REVIEW
        found.append(
            Need(
                text=f"Look over load {one} and release it" if review else f"Load {one} failed",
                about=f"Data at {one.as_at.day} {one.as_at:%B %Y}. Nobody else sees its figures yet."
                if review
                else "See what was wrong and run it again.",
                href=reverse("loads:load", args=[one.pk]),
                pressing=not review,
            )
        )
    if load is None:
        found.append(
            Need(
                text="Bring in the first returns",
                about="No load has been released, so nobody sees any figure.",
                href=reverse("loads:new"),
                pressing=True,
            )
        )
    elif (today - load.as_at).days > OLD_DAYS:
        found.append(
            Need(
                text="Bring in newer returns",
                about=f"The released figures are of {load.as_at.day} {load.as_at:%B %Y}.",
                href=reverse("loads:new"),
            )
        )
    return found


def _of_commentary(access: Access) -> list[Need]:
    return [
        Need(
            text=f"{'Publish' if one.checked else 'Mend, or answer for,'} the commentary on {one.title}, {one.period}",
            about=f"Written by {one.author}." if one.checked else "Its words go further than the figures.",
            href=reverse("indicators:commentary", args=[one.pk]),
        )
        for one in commentary_waiting(access)[:SHOWN]
    ]


def _of_inspections(access: Access, today: dt.date) -> list[Need]:
    pressing = pressing_for(access, today)
    found = [
        Need(
            text=f"{one.what}: {one.standing(today)[0]}",
            about=f"{one.inspection}; due by {one.due.day} {one.due:%B %Y}.",
            href=reverse("inspections:inspection", args=[one.inspection_id]) + "#clocks",
            pressing=today > one.due,
        )
        for one in pressing.clocks[:SHOWN]
    ]
    if bare := pressing.bare:
        found.append(
            Need(
                text=f"{bare} finding{'' if bare == 1 else 's'} of inspections without an owner",
                about="Nothing is planned that is nobody's.",
                href=reverse("inspections:inspections"),
            )
        )
    return found


def _of_boards(access: Access, today: dt.date) -> list[Need]:
    tasks, asked = waits_for(access, today)
    return [
        *(
            Need(
                text=f"The agenda of {one} has to be out by {by.day} {by:%B %Y}",
                about=f"The meeting of {one.on.day} {one.on:%B} is public: five clear working days before it.",
                href=reverse("boards:meeting", args=[one.pk]),
                pressing=by <= today,
            )
            for one, by in agendas_due(access, today)
        ),
        *(_asked(access, one, one.waits(today)) for one in asked[:SHOWN]),
        *(
            Need(
                text=f"To do: {one.text}",
                about=f"By {one.due.day} {one.due:%B %Y}, for {one.meeting}.",
                href=reverse("boards:done", args=[one.pk]),
                pressing=one.due < today,
            )
            for one in tasks[:SHOWN]
        ),
    ]


def _asked(access: Access, one: Escalation, days: int) -> Need:
    whom = "you" if one.to_person_id == access.person.pk else one.whom()
    outside = one.to_person_id is None and one.to_board_id is None
    return Need(
        text=f"{'Bring the answer to' if outside else 'Answer'} what was escalated to {whom}",
        about=f"{one.question[:200]} ({one.by}, {days} day{'' if days == 1 else 's'} ago, from {one.item.meeting})",
        href=reverse("boards:answer", args=["escalation", one.pk]),
        pressing=days >= WAITS_DAYS,
    )


def _of_plans(access: Access, today: dt.date) -> list[Need]:
    held = waiting_for(access, today)
    told = (
        (held.late, "of your actions {is_} late", "Report on {it}, or ask for another date.", "plans:mine", True),
        (held.dates, "new due date{s} asked for", "The owner{s} wait{v} for your decision.", "plans:plans", False),
        (held.claims, "action{s} said to be done", "Verify {it}, or send {it} back.", "plans:plans", False),
        (held.left, "action{s} of people who left", "Give {it} to somebody.", "plans:hand_over_list", True),
    )
    found = []
    for number, text, about, where, pressing in told:
        one = number == 1
        words = {
            "is_": "is" if one else "are",
            "it": "it" if one else "them",
            "s": "" if one else "s",
            "v": "s" if one else "",
        }
        if number:
            found.append(
                Need(
                    text=f"{number} {text.format(**words)}",
                    about=about.format(**words),
                    href=reverse(where),
                    pressing=pressing,
                )
            )
    return found


def _of_people(access: Access, today: dt.date) -> list[Need]:
    found = []
    if access.can(Permission.ACTIVITY_CHILD):
        since = dt.datetime.combine(today - dt.timedelta(days=EMERGENCY_DAYS), dt.time(), dt.UTC)
        found += [
            Need(
                text=f"{one.person.name} took emergency access to children's records",
                about=f"The reason given: {one.reason}",
                href=reverse("activity:search") + f"?{urlencode({'who': one.person.name})}",
                pressing=True,
            )
            for one in people.emergencies_since(since)[:SHOWN]
        ]
    if access.can(Permission.PEOPLE_MANAGE) and (bare := people.without_role(today)):
        found.append(
            Need(
                text=f"{len(bare)} {'person holds' if len(bare) == 1 else 'people hold'} no role and see nothing",
                about=", ".join(one.name for one in bare[:SHOWN]) + ". Give them a role, or close the account.",
                href=reverse("people:person", args=[bare[0].pk]) if len(bare) == 1 else reverse("people:people"),
            )
        )
    return found


@dataclass(frozen=True, kw_only=True)
class Door:
    """A page offered on the first page: `needs` is the permission wanted."""

    text: str
    about: str
    url_name: str
    needs: Permission


DOORS = (
    Door(
        text="Scorecard",
        about="Every measure with its target, and what has really changed.",
        url_name="indicators:scorecard",
        needs=Permission.FIGURES_PUBLIC,
    ),
    Door(
        text="The golden thread",
        about="From what was found through plan and boards to what is said in public, and where it breaks.",
        url_name="thread:thread",
        needs=Permission.FIGURES_PUBLIC,
    ),
    Door(
        text="Front door",
        about="Contacts and referrals by who sent them, and why they may have changed.",
        url_name="indicators:front-door",
        needs=Permission.FIGURES_PUBLIC,
    ),
    Door(
        text="How long assessments take",
        about="The whole spread of durations, not only the share in 45 days.",
        url_name="indicators:timeliness",
        needs=Permission.FIGURES_PUBLIC,
    ),
    Door(
        text="Differences between groups",
        about="Who is met at each stage: ethnicity, sex and disability.",
        url_name="indicators:disproportion",
        needs=Permission.FIGURES_PUBLIC,
    ),
    Door(
        text="Inspections",
        about="What inspectors judged and found, and where each finding stands.",
        url_name="inspections:inspections",
        needs=Permission.INSPECTIONS_SEE,
    ),
    Door(
        text="Raise a suggestion",
        about="Something in the way, or something that could be better; by name or in confidence.",
        url_name="suggestions:new",
        needs=Permission.BOARDS_SEE,
    ),
    Door(
        text="Bring in returns",
        about="Upload files or load from a folder or database.",
        url_name="loads:new",
        needs=Permission.LOADS_UPLOAD,
    ),
    Door(
        text="People and roles",
        about="Enter people, give and end roles.",
        url_name="people:people",
        needs=Permission.PEOPLE_MANAGE,
    ),
    Door(
        text="Activity log",
        about="Who did what, when and why.",
        url_name="activity:search",
        needs=Permission.ACTIVITY_SEARCH,
    ),
)


def doors_for(access: Access) -> list[Door]:
    """The pages a person may open from home."""
    return [one for one in DOORS if access.can(one.needs)]
