"""Boards, their terms and members, meetings with agenda, papers, attendance and minutes, decisions and what follows."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldenthread_web.boards.workflow import ITEM_COLOURS, MEETING_COLOURS, ItemState, MeetingState
from goldenthread_web.people.models import Person, Team


class Board(models.Model):
    """A board: what for, from when to when, and the board it follows."""

    class Kind(models.TextChoices):
        """What kind of board."""

        IMPROVEMENT = "improvement", "Improvement board"
        DEVELOPMENT = "development", "Service development board"
        PERFORMANCE = "performance", "Performance board"
        QUALITY = "quality", "Quality assurance board"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    remit = models.TextField()
    wanted = models.TextField(blank=True)
    quorum = models.PositiveSmallIntegerField(default=3)
    formed = models.DateField()
    ends = models.DateField(null=True, blank=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-formed", "-pk"]

    def __str__(self) -> str:
        return self.name

    def ended(self, day: dt.date) -> bool:
        """Whether it had ended before a day."""
        return self.ends is not None and self.ends < day


class Terms(models.Model):
    """Terms of reference as they held from a day; a change is a new version."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="terms")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    in_force_from = models.DateField()
    review_by = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["board", "number"], name="terms_numbered_once")
        ]

    def __str__(self) -> str:
        return f"terms {self.number} of {self.board_id}"


class Member(models.Model):
    """Somebody who sits on a board, from one day to another, for a team or a partner, at a level."""

    class Part(models.TextChoices):
        """What they do on the board."""

        CHAIR = "chair", "Chair"
        VICE = "vice-chair", "Vice-chair"
        MEMBER = "member", "Member"
        ADVISER = "adviser", "Adviser"
        SECRETARY = "secretary", "Secretary"

    class Level(models.TextChoices):
        """The level they speak from; all should be heard."""

        FRONT_LINE = "front line", "Front line"
        SENIOR = "senior practitioner", "Senior practitioner"
        TEAM_MANAGER = "team manager", "Team manager"
        SENIOR_MANAGER = "senior manager", "Senior manager"
        DIRECTOR = "director", "Director"
        PARTNER = "partner", "Partner"
        INDEPENDENT = "independent", "Independent"

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    name = models.CharField(max_length=120)
    part = models.CharField(max_length=12, choices=Part.choices, default=Part.MEMBER)
    level = models.CharField(max_length=24, choices=Level.choices)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.CharField(max_length=120, blank=True)
    skill = models.CharField(max_length=120, blank=True)
    voting = models.BooleanField(default=True)
    sees_exempt = models.BooleanField(default=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    substitute_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="substitutes"
    )

    class Meta:
        """Chair first, then by name."""

        ordering: ClassVar[list[str]] = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def sits(self, day: dt.date) -> bool:
        """Whether they sit on the board on a day."""
        return self.starts <= day and (self.ends is None or self.ends >= day)


class CalendarKey(models.Model):
    """The secret of somebody's calendar address, as a digest: who has the address needs no password."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_key")
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"


class StandingItem(models.Model):
    """An item that is on every agenda of a board."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="standing_items")
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()

    class Meta:
        """In the order they are taken."""

        ordering: ClassVar[list[str]] = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Meeting(models.Model):
    """A meeting of a board. A removed one is kept and can be restored."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    at = models.TimeField()
    place = models.CharField(max_length=200)
    public = models.BooleanField(default=False)
    state = models.CharField(max_length=12, default=MeetingState.PLANNED)
    called_on = models.DateField(null=True, blank=True)
    called_late_why = models.CharField(max_length=300, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_at = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="agreed_here")
    agreed_why = models.CharField(max_length=300, blank=True)
    edition = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["board", "number"], name="meeting_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.board}, meeting {self.number}"

    @property
    def agreed_words(self) -> str:
        """When its minutes were agreed, and by which meeting or why without one; empty where that is not recorded."""
        if self.agreed_on is None:
            return ""
        told = f"Minutes agreed on {self.agreed_on.day} {self.agreed_on:%B %Y}"
        if self.agreed_at is None:
            return f"{told}, without a later meeting: {self.agreed_why.rstrip('.')}."
        other = "" if self.agreed_at.board_id == self.board_id else f" of the {self.agreed_at.board}"
        return f"{told}, meeting {self.agreed_at.number}{other}."

    @property
    def colour(self) -> str:
        """The colour of its state."""
        return MEETING_COLOURS[MeetingState(self.state)]


class Item(models.Model):
    """An item of a meeting: who raised it and what for, what was said, where it is."""

    class Purpose(models.TextChoices):
        """What the board is asked to do."""

        DECIDE = "decide", "To decide"
        DISCUSS = "discuss", "To discuss"
        NOTE = "note", "To note"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.DISCUSS)
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="raised_items")
    raised_name = models.CharField(max_length=120, blank=True)
    raised_from = models.CharField(max_length=24, choices=Member.Level.choices, blank=True)
    raised_team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_on = models.DateField()
    standing = models.BooleanField(default=False)
    exempt = models.BooleanField(default=False)
    exempt_reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=14, default=ItemState.PROPOSED)
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to"
    )
    minute = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """In the agenda's order."""

        ordering: ClassVar[list[str]] = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def colour(self) -> str:
        """The colour of its state."""
        return ITEM_COLOURS[ItemState(self.state)]

    def raiser(self, *, named: bool) -> str:
        """Who raised it, with their level; the level alone for readers to whom staff are not named. Empty where nobody did."""
        if self.standing:
            return ""
        level = self.get_raised_from_display()
        name = (self.raised_name or str(self.raised_by or "")) if named else ""
        if not name:
            return level.lower()
        return f"{name} ({level.lower()})" if level else name


