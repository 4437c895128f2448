"""Suggestions of the made-up authority: most answered, some acted on, one declined, one in confidence, one waiting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from goldenthread_web.boards.models import Board, Decision, Item
from goldenthread_web.boards.queries import items_after
from goldenthread_web.people.cast import EAST, NORTH
from goldenthread_web.people.models import Person, Team
from goldenthread_web.suggestions import actions
from goldenthread_web.suggestions.models import Suggestion
from goldenthread_web.suggestions.workflow import State

_S = State
Way = tuple[tuple[dt.date, State, str], ...]
# Board, who, level, team, day, kind, hours a month, in confidence, text, title of the item, its way, hours found.
TOLD: tuple[tuple[str, str, str, str, dt.date, str, str, bool, str, str, Way, str], ...] = (
    ("improvement", "worker", "front line", NORTH, dt.date(2013, 5, 24), "time", "120", False,
     "The assessment form asks the same thing in three places. A shorter one would leave time for the young people.",
     "A shorter form for assessments", (
         (dt.date(2013, 6, 18), _S.CONSIDERED, ""),
         (dt.date(2013, 6, 18), _S.TRIED, "Two teams try a shorter form until September."),
         (dt.date(2013, 9, 10), _S.ADOPTED, "The trial held; every team uses it from October."),
         (dt.date(2013, 10, 7), _S.ACTED, "The form is in the case system."),
         (dt.date(2014, 3, 4), _S.CHANGED, "Audits held, and workers report more visits."),
     ), "95"),
    ("improvement", "worker", "front line", NORTH, dt.date(2013, 10, 3), "issue", "", False,
     "Schools tell us that they never hear what was decided, so they send the same again.",
     "What referrers hear back", (
         (dt.date(2013, 11, 5), _S.CONSIDERED, ""),
         (dt.date(2013, 11, 5), _S.ADOPTED, "Every referrer is told within two working days."),
         (dt.date(2013, 12, 16), _S.ACTED, "The rule is in the procedure."),
     ), ""),
    ("improvement", "member", "senior practitioner", "South Referral and Assessment", dt.date(2013, 10, 8), "issue", "", False,
     "Counting cases says little about what can be done: some weigh three times as much as others.",
     "Caseloads that can be done", (
         (dt.date(2013, 11, 5), _S.CONSIDERED, ""),
         (dt.date(2014, 1, 14), _S.ADOPTED, "Weighted caseloads are looked at every week."),
     ), ""),
    ("improvement", "manager_east", "team manager", EAST, dt.date(2013, 12, 2), "solution", "", False,
     "Show good examples of how culture and identity were explored, rather than rules.",
     "Guide to culture and identity", (
         (dt.date(2014, 1, 14), _S.CONSIDERED, ""),
         (dt.date(2014, 1, 14), _S.ADOPTED, "The guide has six worked examples."),
         (dt.date(2014, 2, 24), _S.ACTED, "The guide is published."),
     ), ""),
    ("development", "worker", "front line", NORTH, dt.date(2014, 6, 17), "time", "60", False,
     "The case system knows every date of a chronology. Let it write the list, and we write what it means.",
     "Chronologies that write themselves", (
         (dt.date(2014, 7, 8), _S.CONSIDERED, ""),
         (dt.date(2014, 7, 8), _S.ADOPTED, "The supplier is asked for the report."),
     ), ""),
    ("development", "member", "senior practitioner", "South Referral and Assessment", dt.date(2014, 8, 3), "time", "40", False,
     "One day a week without meetings, so that families can be seen.",
     "A day a week without meetings", (
         (dt.date(2014, 9, 2), _S.CONSIDERED, ""),
         (dt.date(2014, 9, 2), _S.TRIED, "Each team chooses its day until the new year."),
     ), ""),
    ("development", "worker", "front line", NORTH, dt.date(2014, 8, 20), "issue", "", True,
     "Some of us are afraid to say in supervision that we cannot take another case.",
     "A day a week without meetings", (
         (dt.date(2014, 9, 2), _S.CONSIDERED, ""),
         (dt.date(2014, 9, 2), _S.DECLINED, "No rule can settle it; the chair speaks with managers, and the weekly look goes on."),
     ), ""),
    ("development", "manager", "team manager", NORTH, dt.date(2014, 10, 13), "solution", "", False,
     "Let duty workers see whether a school has called before about the same family.", "", (), ""),
)  # fmt: skip


def tell_story(*, people: Mapping[str, Person], today: dt.date) -> None:
    """Write the suggestions through the site's own actions, where there are boards and no suggestion."""
    boards = {one.kind: one for one in Board.objects.all()}
    if Suggestion.objects.exists() or not {"improvement", "development"} <= set(boards):
        return
    teams = {one.code: one for one in Team.objects.all()}
    for kind, who, level, team, on, sort, hours, quiet, text, title, way, found in TOLD:
        one = actions.raise_suggestion(
            suggestion=Suggestion(
                board=boards[kind], level=level, team=teams[team], on=on, kind=sort, text=text, in_confidence=quiet,
                hours_a_month=Decimal(hours) if hours else None,
            ),
            by=people[who],
        )  # fmt: skip
        item = Item.objects.filter(title=title).order_by("meeting__on").first()
        decision = Decision.objects.filter(item__in=items_after(item.pk)).first() if item else None
        for day, then, words in way:
            actions.move(
                suggestion=one, then=then, words=words, by=people["chair"], today=day, item=item,
                decision=decision if then in (_S.ADOPTED, _S.TRIED, _S.ACTED) else None,
            )  # fmt: skip
        if found:
            actions.follow_up(suggestion=one, hours=Decimal(found), by=people["chair"], today=today)
