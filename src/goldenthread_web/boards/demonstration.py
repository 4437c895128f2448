"""The boards of the made-up authority: the improvement board of 2013 and the development board that follows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.urls import reverse
from django.utils import timezone

from goldenthread_web.boards import actions, attending, carrying, changing, following
from goldenthread_web.boards.models import Attendance, Board, Interest, Item, Meeting, Member
from goldenthread_web.boards.queries import board_line, priorities_open
from goldenthread_web.boards.workflow import ItemState, MeetingState
from goldenthread_web.people.cast import EAST, NORTH
from goldenthread_web.people.models import Person, Team
from goldenthread_web.plans.models import PlanVersion

LATEST = dt.date(2014, 10, 7)
# Items with the paper that lay before the board.
PAPERS = {"The plan": "The plan as its first version", "The final plan": "Final plan of April 2014"}
FORMED, ENDED, AGAIN = dt.date(2013, 4, 29), dt.date(2014, 4, 30), dt.date(2014, 7, 1)
STANDING = ("Minutes of the last meeting", "Matters arising", "Exceptions of the plan")
# Key of the cast or a made-up name, part, level, team, partner, skill, vote.
MEMBERS: tuple[tuple[str, str, str, str, str, str, bool], ...] = (
    ("chair", "chair", "independent", "", "", "", True),
    ("director", "member", "director", "", "", "", True),
    ("head", "member", "senior manager", "", "", "", True),
    ("manager", "member", "team manager", NORTH, "", "", True),
    ("manager_east", "member", "team manager", EAST, "", "", True),
    ("worker", "member", "front line", NORTH, "", "newly qualified", True),
    ("member", "member", "senior practitioner", "South Referral and Assessment", "", "direct work with children", True),
    ("Wes Westerly", "member", "front line", "West Safeguarding and Support", "", "child protection", True),
    ("Caro Carer", "member", "front line", "Children in Care and Care Leavers", "", "leaving care", True),
    ("partner", "member", "partner", "", "health", "", True),
    ("Polly Police", "member", "partner", "", "police", "", True),
    ("commissioner", "adviser", "senior manager", "", "", "", False),
    ("democratic", "secretary", "senior manager", "", "", "", False),
)
# Who stands in for the north team's manager; the partners and skills that should be at the table.
STAND_IN = "Nora North"
WANTED = "health\npolice\nschools\nchild protection\nleaving care"
SAID = {
    "Minutes of the last meeting": "The minutes of the last meeting were agreed.",
    "Matters arising": "Each matter was gone through; what is not done stays.",
    "Exceptions of the plan": "The exceptions were read out with what each owner does about them.",
}
CALLED_DAYS_BEFORE = 11
# Meetings that were open to the public.
OPEN_DOORS = (dt.date(2014, 4, 15), dt.date(2014, 12, 2))
# Title of an item and day, who challenged, the question, who answered, the answer, after how many days.
CHALLENGES: tuple[tuple[str, dt.date, str, str, str, str, int], ...] = (
    ("What referrers hear back", dt.date(2013, 11, 5), "partner", "How will we know that schools hear back, and not only that a letter is sent?",
     "head", "Ten schools are asked each quarter; the first answers came to the meeting of January.", 20),
    ("Where the plan stands", dt.date(2014, 3, 4), "commissioner", "Most actions are done; where is the difference for children?",
     "qa", "In five of eight areas audits show one; in the others it is too early, and the final plan says so.", 14),
    ("Contacts from schools have fallen", dt.date(2014, 9, 2), "partner", "Could it be that schools no longer believe a call helps?", "", "", 0),
)  # fmt: skip
# The same of what went up: to whom, by key of the cast or in words.
ESCALATIONS: tuple[tuple[str, dt.date, str, str, str, str, int], ...] = (
    ("Caseloads that can be done", dt.date(2014, 1, 14), "director", "Relief needs two more posts in the north; will they be found?",
     "director", "Two posts for a year, from the reserve; to be looked at again with the budget.", 9),
    ("Chronologies that write themselves", dt.date(2014, 7, 8), "the chief executive", "The supplier asks for more than the service may spend by itself. Will the council pay?", "", "", 0),
)  # fmt: skip
# Who only observed a meeting: name, from where. Made up, as everybody here.
OBSERVERS: Mapping[dt.date, tuple[tuple[str, str], ...]] = {
    dt.date(2014, 9, 2): (("Olive Observer", "another council of the region"),)
}
# Title of an item and day, who declared an interest, what it is, what followed.
INTERESTS: tuple[tuple[str, dt.date, str, str, str], ...] = (
    ("A day a week without meetings", dt.date(2014, 9, 2), "Caro Carer", "Her partner leads the team that tried it first", Interest.Followed.NO_PART),
)  # fmt: skip
# What was to be done and by when, given another day: on which day, to which day, why.
MOVED: Mapping[str, tuple[dt.date, dt.date, str]] = {
    "Look into contacts from schools": (dt.date(2014, 10, 7), dt.date(2014, 11, 14), "Schools answer after half-term."),
}
# What the improvement board handed on to be watched: title, why, measure, who challenges.
WATCHED: tuple[tuple[str, str, str, str], ...] = (
    ("Quality and consistency of assessments and plans", "Audits still vary between teams.", "", "Cass Commissioner"),
    (
        "Whether help lasts",
        "Fewer children come back within a year than did; it may not hold.",
        "rereferrals",
        "Pat Partner",
    ),
)
TERMS = """The board oversees the writing and the carrying out of the improvement plan.
Its members come from every part and every level of the service, and from partners.
It decides by agreement where it can; it takes five voting members to decide.
It meets every six weeks and reports to the director; what it cannot settle goes to the director within a week."""
TERMS_AGAIN = """The board keeps up the development of the service. It is not tied to a report.
Its members come from every team, level and skill; what the front line raises comes first on the agenda.
It meets at least quarterly. A suggestion has its answer at the meeting after it was raised."""

# Day, then items: title, raised by, from, days before, what was said, decision, reason, dissent, to do, owner, days to do.
Line = tuple[str, str, str, int, str, str, str, str, str, str, int]
FIRST: tuple[tuple[dt.date, tuple[Line, ...]], ...] = (
    (dt.date(2013, 5, 14), (
        ("How the board will work", "chair", "independent", 14, "Members asked that papers come a week before.", "Papers go out five working days before each meeting.", "Front-line members need time to read them.", "", "Send papers five working days before", "democratic", 28),
        ("First draft of the plan", "head", "senior manager", 10, "Five priorities follow the five areas of the report.", "The draft goes to every team for comment.", "Those who do the work know what will help.", "", "Collect what the teams say", "manager", 30),
    )),
    (dt.date(2013, 6, 18), (
        ("The plan", "head", "senior manager", 20, "Each team's comments were gone through one by one.", "The plan is approved as its first version.", "It answers every area of the report.", "", "", "", 0),
        ("A shorter form for assessments", "worker", "front line", 25, "The form asks the same thing in three places.", "A shorter form is tried in two teams for three months.", "It should leave more time with young people.", "", "Try the shorter form in two teams", "manager", 90),
    )),
    (dt.date(2013, 9, 10), (
        ("What the trial of the form showed", "manager", "team manager", 12, "Workers said it saved time; audits found no loss.", "The shorter form is used by every team from October.", "It saved about an hour and a half for each assessment, and audits held.", "The police asked for a check after six months.", "Bring audits of the new form to the board", "qa", 60),
        ("Advocates at conferences", "advocate", "partner", 30, "Few young people are offered one.", "An advocate is offered by default, and a no is recorded with its reason.", "An offer that has to be asked for is seldom made.", "", "Record offers and reasons", "manager_east", 60),
    )),
    (dt.date(2013, 11, 5), (
        ("What referrers hear back", "Wes Westerly", "front line", 33, "Schools often hear nothing.", "Every referrer is told the decision within two working days.", "Who hears nothing sends the same again.", "", "Write the two-day rule into the procedure", "head", 40),
        ("Caseloads that can be done", "member", "senior practitioner", 28, "Numbers alone say little; some cases weigh more.", "", "", "", "", "", 0),
    )),
    (dt.date(2014, 1, 14), (
        ("Caseloads that can be done", "member", "senior practitioner", 98, "A weekly look at weighted caseloads was agreed with the union.", "Caseloads are looked at every week and relief is agreed where they are over the limit.", "Work that cannot be done is not done well.", "", "Begin the weekly look", "head", 30),
        ("Guide to culture and identity", "Caro Carer", "front line", 40, "A first guide was read by six teams.", "The guide is published and training is offered.", "Staff asked for examples, not rules.", "", "Publish the guide", "qa", 45),
    )),
    (dt.date(2014, 3, 4), (
        ("Where the plan stands", "chair", "independent", 20, "Most actions are done; assessments and plans are still uneven.", "Quality and consistency stay under the board's eye after the plan ends.", "The audits still vary between teams.", "", "", "", 0),
    )),
    (dt.date(2014, 4, 15), (
        ("The final plan", "head", "senior manager", 21, "What was achieved was set beside what needs vigilance.", "The plan is concluded; a development board takes over what is unfinished.", "Improvement is not an event that ends.", "", "Propose members for the development board", "head", 60),
    )),
)  # fmt: skip
AFTER: tuple[tuple[dt.date, tuple[Line, ...]], ...] = (
    (dt.date(2014, 7, 8), (
        ("What the development board is for", "chair", "independent", 7, "The same drivers, without a report behind it.", "The board goes on with members from every level.", "It is right, not a response to anybody.", "", "", "", 0),
        ("Chronologies that write themselves", "worker", "front line", 21, "The case system holds the dates already.", "The supplier is asked for a report that lists them.", "Workers copy what is there.", "", "Ask the supplier for the report", "analyst", 60),
    )),
    (dt.date(2014, 9, 2), (
        ("Contacts from schools have fallen", "analyst", "senior manager", 14, "It may be fewer schools, earlier help, or another threshold.", "The front door looks into it and brings what it finds.", "A fall can be good or bad news.", "", "Look into contacts from schools", "manager", 45),
        ("A day a week without meetings", "Wes Westerly", "front line", 30, "Teams tried it in July.", "Each team chooses one.", "Workers spent the day with families.", "Finance doubted that it can be kept in winter.", "", "", 0),
    )),
    (dt.date(2014, 10, 7), (
        ("Long assessments of simple matters", "member", "senior practitioner", 20, "A quarter end in the last five days allowed.", "Managers look at each assessment on days 10 and 20.", "Time should be proportionate to the matter.", "", "Begin the looks at days 10 and 20", "manager_east", 30),
    )),
)  # fmt: skip


def tell_story(*, people: Mapping[str, Person], today: dt.date) -> None:
    """Write both boards through the site's own actions, where no board has been set up and all of it has been."""
    if Board.objects.exists() or today < AFTER[-1][0]:
        return
    by = people["democratic"]
    board = actions.save_board(
        board=Board(
            name="Service Improvement Board", kind=Board.Kind.IMPROVEMENT, quorum=5, formed=FORMED, wanted=WANTED,
            remit="Oversees the drawing up and the carrying out of the improvement plan after the inspection of March 2013.",
        ),
        standing=STANDING, by=by,
    )  # fmt: skip
    actions.write_terms(board=board, text=TERMS, in_force_from=FORMED, review_by=dt.date(2014, 4, 30), by=by)
    _seat(board, people, by)
    _meet(board, FIRST, people)
    for title, why, measure, challenger in WATCHED:
        changing.watch(
            board=board, title=title, why=why, measure=measure, challenger=challenger, by=by, today=FIRST[-1][0]
        )
    board.ends = ENDED
    board = actions.save_board(board=board, standing=STANDING, by=by)
    after = carrying.succeed(
        board=board, day=AGAIN, by=by,
        into=Board(
            name="Service Development Board", kind=Board.Kind.DEVELOPMENT, quorum=5,
            remit="Keeps up the development of the service, with voices from every team, level and skill.",
        ),
    )  # fmt: skip
    actions.write_terms(board=after, text=TERMS_AGAIN, in_force_from=AGAIN, review_by=dt.date(2015, 7, 1), by=by)
    _meet(after, AFTER, people)
    actions.plan_meeting(
        meeting=Meeting(board=after, on=OPEN_DOORS[-1], at=dt.time(10), place="Avonmere, room 2", public=True), by=by
    )


