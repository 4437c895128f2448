"""What somebody owns that is still open, and handing all or some of it over in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.inspections.actions import ConflictError, save_finding
from goldenthread_web.inspections.models import Finding
from goldenthread_web.inspections.queries import findings_for
from goldenthread_web.inspections.workflow import FindingState
from goldenthread_web.people.models import Person
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access
from goldenthread_web.plans.actions import hand_over
from goldenthread_web.plans.models import Action, Priority
from goldenthread_web.plans.queries import actions_for
from goldenthread_web.plans.workflow import ENDED, NotYetError, PlanState

LIVE = (PlanState.DRAFT, PlanState.AGREED)
KINDS = ("actions", "findings", "priorities")


@dataclass(frozen=True, kw_only=True)
class Held:
    """What is somebody's: open actions of live plans, open findings, and priorities of live plans that they sponsor."""

    actions: list[Action]
    findings: list[Finding]
    priorities: list[Priority]

    def only(self, ticked: Mapping[str, set[int]]) -> Held:
        """What of it was ticked."""
        return Held(
            actions=[one for one in self.actions if one.pk in ticked["actions"]],
            findings=[one for one in self.findings if one.pk in ticked["findings"]],
            priorities=[one for one in self.priorities if one.pk in ticked["priorities"]],
        )

    @property
    def count(self) -> int:
        """How many things it is."""
        return len(self.actions) + len(self.findings) + len(self.priorities)


def held_by(access: Access, owner: Person) -> Held:
    """What of somebody's the person who asks may hand over."""
    actions = actions_for(access).filter(owner=owner, priority__plan__state__in=LIVE).exclude(state__in=sorted(ENDED))
    findings = findings_for(access) if access.can(Permission.INSPECTIONS_EDIT) else Finding.objects.none()
    sponsored = Priority.objects.filter(sponsor=owner, plan__state__in=LIVE).select_related("plan", "sponsor")
    return Held(
        actions=list(actions.order_by("priority__plan", "priority__number", "pk")),
        findings=list(findings.filter(owner=owner).exclude(state=FindingState.CLOSED)),
        priorities=list(sponsored) if access.can(Permission.PLAN_EDIT) else [],
    )


def who_left() -> list[Person]:
    """People whose account is closed and who own an open finding or sponsor a priority of a live plan."""
    findings = Finding.objects.filter(owner=OuterRef("pk")).exclude(state=FindingState.CLOSED)
    sponsored = Priority.objects.filter(sponsor=OuterRef("pk"), plan__state__in=LIVE)
    return list(Person.objects.filter(Exists(findings) | Exists(sponsored), is_active=False))


@transaction.atomic
def hand_over_all(
    *, held: Held, owner: Person, to: Person, reason: str, by: Person, request: HttpRequest | None = None
) -> str:
    """Give all of this to somebody else, or none of it; answers in words what was handed over."""
    if not held.count:
        raise NotYetError("Tick what is to be handed over.")
    if to.pk == owner.pk:
        raise NotYetError(f"{to.name} owns it already. Choose somebody else.")
    for action in held.actions:
        hand_over(action=action, to=to, by=by, reason=reason, request=request)
    for finding in held.findings:
        finding.owner = to
        try:
            save_finding(finding=finding, by=by, request=request)
        except ConflictError:
            raise NotYetError(f"Somebody else has just changed finding {finding.number}. Look again.") from None
    for priority in held.priorities:
        Priority.objects.filter(pk=priority.pk, sponsor=owner).update(sponsor=to)
        detail = {"priority": priority.title, "sponsor": to.name}
        record(
            actor=by, verb=Verb.PLAN_WRITTEN, what=f"plan:{priority.plan_id}", reason=reason, detail=detail,
            request=request,
        )  # fmt: skip
    parts = (
        (len(held.actions), "action"), (len(held.findings), "finding"), (len(held.priorities), "priority"),
    )  # fmt: skip
    return ", ".join(
        f"{count} {word if count == 1 else word.removesuffix('y') + 'ies' if word.endswith('y') else word + 's'}"
        for count, word in parts
        if count
    )
