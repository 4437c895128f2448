"""Reads people, teams and roles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from goldenthread_web.people.models import EmergencyAccess, Person, RoleHeld, Team
from goldenthread_web.people.roles import NEVER_CHILDREN, Permission, Role
from goldenthread_web.people.rules import Access, access_of


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A person on the list of people: `roles` are those of today."""

    person: Person
    roles: list[RoleHeld]


def people(*, words: str, today: dt.date, closed: bool) -> list[Listed]:
    """People by name, whose name, address or post has the words in it; closed accounts only where asked."""
    found = Person.objects.filter(is_active=not closed)
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(job_title__icontains=word))
    held = RoleHeld.objects.filter(_on(today)).select_related("team")
    found = found.prefetch_related(Prefetch("roles_held", queryset=held))
    return [Listed(person=one, roles=list(one.roles_held.all())) for one in found]


def holders(role: Role, today: dt.date) -> list[Person]:
    """People with an open account who hold a role today."""
    held = RoleHeld.objects.filter(_on(today), role=role.value, person__is_active=True).select_related("person")
    return [one.person for one in held]


def holds(person: Person, role: Role, today: dt.date) -> bool:
    """Whether a person holds a role today."""
    return RoleHeld.objects.filter(_on(today), person=person, role=role.value).exists()


def may_take_emergency_access(person: Person, today: dt.date) -> bool:
    """Administrators may, unless another role of theirs bars them from children's records."""
    access = access_of(person, person.roles_held.select_related("team"), today)
    return access.can(Permission.PEOPLE_MANAGE) and not access.roles & NEVER_CHILDREN


def without_role(today: dt.date) -> list[Person]:
    """People with an open account who hold no role today or later: they see nothing."""
    held = RoleHeld.objects.filter(Q(ends__isnull=True) | Q(ends__gte=today)).values("person")
    return list(Person.objects.filter(is_active=True).exclude(pk__in=held))


def emergencies_since(moment: dt.datetime) -> list[EmergencyAccess]:
    """Emergency access taken after a moment, the latest first."""
    return list(EmergencyAccess.objects.filter(starts__gte=moment).select_related("person"))


def roles_of(person: Person) -> QuerySet[RoleHeld]:
    """Every role a person holds, held or will hold, the latest first."""
    return person.roles_held.select_related("team").order_by("-starts", "-pk")


def roles_current_or_to_come(person: Person, today: dt.date) -> list[RoleHeld]:
    """Roles that are not over."""
    return list(person.roles_held.filter(Q(ends__isnull=True) | Q(ends__gte=today)))


def lost_with(held: RoleHeld, today: dt.date) -> list[str]:
    """What a person can no longer do once this role is over, in words; other roles may still allow some of it."""
    all_held = [one for one in roles_of(held.person) if _runs(one, today)]
    before = access_of(held.person, all_held, today)
    after = access_of(held.person, [one for one in all_held if one.pk != held.pk], today)
    return [
        f"{permission}{_where(before, permission)}" for permission in Permission if _less(before, after, permission)
    ]


def teams() -> list[Team]:
    """The teams by name."""
    return list(Team.objects.all())


def emergencies(*, limit: int = 50) -> list[EmergencyAccess]:
    """The latest times that emergency access was taken."""
    return list(EmergencyAccess.objects.select_related("person")[:limit])


def _on(day: dt.date) -> Q:
    return Q(starts__lte=day) & (Q(ends__isnull=True) | Q(ends__gte=day))


def _runs(held: RoleHeld, day: dt.date) -> bool:
    return held.starts <= day and (held.ends is None or held.ends >= day)


def _less(before: Access, after: Access, permission: Permission) -> bool:
    return _reach(before, permission) - _reach(after, permission) != frozenset()


def _reach(access: Access, permission: Permission) -> frozenset[str]:
    found = access.teams_for(permission)
    return frozenset({"everywhere"}) if found is None else found


def _where(access: Access, permission: Permission) -> str:
    found = access.teams_for(permission)
    return f" (team {', '.join(sorted(found))})" if found else ""