def _seat(board: Board, people: Mapping[str, Person], by: Person) -> None:
    teams = {one.code: one for one in Team.objects.all()}
    for who, part, level, team, partner, skill, voting in MEMBERS:
        person = people.get(who)
        actions.save_member(
            member=Member(
                board=board, person=person, name=person.name if person else who, part=part, level=level,
                team=teams.get(team), partner=partner, skill=skill, voting=voting, starts=FORMED,
                sees_exempt=part != Member.Part.ADVISER,
            ),
            by=by,
        )  # fmt: skip
    seat = board.members.get(person=people["manager"])
    actions.save_member(
        member=Member(board=board, name=STAND_IN, level=seat.level, team=seat.team, starts=FORMED, substitute_for=seat),
        by=by,
    )


def _meet(board: Board, told: tuple[tuple[dt.date, tuple[Line, ...]], ...], people: Mapping[str, Person]) -> None:
    by = people["democratic"]
    for number, (on, lines) in enumerate(told):
        meeting = actions.plan_meeting(
            meeting=Meeting(board=board, on=on, at=dt.time(10), place="Avonmere, room 2", public=on in OPEN_DOORS),
            by=by,
        )
        items = [_raise(meeting, line, people) for line in lines]
        called = max(on - dt.timedelta(days=CALLED_DAYS_BEFORE), board.formed)
        actions.move_meeting(meeting=meeting, then=MeetingState.CALLED, by=by, today=called)
        _attend(meeting, number, by)
        for name, comes_from in OBSERVERS.get(on, ()):
            attending.record_observer(meeting=meeting, name=name, comes_from=comes_from, by=by)
        for standing in meeting.items.filter(standing=True):
            actions.write_minute(item=standing, text=SAID[standing.title], version=standing.version, by=by)
        for item, line in zip(items, lines, strict=True):
            _discuss(item, line, people)
            _press(item, people)
            _declare(item, by)
        actions.move_meeting(meeting=meeting, then=MeetingState.HELD, by=by, today=on)
        actions.move_meeting(meeting=meeting, then=MeetingState.MINUTED, by=by, today=on)
        _agree_earlier(meeting, by)


