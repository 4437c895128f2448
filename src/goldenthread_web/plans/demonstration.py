"""The plans of the made-up authority: the improvement plan of 2013 and 2014 and the development plan that carries it on."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.utils import timezone

from goldenthread_web.indicators.queries import released_figures
from goldenthread_web.people.models import Person, Team
from goldenthread_web.people.rules import Access, access_for
from goldenthread_web.plans import actions, lifecycle, recording
from goldenthread_web.plans.models import Action, Evidence, Milestone, Plan, Resource, Risk, SuccessMeasure
from goldenthread_web.plans.ratings import Delivery, Impact
from goldenthread_web.plans.story import (
    ALSO,
    FINAL_REPORT,
    REPORTS,
    STEPS_ON_THE_WAY,
    THEMES,
    VIGILANCE,
    WHY,
    Fate,
    Told,
)
from goldenthread_web.plans.workflow import State

# The quarter that ended before the plan was agreed: where the measures stood then.
STOOD = dt.date(2013, 3, 31)
BEGAN, AGREED, FINAL, AGAIN = dt.date(2013, 5, 14), dt.date(2013, 6, 18), dt.date(2014, 4, 15), dt.date(2014, 7, 8)
_F, _K = Fate, Evidence.Kind
DONE = frozenset({_F.EMBEDDED, _F.CHANGED, _F.GAP, _F.CLAIMED, _F.NOT_WORKING})
VERIFIED = DONE - {_F.CLAIMED}


class Teller:
    """Tells the story of each action by the site's own actions, on the days on which it happened."""

    def __init__(self, people: Mapping[str, Person], today: dt.date) -> None:
        self.people = people
        self.today = today
        self.held: dict[int, Access] = {one.pk: access_for(one, today) for one in people.values()}
        self.chance = random.Random(2013)  # noqa: S311 (a story, not a secret)

    def access(self, person: Person) -> Access:
        """What a person may do, as on the day the story is told."""
        return self.held[person.pk]

    def move(self, action: Action, then: State, by: Person, day: dt.date, reason: str = "") -> None:
        """Take an action to another state on a day."""
        actions.move(action=action, then=then, access=self.access(by), today=day, reason=reason, at=noon(day))

    def verifier(self, action: Action) -> Person:
        """Somebody who verifies and neither owns nor claimed it."""
        return self.people["chair" if action.owner_id != self.people["chair"].pk else "director"]

    def evidence(self, action: Action, kind: str, title: str, shows: str, since: dt.date, until: dt.date) -> None:
        """Bring evidence for a time, and have it accepted."""
        owner = action.owner or self.people["head"]
        until = max(since, min(until, self.today))
        day = min(until + dt.timedelta(days=3), self.today)
        made = recording.add_evidence(
            evidence=Evidence(
                action=action, kind=kind, title=title, shows=shows, effective_from=since, effective_to=until,
                kept_at="Improvement folder on the service's drive",
                expires=until + dt.timedelta(days=365), measure=_measure(action) if kind == _K.MEASURE else "",
            ),
            by=owner, at=noon(day),
        )  # fmt: skip
        recording.review_evidence(
            evidence=made, accepted=True, note_given="Read and agreed.", by=self.verifier(action), at=noon(day)
        )

    def report(self, action: Action, since: dt.date, until: dt.date, times: int, delivery: str = "") -> None:
        """Let the owner report a few times between two days."""
        by = action.owner or self.people["head"]
        span = max(1, (until - since).days)
        for number in range(times):
            day = since + dt.timedelta(days=span * (number + 1) // (times + 1))
            last = delivery if number == times - 1 else ""
            text = self.chance.choice(REPORTS)
            recording.add_update(action=action, text=text, on=day, by=by, delivery=last, at=noon(day))

    def aims(self, measure: str, day: dt.date) -> dict[str, Any]:
        """A success measure: where it stood in the quarter that ended on a day, where it should be, and by when.

        Without released figures, or without that quarter, it is named alone.
        """
        found = released_figures(self.access(self.people["head"]), [measure])
        row = found.values_list("row__polarity", "page__series__quarter__points").first()
        stood = next(
            (
                one["number"]
                for one in (row[1] if row else [])
                if one["end"] == day.isoformat() and one["group"] == "all"
            ),
            None,
        )
        if row is None or stood is None:
            return {"measure": measure}
        high, low = row[0].startswith("high"), row[0].startswith("low")
        target = stood + (100 - stood) / 4 if high and stood <= 100 else stood * (1.1 if high else 0.85)
        aim = {"measure": measure, "baseline": round(stood, 1)}
        if high or low:
            aim |= {"target": float(round(target)), "target_date": day + dt.timedelta(days=640)}
        return aim


def team_of(person: Person) -> Team | None:
    """The team somebody works in, where their role is held for one."""
    held = person.roles_held.filter(team__isnull=False).select_related("team").first()
    return held.team if held else None


def noon(day: dt.date) -> dt.datetime:
    """The middle of a day on the clocks of England."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def _measure(action: Action) -> str:
    first = action.success_measures.first()
    return first.measure if first else ""


def tell_story(*, people: Mapping[str, Person], today: dt.date) -> None:
    """Write both plans through the site's own actions, where no plan has been entered."""
    if Plan.objects.exists():
        return
    teller = Teller(people, today)
    plan = _draft(teller)
    told = _lines(teller, plan)
    lifecycle.agree_plan(plan=plan, by=people["head"], reason="Agreed by the board.", at=noon(AGREED))
    lifecycle.freeze(
        plan=plan, title="Plan as first approved", approved_by_meeting="Service Improvement Board, second meeting",
        approved_on=AGREED, by=people["head"], at=noon(AGREED),
    )  # fmt: skip
    _risks_and_money(teller, [action for action, _one in told])
    for action, one in told:
        action.refresh_from_db()
        _tell(teller, action, one)
    lifecycle.conclude(
        plan=plan, on=FINAL, report=FINAL_REPORT, vigilance=VIGILANCE,
        approved_by_meeting="Service Improvement Board, last meeting", by=people["head"], at=noon(FINAL),
    )  # fmt: skip
    _carry_on(teller, plan)


def _risks_and_money(teller: Teller, told: list[Action]) -> None:
    by, by_title = teller.people["head"], {one.title: one for one in told}
    for title, risk, likely, grave, answer in (
        (
            "Fill four standing vacancies",
            "Posts stay empty, and those who are here carry more.",
            3,
            4,
            "Two agency workers until summer.",
        ),
        (
            "Train every practitioner in analysis",
            "Training is put off in busy weeks.",
            3,
            3,
            "Days are booked for the year.",
        ),
        (
            "Find out why contacts from schools have dropped",
            "A changed threshold passes unnoticed.",
            2,
            5,
            "A sample is read each month.",
        ),
    ):
        action = by_title[title]
        part = Risk(
            plan=action.priority.plan,
            action=action,
            title=risk,
            likelihood=likely,
            consequence=grave,
            mitigation=answer,
        )
        recording.add_part(part=part, by=by, at=noon(AGREED))
    for title, words, pounds in (
        ("Train every practitioner in analysis", "Six days of a trainer", 5400),
        ("Let an administrator type minutes and send letters", "Two half posts", 24000),
        ("Agree with the advocacy service how quickly it comes", "More hours of advocates", 9000),
    ):
        need = Resource(action=by_title[title], kind=Resource.Kind.MONEY, words=words, pounds=pounds)
        recording.add_part(part=need, by=by, at=noon(AGREED))


def _draft(teller: Teller) -> Plan:
    inspection = apps.get_model("inspections", "Inspection").objects.order_by("starts").first()
    return lifecycle.enter_plan(
        plan=Plan(
            title="Specialist services improvement plan", kind=Plan.Kind.IMPROVEMENT, starts=BEGAN, ends=FINAL,
            governed_by="Service Improvement Board", inspection=inspection,
            trigger="The inspection of safeguarding arrangements in March 2013, which judged them adequate.",
            vision="Every child in Avonmere enjoys childhood and is prepared for adult life, and has help early where it is needed.",
        ),
        by=teller.people["head"], at=noon(BEGAN),
    )  # fmt: skip


def _lines(teller: Teller, plan: Plan) -> list[tuple[Action, Told]]:
    people = teller.people
    made: list[tuple[Action, Told]] = []
    finding = apps.get_model("inspections", "Finding")
    for theme in THEMES:
        priority = lifecycle.enter_priority(
            plan=plan,
            title=theme.title,
            success_statement=theme.success,
            sponsor=people[theme.sponsor],
            by=people["head"],
        )
        for one in theme.actions:
            numbers = [number for number in (theme.finding, *ALSO.get(one.title, ())) if number]
            answers = list(finding.objects.filter(number__in=numbers))
            action = actions.raise_action(
                priority=priority, title=one.title, by=people["head"],
                owner=None if one.fate is _F.NOBODYS else people[one.owner], starts=AGREED, due=one.due,
                impact_due=one.due + dt.timedelta(days=120), findings=answers,
                origin=Action.Origin.SUGGESTION if one.suggestion else Action.Origin.FINDING if answers else Action.Origin.OTHER,
                origin_words="Raised by a practitioner" if one.suggestion else "",
                measures=[teller.aims(one.measure, STOOD)] if one.measure else [], why=WHY[theme.finding],
                team=None if one.fate is _F.NOBODYS else team_of(people[one.owner]), at=noon(BEGAN),
            )  # fmt: skip
            if len(made) % 3 == 0 and one.fate is not _F.NOBODYS:
                _plan_steps(teller, action, one)
            made.append((action, one))
    by_title = {one.title: action for action, one in made}
    waits = by_title["Show in the minutes what changed because an advocate spoke"]
    first = by_title["Let young people meet an advocate before the day"]
    actions.change_action(
        action=waits, edition=waits.edition, values={}, findings=list(waits.findings.all()), depends_on=[first],
        by=people["head"], at=noon(BEGAN),
    )  # fmt: skip
    return made


def _plan_steps(teller: Teller, action: Action, one: Told) -> None:
    """Three milestones on the way; those of what was done by April 2014 are reached, of the rest the first."""
    span = (one.due - AGREED).days
    for number, title in enumerate(STEPS_ON_THE_WAY, 1):
        day = AGREED + dt.timedelta(days=span * number // len(STEPS_ON_THE_WAY))
        step = recording.add_part(
            part=Milestone(action=action, title=title, due=day), by=teller.people["head"], at=noon(BEGAN)
        )
        if one.fate in DONE or number == 1:
            reached = min(day + dt.timedelta(days=number), one.due)
            recording.finish_milestone(milestone=step, on=reached, by=teller.people[one.owner])


def _tell(teller: Teller, action: Action, one: Told) -> None:
    people = teller.people
    if one.fate is _F.NOBODYS:
        return
    owner = people[one.owner]
    if one.fate in (_F.WITHDRAWN, _F.SUPERSEDED):
        then = State.WITHDRAWN if one.fate is _F.WITHDRAWN else State.SUPERSEDED
        teller.move(action, then, people["head"], dt.date(2013, 9, 10), "Another action does this better.")
        return
    begun = AGREED + dt.timedelta(days=7)
    teller.move(action, State.IN_PROGRESS, owner, begun)
    if one.fate in DONE:
        teller.report(action, begun, one.due, 2)
        _finish(teller, action, one, owner)
        return
    says = {_F.AT_RISK: Delivery.AT_RISK, _F.LATE: Delivery.LATE}.get(one.fate, "")
    teller.report(action, begun, FINAL, 3, says)
    if one.fate is _F.SLIPPED:
        for number, reason in enumerate(("A key person was away.", "Partners asked for more time."), 1):
            recording.ask_for_date(
                action=action, after=one.due + dt.timedelta(days=60 * number), reason=reason,
                access=teller.access(people["head"]), at=noon(one.due - dt.timedelta(days=10 - number)),
            )  # fmt: skip
            action.refresh_from_db()
    if one.fate is _F.PAUSED:
        teller.move(action, State.PAUSED, people["head"], dt.date(2014, 2, 11), "Waits for the budget of the new year.")


def _finish(teller: Teller, action: Action, one: Told, owner: Person) -> None:
    """The owner says that it is done; some of it is verified, and some of that made a difference."""
    done, people = one.due - dt.timedelta(days=3), teller.people
    teller.move(action, State.CLAIMED, owner, done, "Everything that was planned is done.")
    if one.fate is _F.CLAIMED:
        return
    teller.evidence(action, _K.DOCUMENT, "Note of what was done", Evidence.Shows.DELIVERY, AGREED, done)
    checked = min(done + dt.timedelta(days=21), FINAL)
    teller.move(
        action, State.VERIFIED, teller.verifier(action), checked, "Seen in the files and confirmed with the team."
    )
    if one.fate is _F.NOT_WORKING:
        teller.move(
            action, State.NOT_WORKING, teller.verifier(action), FINAL, "It takes longer than two assessments did."
        )
    if one.fate not in (_F.EMBEDDED, _F.CHANGED):
        return
    months = 200 if one.fate is _F.EMBEDDED else 90
    later = min(done + dt.timedelta(days=months), FINAL - dt.timedelta(days=5))
    since = done if one.fate is _F.CHANGED else min(done, later - dt.timedelta(days=190))
    teller.evidence(action, _K.AUDIT, "Dip sample of twenty files", Evidence.Shows.BETTER, since, later)
    teller.evidence(action, _K.FEEDBACK, "What families said", Evidence.Shows.BETTER, since, later)
    rated = Impact.SUSTAINED if one.fate is _F.EMBEDDED else Impact.CHANGE
    recording.rate_impact(
        action=action, impact=rated, reason="A dip sample and what families say agree.", by=people["qa"],
        today=FINAL, at=noon(FINAL - dt.timedelta(days=1)),
    )  # fmt: skip
    if one.fate is _F.EMBEDDED:
        teller.move(action, State.EMBEDDED, teller.verifier(action), FINAL, "It has held for six months.")


def _carry_on(teller: Teller, plan: Plan) -> None:
    """The development plan under the new board, from July 2014 to the day on which the story is told."""
    people = teller.people
    plan.refresh_from_db()
    new, _carried = lifecycle.carry_on(
        plan=plan, title="Specialist services service development plan", starts=AGAIN,
        governed_by="Service Development Board", by=people["head"], at=noon(AGAIN),
    )  # fmt: skip
    lines = list(Action.objects.filter(priority__plan=new).select_related("priority", "owner").order_by("pk"))
    for number, action in enumerate(lines):
        due = dt.date(2014, 9 if number % 3 == 0 else (10, 11, 12)[number % 4 % 3], 26)
        recording.ask_for_date(
            action=action, after=due, reason="Set anew by the Service Development Board.",
            access=teller.access(people["head"]), at=noon(AGAIN),
        )  # fmt: skip
        if number % 3 == 0:
            _expect_soon(teller, action)
    _add_new(teller, new)
    lifecycle.agree_plan(plan=new, by=people["head"], reason="Agreed by the Service Development Board.", at=noon(AGAIN))
    lifecycle.freeze(
        plan=new, title="Development plan as first approved",
        approved_by_meeting="Service Development Board, first meeting", approved_on=AGAIN, by=people["head"],
        at=noon(AGAIN),
    )  # fmt: skip
    for number, action in enumerate(Action.objects.filter(priority__plan=new, state=State.AGREED).order_by("pk")):
        _tell_again(teller, action, number)


def _expect_soon(teller: Teller, action: Action) -> None:
    """The new board wants to see a difference of what should be done by the end of September within a fortnight."""
    action.refresh_from_db()
    actions.change_action(
        action=action, edition=action.edition, values={"impact_due": dt.date(2014, 10, 10)},
        findings=list(action.findings.all()), depends_on=list(action.depends_on.all()), by=teller.people["head"],
        at=noon(AGAIN),
    )  # fmt: skip


def _add_new(teller: Teller, new: Plan) -> None:
    priority = new.priorities.order_by("number").first()
    if priority is None:
        return
    for title, owner, measure in (
        ("Put the three lines of an assessment's length on one page for every team", "analyst", "assessments_20"),
        ("Give each practitioner one morning a week without meetings", "worker", "cin_visited_4_weeks"),
        ("Let the north and the east share how they write plans", "manager", "audits_good"),
    ):
        action = actions.raise_action(
            priority=priority, title=title, by=teller.people["head"], owner=teller.people[owner], starts=AGAIN,
            due=dt.date(2014, 12, 19), team=team_of(teller.people[owner]), why=WHY[""], origin=Action.Origin.SUGGESTION, origin_words="Raised by a practitioner",
            at=noon(AGAIN),
        )  # fmt: skip
        recording.add_part(
            part=SuccessMeasure(action=action, **teller.aims(measure, dt.date(2014, 6, 30))),
            by=teller.people["head"],
            at=noon(AGAIN),
        )


def _tell_again(teller: Teller, action: Action, number: int) -> None:
    """The summer and autumn of 2014: most lines move, every third is said to be done, some fall silent."""
    owner, begun = action.owner or teller.people["head"], AGAIN + dt.timedelta(days=10)
    teller.move(action, State.IN_PROGRESS, owner, begun)
    silent = number % 7 == 3
    says = Delivery.AT_RISK if number % 5 == 1 else ""
    teller.report(action, begun, dt.date(2014, 8, 20) if silent else teller.today, 2 if silent else 3, says)
    if number % 11 == 4:
        for times, reason in enumerate(("Half-term fell in between.", "The partner's budget was not agreed."), 1):
            later = dt.date(2014, 11, 14) + dt.timedelta(days=28 * times)
            recording.ask_for_date(
                action=action, after=later, reason=reason, access=teller.access(teller.people["head"]),
                at=noon(dt.date(2014, 9, 8 * times)),
            )  # fmt: skip
            action.refresh_from_db()
    if number % 3 == 0:
        teller.move(action, State.CLAIMED, owner, dt.date(2014, 9, 24), "Everything that was planned is done.")
        if number % 2 == 0:
            until = dt.date(2014, 10, 1)
            teller.evidence(action, _K.DOCUMENT, "Note of what was done", Evidence.Shows.DELIVERY, begun, until)
            teller.move(action, State.VERIFIED, teller.verifier(action), dt.date(2014, 10, 6), "Seen in the files.")
