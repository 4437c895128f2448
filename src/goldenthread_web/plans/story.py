"""The made-up improvement plan of Avonmere: its priorities and about sixty actions, in our own words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """How far an action came by April 2014."""

    EMBEDDED = "embedded"
    CHANGED = "verified, with evidence of change"
    GAP = "verified, and no difference to show"
    CLAIMED = "claimed"
    ON_TRACK = "on track"
    AT_RISK = "at risk"
    SLIPPED = "slipped twice"
    LATE = "late"
    NOT_WORKING = "not working"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    NOBODYS = "without an owner"


@dataclass(frozen=True, kw_only=True)
class Told:
    """An action of the story: whose it is, when it was due, the measure it should move, how far it came."""

    title: str
    owner: str
    due: dt.date
    fate: Fate
    measure: str = ""
    suggestion: bool = False


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A priority of the story; `finding` is the number of the finding it answers."""

    title: str
    success: str
    sponsor: str
    finding: str
    actions: tuple[Told, ...]


_F = Fate


def _t(title: str, owner: str, due: str, fate: Fate, measure: str = "", *, suggestion: bool = False) -> Told:
    return Told(
        title=title, owner=owner, due=dt.date.fromisoformat(due), fate=fate, measure=measure, suggestion=suggestion
    )