def _agree_earlier(meeting: Meeting, by: Person) -> None:
    """A meeting agrees the minutes of the one before it, also of the board it follows."""
    earlier = Meeting.objects.filter(board__in=board_line(meeting.board), state=MeetingState.MINUTED, on__lt=meeting.on)
    for one in earlier:
        actions.move_meeting(meeting=one, then=MeetingState.AGREED, by=by, today=meeting.on)


def _raise(meeting: Meeting, line: Line, people: Mapping[str, Person]) -> Item:
    title, who, level, before = line[:4]
    carried = meeting.items.filter(title=title).first()
    if carried is not None:  # it was deferred, and came by itself
        return carried
    person = people.get(who)
    name = person.name if person else who
    seat = meeting.board.members.filter(name=name).first()
    item = Item(
        meeting=meeting, title=title, purpose=Item.Purpose.DECIDE if line[5] else Item.Purpose.DISCUSS,
        raised_by=person, raised_name=name, raised_from=level, raised_team=seat.team if seat else None, raised_on=meeting.on - dt.timedelta(days=before),
        state=ItemState.ON_AGENDA,
    )  # fmt: skip
    return actions.propose_item(item=item, by=person or people["democratic"])


def _attend(meeting: Meeting, number: int, by: Person) -> None:
    was: dict[int, str] = {}
    for place, one in enumerate(meeting.board.members.filter(substitute_for=None).order_by("pk")):
        away = (place + number) % 7 == 6
        was[one.pk] = Attendance.Was.APOLOGIES if away else Attendance.Was.PRESENT
    for one in meeting.board.members.exclude(substitute_for=None).select_related("substitute_for"):
        stands_for = one.substitute_for_id or 0
        if was[stands_for] == Attendance.Was.APOLOGIES:
            was[stands_for], was[one.pk] = Attendance.Was.SUBSTITUTED, Attendance.Was.PRESENT
    actions.record_attendance(meeting=meeting, was=was, by=by)


