"""People, the teams of the service, and the roles people hold from one day to another."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from goldenthread_web.people.roles import Role


class PersonManager(BaseUserManager["Person"]):
    """Finds people by e-mail address, whatever its letters' case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this e-mail address."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who may sign in. The name stays in histories after they leave."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    joined = models.DateField()

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        """Listed by name."""

        ordering: ClassVar[list[str]] = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name, as sign-in pages ask for it."""
        return self.name


class Team(models.Model):
    """A team of the service; `code` is what the returns call it."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        """Listed by name."""

        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class RoleHeld(models.Model):
    """A role a person holds, for a team or for the whole service, both days included."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles_held")
    role = models.CharField(max_length=40, choices=[(role.value, role.value.capitalize()) for role in Role])
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="roles_held")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        """A role ends on or after the day it starts."""

        ordering: ClassVar[list[str]] = ["starts", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="role_ends_after_it_starts",
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"


class EmergencyAccess(models.Model):
    """Access to children's records that an administrator took for a few hours, with the reason given."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="emergencies")
    reason = models.TextField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        """Latest first."""

        ordering: ClassVar[list[str]] = ["-starts"]

    def __str__(self) -> str:
        return f"{self.person} until {self.ends:%Y-%m-%d %H:%M}"