class Paper(models.Model):
    """A paper of an item: a file kept by its digest, or a page of this site by its address."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="papers")
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=255, blank=True)
    folder = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    page = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        """In the order they came."""

        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether a member was at a meeting."""

    class Was(models.TextChoices):
        """How they were there."""

        PRESENT = "present", "Present"
        SUBSTITUTED = "substituted", "Sent a substitute"
        APOLOGIES = "apologies", "Sent apologies"
        ABSENT = "absent", "Absent"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attendance")
    was = models.CharField(max_length=12, choices=Was.choices)

    class Meta:
        """Each member once."""

        ordering: ClassVar[list[str]] = ["member__name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "member"], name="attended_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.was}"


class Observer(models.Model):
    """Somebody who was at a meeting and has no seat on the board."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="observers")
    name = models.CharField(max_length=120)
    comes_from = models.CharField(max_length=120)

    class Meta:
        """By name."""

        ordering: ClassVar[list[str]] = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Interest(models.Model):
    """An interest that a member declared in an item of a meeting, and what they did while it was taken."""

    class Followed(models.TextChoices):
        """What followed."""

        STAYED = "stayed", "Stayed and took part"
        NO_PART = "took no part", "Stayed and took no part"
        LEFT = "left", "Left the room"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="interests")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="interests")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="interests")
    text = models.CharField(max_length=300)
    followed = models.CharField(max_length=14, choices=Followed.choices)

    class Meta:
        """In the agenda's order; each member once for an item."""

        ordering: ClassVar[list[str]] = ["item__position", "member__name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "member"], name="interest_declared_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id}/{self.item_id}: {self.followed}"


class Decision(models.Model):
    """What a board decided, why, and who did not agree."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    reason = models.TextField()
    dissent = models.TextField(blank=True)
    calls_for_action = models.BooleanField(default=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """In the order they were taken."""

        ordering: ClassVar[list[str]] = ["-meeting__on", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "number"], name="decision_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.number}"


class BoardAction(models.Model):
    """What somebody is to do after a meeting: done here, or an action of the plan, which then tells where it stands."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="board_actions")
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_said = models.TextField(blank=True)
    plan_action = models.OneToOneField(
        "plans.Action", on_delete=models.PROTECT, null=True, blank=True, related_name="arose_from"
    )

    class Meta:
        """The next to be done first."""

        ordering: ClassVar[list[str]] = ["due", "pk"]

    def __str__(self) -> str:
        return self.text

    def owned_by(self, *, named: bool) -> str:
        """Who is to do it: by name to those who see boards, in public by the post."""
        return str(self.owner) if named else self.owner.job_title or "a member of staff"


class ActionChange(models.Model):
    """That an action of a board was given another owner or another day, by whom and why; what it was before is kept."""

    action = models.ForeignKey(BoardAction, on_delete=models.CASCADE, related_name="changes")
    owner_before = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    owner_after = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_before = models.DateField()
    due_after = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """The oldest first."""

        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.told}"

    @property
    def told(self) -> str:
        """What it became of what it was, in words."""
        before, after = self.due_before, self.due_after
        parts = []
        if self.owner_before_id != self.owner_after_id:
            parts.append(f"handed from {self.owner_before} to {self.owner_after}")
        if before != after:
            parts.append(f"moved from {before.day} {before:%B %Y} to {after.day} {after:%B %Y}")
        return " and ".join(parts)


class Challenge(models.Model):
    """A question that was pressed at a meeting, and its answer."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="challenges")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The oldest first: what waits longest is seen first."""

        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]

    def waits(self, today: dt.date) -> int:
        """For how many days it waited for its answer, or waits still."""
        until = timezone.localtime(self.answered_at).date() if self.answered_at else today
        return max(0, (until - timezone.localtime(self.at).date()).days)


class Escalation(models.Model):
    """Something taken from a meeting to another board or to somebody, with the answer that came back."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="escalations")
    to_board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, blank=True, related_name="escalated_here")
    to_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="escalated_to_me"
    )
    to = models.CharField(max_length=120, blank=True)
    question = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The oldest first."""

        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return self.question[:80]

    def whom(self, *, named: bool = True) -> str:
        """To whom it went; readers to whom staff are not named are told no name."""
        if self.to_person_id:
            return str(self.to_person) if named else self.to or "an officer"
        return str(self.to_board or self.to)

    def waits(self, today: dt.date) -> int:
        """For how many days it waited for its answer, or waits still."""
        until = timezone.localtime(self.answered_at).date() if self.answered_at else today
        return max(0, (until - timezone.localtime(self.at).date()).days)


class WatchArea(models.Model):
    """Something a board keeps its eye on, although nothing is planned under it any more, until it releases it."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="watched")
    title = models.CharField(max_length=200)
    why = models.TextField()
    measure = models.CharField(max_length=80, blank=True)
    challenger = models.CharField(max_length=120, blank=True)
    since = models.DateField()
    released_on = models.DateField(null=True, blank=True)
    released_why = models.TextField(blank=True)

    class Meta:
        """What has been watched longest first."""

        ordering: ClassVar[list[str]] = ["since", "pk"]

    def __str__(self) -> str:
        return self.title
