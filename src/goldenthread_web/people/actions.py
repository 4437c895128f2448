"""The only writer of people, teams and roles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from goldenthread_web.people.cast import CAST, TEAMS, Made, email_of
from goldenthread_web.people.models import Person, RoleHeld, Team


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