def _discuss(item: Item, line: Line, people: Mapping[str, Person]) -> None:
    by = people["democratic"]
    _title, _who, _level, _before, said, decision, reason, dissent, todo, owner, days = line
    item = actions.write_minute(item=item, text=said, version=item.version, by=by)
    _attach(item, by)
    if decision:
        # Each team was to choose a day, and nobody was asked to see that it does: the thread breaks there.
        acts = bool(todo) or decision == "Each team chooses one."
        following.decide(item=item, text=decision, reason=reason, dissent=dissent, calls_for_action=acts, by=by)
    else:
        actions.move_item(item=item, then=ItemState.DEFERRED, by=by)
    if todo:
        due = item.meeting.on + dt.timedelta(days=days)
        # What the latest meeting asked for goes into the plan that runs, where there is one.
        priority = priorities_open().order_by("-plan__starts", "number").first() if item.meeting.on >= LATEST else None
        made = following.raise_board_action(
            item=item, text=todo, owner=people[owner], due=due, by=by, priority=priority
        )
        if todo in MOVED:
            on, then, why = MOVED[todo]
            following.change_board_action(
                action=made, owner=made.owner, due=then, reason=why, by=by,
                at=timezone.make_aware(dt.datetime.combine(on, dt.time(11))),
            )  # fmt: skip
        if due < dt.date(2014, 9, 1):
            following.finish_board_action(
                action=made, done_on=due, said="Reported to the next meeting.", by=by, today=due
            )