THEMES: tuple[Theme, ...] = (
    Theme(
        title="Assessments and plans of good and even quality",
        success="A family gets an equally thoughtful assessment and plan whichever team meets them.",
        sponsor="head",
        finding="a",
        actions=(
            _t("Agree what a good assessment looks like and print it on two pages", "head", "2013-07-31", _F.CHANGED, "audits_good"),
            _t("Shorten the assessment form by what nobody reads", "manager", "2013-09-30", _F.EMBEDDED, "assessments_45", suggestion=True),
            _t("Have a manager look in on every assessment at the tenth working day", "manager", "2013-10-31", _F.GAP, "assessments_10"),
            _t("Train every practitioner in analysis", "qa", "2013-12-20", _F.CHANGED, "audits_good"),
            _t("Write a guide to writing plans that a family can follow", "qa", "2013-11-29", _F.CHANGED),
            _t("Let two teams audit each other's work each quarter", "qa", "2014-01-31", _F.CLAIMED, "audit_actions_in_time"),
            _t("Say in every plan by when each thing will be done", "manager_east", "2013-09-30", _F.CLAIMED, "cin_plans_over_12_months"),
            _t("Put a chronology on every open file", "manager_east", "2013-12-20", _F.SLIPPED),
            _t("Close simple assessments within twenty working days", "manager", "2014-03-31", _F.ON_TRACK, "simple_assessments_over_20"),
            _t("Try a single assessment for brothers and sisters", "manager", "2014-02-28", _F.NOT_WORKING, "assessment_median", suggestion=True),
            _t("Ask a neighbouring authority to read twenty assessments", "qa", "2014-03-31", _F.AT_RISK, "audits_moderator_agrees"),
            _t("Buy a licence for a new drawing tool for family trees", "head", "2013-12-20", _F.WITHDRAWN),
        ),
    ),
    Theme(
        title="What children and families say changes what we do",
        success="Every team can name a change it made this quarter because a family asked for it.",
        sponsor="qa",
        finding="b",
        actions=(
            _t("Ask every family three questions when work with them ends", "qa", "2013-08-30", _F.GAP, "children_feedback_yes"),
            _t("Report each quarter what families said and what was done", "qa", "2013-10-31", _F.EMBEDDED),
            _t("Read compliments and complaints together once a month", "head", "2013-09-30", _F.CLAIMED, "complaints_in_time"),
            _t("Let young people write the leaflet they are given", "qa", "2013-12-20", _F.CHANGED),
            _t("Bring the view of a parent to the start of each board", "head", "2013-11-29", _F.CLAIMED),
            _t("Ask children how they would like to take part in reviews", "manager_east", "2014-01-31", _F.SLIPPED, "cla_reviews_child_took_part"),
            _t("Answer complaints within the time that is set", "head", "2014-02-28", _F.LATE, "complaints_in_time"),
            _t("Try a short survey by text message", "qa", "2014-03-31", _F.PAUSED, "children_feedback_yes", suggestion=True),
            _t("Write what was changed on a board in every waiting room", "manager", "2014-03-31", _F.ON_TRACK),
        ),
    ),
    Theme(
        title="An advocate for young people in meetings about them",
        success="Every young person is offered an advocate before a meeting about their plan, and half take one.",
        sponsor="head",
        finding="c",
        actions=(
            _t("Offer an advocate with the invitation to every conference", "manager_east", "2013-08-30", _F.EMBEDDED, "advocacy_offered"),
            _t("Agree with the advocacy service how quickly it comes", "commissioner", "2013-09-30", _F.CHANGED, "advocacy_taken_up"),
            _t("Count offers and acceptances for each kind of meeting", "analyst", "2013-10-31", _F.EMBEDDED, "advocacy_offered"),
            _t("Tell chairs of meetings what an advocate may ask for", "qa", "2013-11-29", _F.GAP, "cp_reviews_child_took_part"),
            _t("Let young people meet an advocate before the day", "manager_east", "2014-01-31", _F.CLAIMED, "advocacy_taken_up"),
            _t("Show in the minutes what changed because an advocate spoke", "qa", "2014-02-28", _F.AT_RISK),
            _t("Find advocates who speak the languages families speak", "commissioner", "2014-03-31", _F.SLIPPED),
            _t("Write to young people after a meeting in their own words", "manager", "2014-03-31", _F.ON_TRACK, suggestion=True),
        ),
    ),
    Theme(
        title="Staff and partners of one mind about thresholds",
        success="A school, a nurse and a social worker reading the same account ask for the same help.",
        sponsor="director",
        finding="d",
        actions=(
            _t("Rewrite the threshold guide with schools, health and police", "head", "2013-07-31", _F.EMBEDDED, "referrals_nfa"),
            _t("Hold six sessions where agencies judge the same twelve cases", "manager", "2013-10-31", _F.CHANGED, "referrals_leading_to_assessment"),
            _t("Tell every referrer within a day what was decided", "manager", "2013-09-30", _F.GAP, "contacts_decided_1_day"),
            _t("Put a social worker by telephone at the disposal of schools", "manager", "2013-11-29", _F.CHANGED, "contacts_from_schools"),
            _t("Find out why contacts from schools have dropped", "head", "2014-02-28", _F.LATE, "contacts_from_schools"),
            _t("Read a sample of repeated referrals each month", "qa", "2013-12-20", _F.GAP, "rereferrals"),
            _t("Agree with health how early help is asked for", "partner_manager", "2014-01-31", _F.SLIPPED, "early_help_started"),
            _t("Step down to early help with a meeting and not a letter", "manager", "2014-03-31", _F.ON_TRACK, "early_help_then_referral_6_months"),
            _t("Ask agencies each quarter whether they understand the guide", "analyst", "2014-03-31", _F.CLAIMED),
            _t("Send the old threshold cards to every school again", "head", "2013-09-30", _F.SUPERSEDED),
        ),
    ),
    Theme(
        title="Culture and identity understood in every assessment",
        success="A reader of the file knows who this child is, and the plan follows from it.",
        sponsor="qa",
        finding="e",
        actions=(
            _t("Ask about language, faith and culture in every assessment", "qa", "2013-09-30", _F.CLAIMED, "audits_good"),
            _t("Train all teams with people from local communities", "head", "2013-12-20", _F.CHANGED),
            _t("Make ethnicity and religion fields that cannot be passed over", "analyst", "2013-10-31", _F.EMBEDDED),
            _t("Audit how identity is explored, apart from whether a box is filled", "qa", "2014-01-31", _F.CLAIMED, "audits_good"),
            _t("Keep a list of interpreters who know the work", "manager_east", "2013-11-29", _F.CHANGED),
            _t("Share two worked examples a month in team meetings", "worker", "2014-02-28", _F.ON_TRACK, suggestion=True),
            _t("Look each year at who is met at each stage, by group", "analyst", "2014-03-31", _F.LATE),
            _t("Ask young people from minorities what they would change", "qa", "2014-03-31", _F.NOBODYS),
        ),
    ),
    Theme(
        title="Do-able workloads, good support and time with young people",
        success="No practitioner is over the limit for two weeks without a plan, and more of the week is spent with children.",
        sponsor="director",
        finding="",
        actions=(
            _t("Set a limit for each role and look at it every Monday", "head", "2013-07-31", _F.GAP, "workers_over_caseload_limit"),
            _t("Review every caseload with its worker each month", "manager", "2013-09-30", _F.CHANGED, "average_caseload"),
            _t("Keep supervision even when the week is full", "manager_east", "2013-10-31", _F.GAP, "supervision_in_time"),
            _t("Fill four standing vacancies", "head", "2013-11-29", _F.GAP, "vacancy_rate"),
            _t("Ask those who leave why they do", "head", "2013-12-20", _F.CLAIMED, "turnover_rate"),
            _t("Let an administrator type minutes and send letters", "manager", "2013-10-31", _F.CHANGED, suggestion=True),
            _t("Measure for two weeks how practitioners spend their time", "analyst", "2014-01-31", _F.SLIPPED, suggestion=True),
            _t("Give newly qualified workers a lighter load for a year", "head", "2014-02-28", _F.ON_TRACK, "newly_qualified_share"),
            _t("Write and share good practice guides, each with a day for review", "qa", "2014-01-31", _F.CHANGED),
            _t("Try laptops for work between visits", "manager_east", "2014-03-31", _F.AT_RISK, suggestion=True),
            _t("Know at once of cases without a worker", "manager", "2013-09-30", _F.EMBEDDED, "unallocated_cases"),
            _t("Move the duty desk to the front of the building", "head", "2014-03-31", _F.PAUSED),
            _t("Let each team choose one thing to stop doing", "worker", "2014-03-31", _F.ON_TRACK, suggestion=True),
        ),
    ),
)  # fmt: skip
# Lesser findings, and findings of other priorities, that an action answers besides its own.
ALSO: dict[str, tuple[str, ...]] = {
    "Have a manager look in on every assessment at the tenth working day": ("a.3",),
    "Train every practitioner in analysis": ("e",),
    "Say in every plan by when each thing will be done": ("a.2",),
    "Put a chronology on every open file": ("a.1",),
    "Ask children how they would like to take part in reviews": ("c",),
    "Tell every referrer within a day what was decided": ("d.1",),
    "Read a sample of repeated referrals each month": ("a",),
    "Ask about language, faith and culture in every assessment": ("a",),
    "Keep supervision even when the week is full": ("a.3",),
}
# Why the actions of each priority are needed, by the finding it answers; the last priority answers none.
WHY: dict[str, str] = {
    "a": "Inspectors read good and poor assessments from the same month, and plans that named no day.",
    "b": "What families told us was heard by their worker and seldom went further.",
    "c": "Few young people had somebody to speak for them when plans about them were made.",
    "d": "The same account led to different help, depending on who read it.",
    "e": "Files said what a child was called and seldom who the child was.",
    "": "Good practice needs time with young people, and workloads that leave it.",
}
STEPS_ON_THE_WAY = ("Agreed with those who will do it", "Tried by one team", "In use by every team")
REPORTS: tuple[str, ...] = (
    "Begun with the two teams that asked for it; the others follow.",
    "Talked through at the team meeting. Two practitioners offered to try it first.",
    "Half of what was planned is done. What is left is in hand.",
    "Slower than we hoped, for leave and the new system fell together.",
    "The first results were shown to the board, which asked how we know that it helps.",
    "Done in the north; the east begins next month.",
    "Families were asked what they thought of it and we have changed the wording.",
    "A dip sample of ten showed it done in eight.",
)
FINAL_REPORT = (
    "More than half of what was planned in June 2013 is done, and of most of that somebody other than its owner has "
    "seen that it is. Thresholds are better understood, advocates are offered as a matter of course, and a limit to "
    "caseloads is looked at every Monday. For a number of actions nothing shows yet that they made a difference: they are named "
    "in the plan and are not called a success here."
)
VIGILANCE = (
    "Consistency and quality of reports, assessments and plans. Contacts from schools. What families say. Whether what "
    "is done makes a difference."
)
