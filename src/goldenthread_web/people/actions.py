"""The only writer of people, teams, roles and emergency access."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from goldenthread_web.people import queries
from goldenthread_web.people.cast import CAST, TEAMS, Made, email_of
from goldenthread_web.people.happenings import Happening, tell
from goldenthread_web.people.models import EmergencyAccess, Person, RoleHeld, Team
from goldenthread_web.people.roles import ON_A_TEAM, Role
from goldenthread_web.people.tasks import send_emergency_notice, send_link

LONGEST_EMERGENCY_HOURS = 4


@transaction.atomic
def add_person(
    *, by: Person | None, email: str, name: str, job_title: str, today: dt.date, request: HttpRequest | None = None
) -> Person:
    """Enter a person, who has no password and no role yet."""
    person = Person(email=email.strip().lower(), name=name.strip(), job_title=job_title.strip(), joined=today)
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
    tell(
        actor=by,
        happening=Happening.PERSON_ADDED,
        what=f"person:{person.pk}",
        detail={"name": person.name},
        request=request,
    )
    return person


@transaction.atomic
def change_person(*, by: Person, person: Person, email: str, name: str, job_title: str, request: HttpRequest) -> None:
    """Correct a person's details."""
    before = {"email": person.email, "name": person.name, "job_title": person.job_title}
    person.email, person.name, person.job_title = email.strip().lower(), name.strip(), job_title.strip()
    person.full_clean(exclude=["password"])
    person.save(update_fields=["email", "name", "job_title"])
    detail = {f"{key}_before": value for key, value in before.items() if value != getattr(person, key)}
    tell(actor=by, happening=Happening.PERSON_CHANGED, what=f"person:{person.pk}", detail=detail, request=request)


@transaction.atomic
def invite(*, by: Person, person: Person, request: HttpRequest) -> None:
    """Send a link by which the person chooses a password of their own."""
    if not person.is_active:
        raise ValidationError("The account is closed. Open it again before you invite the person.")
    tell(actor=by, happening=Happening.PERSON_INVITED, what=f"person:{person.pk}", request=request)
    site = request.build_absolute_uri("/")
    transaction.on_commit(lambda: send_link.enqueue(person=person.pk, site=site, invitation=True))


@transaction.atomic
def close_account(*, by: Person, person: Person, reason: str, today: dt.date, request: HttpRequest) -> None:
    """Stop somebody's access at once: no sign-in, no session, no role from today; the name stays in histories."""
    _not_oneself(by, person)
    _not_the_last_administrator(person, today, leaving=None)
    person.is_active = False
    person.save(update_fields=["is_active"])
    for held in queries.roles_current_or_to_come(person, today):
        _end_at(held, today - dt.timedelta(days=1))
    for session in UserSession.objects.filter(user=person):
        session.end()
    tell(actor=by, happening=Happening.PERSON_CLOSED, what=f"person:{person.pk}", reason=reason, request=request)


