"""What roles allow, alone, together, on a team and on a day; partners and councillors never reach a child."""

from __future__ import annotations

import datetime as dt
from itertools import combinations, product

import pytest

from goldenthread_web.people.models import Person, RoleHeld, Team
from goldenthread_web.people.roles import (
    CHILDREN,
    EMERGENCY,
    GRANTS,
    NEVER_CHILDREN,
    ON_A_TEAM,
    REACHES_CHILDREN,
    Permission,
    Role,
)
from goldenthread_web.people.rules import Access, access_for, access_of

DAY = dt.date(2026, 11, 23)
NORTH, EAST = Team(pk=1, code="T1", name="North"), Team(pk=2, code="T3", name="East")
SOMEBODY = Person(pk=1, name="Somebody", email="somebody@example.org")


def held(
    role: Role, team: Team | None = None, starts: dt.date = dt.date(2020, 1, 1), ends: dt.date | None = None
) -> RoleHeld:
    return RoleHeld(person=SOMEBODY, role=role.value, team=team, starts=starts, ends=ends)


def access(*roles: RoleHeld, on: dt.date = DAY) -> Access:
    return access_of(SOMEBODY, roles, on)


def usual(role: Role) -> RoleHeld:
    return held(role, NORTH if role in ON_A_TEAM else None)


def test_every_role_has_its_line_in_the_table() -> None:
    assert set(GRANTS) == set(Role)
    assert set().union(*GRANTS.values()) == set(Permission), "a permission that nobody has is no permission"


@pytest.mark.parametrize(("barred", "other"), list(product(sorted(NEVER_CHILDREN), Role)))
def test_partners_and_councillors_never_reach_a_child_whatever_else_they_are(barred: Role, other: Role) -> None:
    together = access(usual(other), usual(barred))
    assert not together.permissions & REACHES_CHILDREN
    assert not together.can_see_children
    for permission, team in product(CHILDREN, ("T1", "T3", None)):
        assert not together.can(permission, team)


@pytest.mark.parametrize("barred", sorted(NEVER_CHILDREN))
def test_no_three_roles_reach_a_child_either(barred: Role) -> None:
    for first, second in combinations(Role, 2):
        assert not access(usual(first), usual(second), usual(barred)).permissions & REACHES_CHILDREN


def test_the_bar_falls_with_the_role_that_brings_it() -> None:
    over = held(Role.COUNCILLOR, ends=DAY - dt.timedelta(days=1))
    assert access(held(Role.ANALYST), over).can(Permission.CHILDREN_SERVICE)
    assert not access(held(Role.ANALYST), over, on=DAY - dt.timedelta(days=1)).can(Permission.CHILDREN_SERVICE)


def test_all_other_pairs_add_up() -> None:
    for first, second in combinations(set(Role) - NEVER_CHILDREN, 2):
        assert access(usual(first), usual(second)).permissions == GRANTS[first] | GRANTS[second]


def test_roles_count_from_their_first_to_their_last_day() -> None:
    one = held(Role.ANALYST, starts=DAY, ends=DAY + dt.timedelta(days=1))
    counts = [access(one, on=DAY + dt.timedelta(days=days)).can(Permission.LOADS_UPLOAD) for days in (-1, 0, 1, 2)]
    assert counts == [False, True, True, False]


def test_a_team_managers_children_are_those_of_the_team() -> None:
    manager = access(held(Role.TEAM_MANAGER, NORTH))
    assert manager.can(Permission.CHILDREN_TEAM, "T1")
    assert not manager.can(Permission.CHILDREN_TEAM, "T3")
    assert manager.teams_for(Permission.CHILDREN_TEAM) == frozenset({"T1"})
    both = access(held(Role.TEAM_MANAGER, NORTH), held(Role.TEAM_MANAGER, EAST))
    assert both.teams == frozenset({"T1", "T3"})
    assert access(held(Role.HEAD_OF_SERVICE)).teams_for(Permission.CHILDREN_SERVICE) is None


@pytest.mark.parametrize(
    ("role", "profile"),
    [(Role.ANALYST, "internal"), (Role.BOARD_CHAIR, "board"), (Role.PARTNER, "board"), (Role.COUNCILLOR, "committee")],
)
def test_which_small_numbers_are_hidden_follows_the_role(role: Role, profile: str) -> None:
    assert access(usual(role)).profile == profile


@pytest.mark.django_db
def test_emergency_access_opens_children_for_its_hours_and_to_administrators_only(cast: dict[str, Person]) -> None:
    from goldenthread_web.people.models import EmergencyAccess

    noon = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    for key in ("administrator", "commissioner"):
        EmergencyAccess.objects.create(
            person=cast[key], reason="made up", starts=noon, ends=noon + dt.timedelta(hours=1)
        )
    admin = cast["administrator"]
    assert not access_for(admin, DAY).can_see_children
    assert not access_for(admin, DAY, noon - dt.timedelta(seconds=1)).can_see_children
    during = access_for(admin, DAY, noon)
    assert during.permissions == GRANTS[Role.ADMINISTRATOR] | EMERGENCY
    assert during.emergency_until == noon + dt.timedelta(hours=1)
    assert not access_for(admin, DAY, noon + dt.timedelta(hours=1)).can_see_children
    assert not access_for(cast["commissioner"], DAY, noon).can_see_children
    RoleHeld.objects.create(person=admin, role=Role.COUNCILLOR.value, starts=DAY)
    assert not access_for(admin, DAY, noon).can_see_children