def _attach(item: Item, by: Person) -> None:
    """The version of the plan that a meeting approved, as a page of this site, where the plan has been told of."""
    wanted = PAPERS.get(item.title)
    found = PlanVersion.objects.filter(approved_on=item.meeting.on).first() if wanted else None
    if wanted and found is not None:
        actions.attach_paper(
            item=item, title=wanted, page=reverse("plans:version", args=[found.pk]), by=by, at=_moment(item, -7)
        )


def _press(item: Item, people: Mapping[str, Person]) -> None:
    """What was challenged and escalated of an item, and what was answered."""
    on = item.meeting.on
    for title, day, who, text, answerer, words, days in CHALLENGES:
        if (title, day) == (item.title, on):
            asked = following.challenge(item=item, text=text, by=people[who], at=_moment(item, 0))
            if words:
                following.answer(question=asked, text=words, by=people[answerer], at=_moment(item, days))
    for title, day, to, text, answerer, words, days in ESCALATIONS:
        if (title, day) == (item.title, on):
            by = people["chair"]
            person = people.get(to)
            sent = following.escalate(
                item=item, question=text, to_person=person, to="" if person else to, by=by, at=_moment(item, 0)
            )
            if words:
                following.answer(question=sent, text=words, by=people[answerer], at=_moment(item, days))


def _declare(item: Item, by: Person) -> None:
    """The interest that a member declared in an item."""
    for title, day, name, text, followed in INTERESTS:
        if (title, day) == (item.title, item.meeting.on):
            member = item.meeting.board.members.get(name=name)
            attending.declare_interest(item=item, member=member, text=text, followed=followed, by=by)


def _moment(item: Item, days: int) -> dt.datetime:
    """Eleven in the morning so many days after the meeting."""
    day = item.meeting.on + dt.timedelta(days=days)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(11)))