@transaction.atomic
def open_account(*, by: Person, person: Person, request: HttpRequest) -> None:
    """Let somebody sign in again; roles are given anew."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    tell(actor=by, happening=Happening.PERSON_OPENED, what=f"person:{person.pk}", request=request)


@transaction.atomic
def give_role(
    *,
    by: Person | None,
    person: Person,
    role: Role,
    team: Team | None,
    starts: dt.date,
    ends: dt.date | None,
    request: HttpRequest | None = None,
) -> RoleHeld:
    """Give a role from one day to another, both included."""
    if by is not None:
        _not_oneself(by, person)
    if (role in ON_A_TEAM) != (team is not None):
        raise ValidationError(
            f"Choose the team of the {role}."
            if team is None
            else f"A {role} speaks for the whole service: choose no team."
        )
    held = RoleHeld(person=person, role=role.value, team=team, starts=starts, ends=ends)
    if ends is not None and ends < starts:
        raise ValidationError("The last day is before the first. Exchange them.")
    held.save()
    detail = {"role": role.value, "team": team.name if team else "", "starts": starts, "ends": ends or ""}
    tell(actor=by, happening=Happening.ROLE_GIVEN, what=f"person:{person.pk}", detail=detail, request=request)
    return held


@transaction.atomic
def end_role(
    *, by: Person, held: RoleHeld, last_day: dt.date, reason: str, today: dt.date, request: HttpRequest | None = None
) -> None:
    """Let a role end; with yesterday as the last day, access stops at once."""
    _not_oneself(by, held.person)
    if last_day < today - dt.timedelta(days=1):
        raise ValidationError("Write yesterday's date to stop access at once: what was seen before cannot be unseen.")
    if held.role == Role.ADMINISTRATOR and last_day < today:
        _not_the_last_administrator(held.person, today, leaving=held)
    detail = {
        "role": held.role,
        "team": held.team.name if held.team else "",
        "started": held.starts,
        "last_day": last_day,
    }
    _end_at(held, last_day)
    tell(
        actor=by, happening=Happening.ROLE_ENDED, what=f"person:{held.person_id}", reason=reason, detail=detail, request=request
    )  # fmt: skip


@transaction.atomic
def add_team(*, by: Person, code: str, name: str, request: HttpRequest) -> Team:
    """Enter a team by the name that the returns give it."""
    team = Team(code=code.strip(), name=name.strip())
    team.full_clean()
    team.save()
    tell(
        actor=by, happening=Happening.TEAM_ADDED, what=f"team:{team.code}", detail={"name": team.name}, request=request
    )
    return team


@transaction.atomic
def rename_team(*, by: Person, team: Team, name: str, request: HttpRequest) -> None:
    """Call a team something else; its code stays, for the returns have it."""
    before, team.name = team.name, name.strip()
    team.full_clean()
    team.save(update_fields=["name"])
    detail = {"before": before, "name": team.name}
    tell(actor=by, happening=Happening.TEAM_CHANGED, what=f"team:{team.code}", detail=detail, request=request)


@transaction.atomic
def take_emergency_access(
    *, by: Person, reason: str, hours: int, at: dt.datetime, today: dt.date, request: HttpRequest
) -> EmergencyAccess:
    """Open children's records to an administrator for some hours; those who answer for information are told."""
    if not 1 <= hours <= LONGEST_EMERGENCY_HOURS:
        raise ValidationError(f"Emergency access lasts from 1 to {LONGEST_EMERGENCY_HOURS} hours.")
    if not queries.may_take_emergency_access(by, today):
        raise ValidationError("Your roles do not allow emergency access.")
    taken = EmergencyAccess.objects.create(person=by, reason=reason, starts=at, ends=at + dt.timedelta(hours=hours))
    until = f"{timezone.localtime(taken.ends):%H:%M on %d %B %Y}"
    told = [one.pk for one in queries.holders(Role.INFORMATION_GOVERNANCE, today)]
    tell(
        actor=by, happening=Happening.BREAK_GLASS_TAKEN, what=f"person:{by.pk}", reason=reason,
        detail={"until": until, "hours": hours}, request=request,
    )  # fmt: skip
    site = request.build_absolute_uri("/")
    transaction.on_commit(
        lambda: send_emergency_notice.enqueue(people=told, who=by.name, reason=reason, until=until, site=site)
    )
    return taken


@transaction.atomic
def end_emergency_access(*, by: Person, at: dt.datetime, request: HttpRequest) -> None:
    """Give emergency access back before its time."""
    for taken in EmergencyAccess.objects.filter(person=by, ends__gt=at):
        taken.ends = at
        taken.save(update_fields=["ends"])
    tell(actor=by, happening=Happening.BREAK_GLASS_ENDED, what=f"person:{by.pk}", request=request)


def _end_at(held: RoleHeld, last_day: dt.date) -> None:
    """A role that would end before it began is moved to that one day; the log has the days it was given for."""
    held.starts, held.ends = min(held.starts, last_day), last_day
    held.save(update_fields=["starts", "ends"])


def _not_oneself(by: Person, person: Person) -> None:
    if by.pk == person.pk:
        raise ValidationError("Nobody changes their own roles or account. Ask another administrator.")


def _not_the_last_administrator(person: Person, today: dt.date, *, leaving: RoleHeld | None) -> None:
    others = [one for one in queries.holders(Role.ADMINISTRATOR, today) if one.pk != person.pk]
    if not others and (leaving is not None or queries.holds(person, Role.ADMINISTRATOR, today)):
        raise ValidationError("This is the last administrator. Give the role to somebody else first.")


@transaction.atomic
def create_cast(*, today: dt.date, password: str = "", cast: Mapping[str, Made] = CAST) -> dict[str, Person]:
    """Enter the made-up people, their teams and roles; those who are there stay. Without a password none can be typed."""
    teams = {code: Team.objects.get_or_create(code=code, defaults={"name": name})[0] for code, name in TEAMS.items()}
    made = {}
    for key, one in cast.items():
        person, new = Person.objects.get_or_create(
            email=email_of(key), defaults={"name": one.name, "job_title": one.job_title, "joined": today}
        )
        if new:
            person.set_password(password or None)
            person.save()
            RoleHeld.objects.bulk_create(
                RoleHeld(person=person, role=role.value, team=teams.get(team), starts=today - dt.timedelta(days=365))
                for role, team in one.holds
            )
        made[key] = person
    return made
