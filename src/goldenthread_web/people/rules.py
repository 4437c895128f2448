"""What a person may see and do today, worked out from the roles they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from goldenthread_web.people.models import EmergencyAccess, Person, RoleHeld
from goldenthread_web.people.roles import EMERGENCY, GRANTS, NEVER_CHILDREN, REACHES_CHILDREN, Permission, Role


@dataclass(frozen=True, kw_only=True)
class Access:
    """The permissions of one person on one day.

    `everywhere` holds for the whole service, `by_team` holds pairs of permission and team code; `emergency_until`
    is when emergency access ends, where it was taken.
    """

    person: Person
    roles: frozenset[Role]
    everywhere: frozenset[Permission]
    by_team: frozenset[tuple[Permission, str]]
    emergency_until: dt.datetime | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything this person may do somewhere."""
        return self.everywhere | {permission for permission, _team in self.by_team}

    @property
    def teams(self) -> frozenset[str]:
        """Codes of the teams this person holds a role on."""
        return frozenset(team for _permission, team in self.by_team)

    def can(self, permission: Permission, team: str | None = None) -> bool:
        """Whether this may be done; with `team`, for that team."""
        if permission in self.everywhere:
            return True
        if team is None:
            return permission in self.permissions
        return (permission, team) in self.by_team

    def teams_for(self, permission: Permission) -> frozenset[str] | None:
        """The teams a permission holds for; None for all of them."""
        if permission in self.everywhere:
            return None
        return frozenset(team for held, team in self.by_team if held is permission)

    @property
    def can_see_children(self) -> bool:
        """Whether this person may see children behind a figure, of a team or of the service."""
        return bool(self.permissions & {Permission.CHILDREN_TEAM, Permission.CHILDREN_SERVICE})

    @property
    def profile(self) -> str:
        """Which small numbers are hidden from this person: as on screens of staff, of a board, or in public."""
        if self.can(Permission.FIGURES_TEAM):
            return "internal"
        return "board" if self.can(Permission.FIGURES_MANAGEMENT) else "committee"


def access_of(person: Person, held: Iterable[RoleHeld], today: dt.date) -> Access:
    """The access of a person from the roles they hold; a role counts on its first and last day."""
    current = [one for one in held if one.starts <= today and (one.ends is None or one.ends >= today)]
    roles = frozenset(Role(one.role) for one in current)
    barred = REACHES_CHILDREN if roles & NEVER_CHILDREN else frozenset()
    everywhere: set[Permission] = set()
    by_team: set[tuple[Permission, str]] = set()
    for one in current:
        granted = GRANTS[Role(one.role)] - barred
        if one.team is None:
            everywhere |= granted
        else:
            by_team |= {(permission, one.team.code) for permission in granted}
    return Access(person=person, roles=roles, everywhere=frozenset(everywhere), by_team=frozenset(by_team))


def access_for(person: Person, today: dt.date, at: dt.datetime | None = None) -> Access:
    """The access of a person, read with one query; with `at`, emergency access of that moment counts too."""
    access = access_of(person, person.roles_held.select_related("team"), today)
    if at is None or Role.ADMINISTRATOR not in access.roles or access.roles & NEVER_CHILDREN:
        return access
    taken = EmergencyAccess.objects.filter(person=person, starts__lte=at, ends__gt=at).order_by("-ends").first()
    if taken is None:
        return access
    return replace(access, everywhere=access.everywhere | EMERGENCY, emergency_until=taken.ends)
