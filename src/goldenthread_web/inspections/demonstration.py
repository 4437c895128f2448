"""The inspections of the made-up authority: March 2013 with its five areas, what others were judged, a self-evaluation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from goldenthread_web.inspections import actions
from goldenthread_web.inspections.importing import Row
from goldenthread_web.inspections.models import Finding, Inspection
from goldenthread_web.inspections.workflow import FindingState
from goldenthread_web.people.models import Person

_S = FindingState
_WAY = (_S.ACCEPTED, _S.PLANNED, _S.ADDRESSED, _S.EVIDENCED, _S.CLOSED)
# Number, area, what was found, whose it is, how far it has come, the number of the finding it belongs to.
FINDINGS: tuple[tuple[str, str, str, str, FindingState, str], ...] = (
    ("a", "safeguarding", "Assessments and the plans that follow them are uneven in quality and in how fully they are analysed.", "head", _S.ADDRESSED, ""),
    ("b", "safeguarding", "What children and families say of the service is not gathered widely enough, nor used to change it.", "qa", _S.ADDRESSED, ""),
    ("c", "looked_after", "Too few young people have an advocate when plans about them are made in meetings.", "head", _S.EVIDENCED, ""),
    ("d", "safeguarding", "Staff and partners do not share one understanding of the thresholds for help.", "manager", _S.CLOSED, ""),
    ("e", "safeguarding", "Culture and identity are not well considered in assessments and records.", "qa", _S.ADDRESSED, ""),
    ("a.1", "safeguarding", "Chronologies are missing from a number of files.", "manager", _S.CLOSED, "a"),
    ("a.2", "safeguarding", "Plans do not always say by when something will be done.", "manager_east", _S.EVIDENCED, "a"),
    ("a.3", "leadership", "Managers' oversight is not always recorded.", "head", _S.CLOSED, "a"),
    ("d.1", "safeguarding", "Referrers do not always hear what was decided.", "manager", _S.ADDRESSED, "d"),
    ("e.1", "looked_after", "Language and religion are left empty in many records.", "manager_east", _S.PLANNED, "e"),
)  # fmt: skip
STRENGTHS = (
    ("s1", "safeguarding", "Children at immediate risk are seen quickly."),
    ("s2", "leadership", "Staff stay, and speak well of their managers."),
)
REASONS: Mapping[FindingState, str] = {
    _S.EVIDENCED: "Two audits and the figures point the same way.",
    _S.CLOSED: "The board looked at the evidence in April 2014 and closed it.",
}
# When each step was taken.
DAYS: Mapping[FindingState, dt.date] = {
    _S.ACCEPTED: dt.date(2013, 4, 30),
    _S.PLANNED: dt.date(2013, 6, 18),
    _S.ADDRESSED: dt.date(2013, 7, 9),
    _S.EVIDENCED: dt.date(2014, 3, 25),
    _S.CLOSED: dt.date(2014, 4, 15),
}
# How forty made-up councils were judged: nine good, none outstanding.
OTHERS = (("good", 9), ("requires improvement", 24), ("inadequate", 7))
KINDS = ("unitary", "county", "metropolitan", "London borough")


def noon(day: dt.date) -> dt.datetime:
    """The middle of a day on the clocks of England."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def tell_story(*, people: Mapping[str, Person], today: dt.date) -> None:
    """Write the story through the site's own actions, where no inspection has been entered."""
    if Inspection.objects.exists():
        return
    by = people["head"]
    one = actions.save_inspection(
        inspection=Inspection(
            framework="SLAC-2013", title="Inspection of March 2013", starts=dt.date(2013, 3, 4),
            ends=dt.date(2013, 3, 15), published=dt.date(2013, 4, 22),
            scope="Arrangements to safeguard children, and services for children looked after.",
        ),
        grades={"overall": ("adequate", ""), "safeguarding": ("adequate", "Children at risk are seen quickly; the quality of work with the others is uneven."), "looked_after": ("good", "")},
        by=by,
    )  # fmt: skip
    plan = actions.start_clock(inspection=one, rule="plan", starts=dt.date(2013, 4, 22), by=by)
    actions.stop_clock(clock=plan, done_on=dt.date(2013, 7, 19), by=by)
    made: dict[str, Finding] = {}
    for number, area, text, owner, reached, within in FINDINGS:
        kind = Finding.Kind.RECOMMENDATION if within else Finding.Kind.IMPROVEMENT
        made[number] = actions.save_finding(
            finding=Finding(
                inspection=one, number=number, kind=kind, area=area, text=text, owner=people[owner],
                within=made.get(within),
            ),
            by=by,
        )  # fmt: skip
        for then in _WAY[: _WAY.index(reached) + 1]:
            mover = people["chair"] if then is _S.CLOSED else by
            actions.move_finding(
                finding=made[number], then=then, reason=REASONS.get(then, ""), by=mover, at=noon(DAYS[then])
            )
    for number, area, text in STRENGTHS:
        actions.save_finding(
            finding=Finding(inspection=one, number=number, kind=Finding.Kind.STRENGTH, area=area, text=text), by=by
        )
    _others(people["analyst"])
    _self_evaluation(people["qa"], today)


def _others(by: Person) -> None:
    grades = [grade for grade, count in OTHERS for _ in range(count)]
    rows = [
        Row(
            authority=f"Made-up council {number + 1}", kind=KINDS[number % len(KINDS)], framework="SIF-2013",
            area="overall", grade=grade, published=dt.date(2014, 1, 6) + dt.timedelta(days=6 * number),
        )
        for number, grade in enumerate(grades)
    ]  # fmt: skip
    actions.import_published(rows=rows, source="Made up for the demonstration", by=by)


def _self_evaluation(by: Person, today: dt.date) -> None:
    def say(area: str, know: str, how: str, will: str, supports: list[tuple[str, str, dt.date | None]]) -> None:
        said = actions.Said(know=know, how=how, will=will, review_by=today + dt.timedelta(days=60), supports=supports)
        actions.write_statement(
            framework="SIF-2013", area=area, said=said, by=by, at=noon(today - dt.timedelta(days=11))
        )

    say(
        "help",
        "Most assessments are finished in time, but a quarter of them end in the last five days allowed.",
        "The whole spread of durations, and a dip sample of twenty assessments.",
        "Managers look at each assessment on days 10 and 20 and ask whether it could end.",
        [("measure", "assessments_45", None), ("audit", "Dip sample of assessments", dt.date(2014, 9, 12))],
    )
    say(
        "help",
        "Fewer children come back within a year than before.",
        "The share of re-referrals over two years.",
        "Ask families whose case was closed whether help came in time.",
        [("measure", "rereferrals", None)],
    )
    say(
        "leadership",
        "Front-line staff shape what the board decides.",
        "Minutes of the board.",
        "Tell staff of each decision within a week.",
        [],
    )
