"""The permission table: what each role may see and change."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """A part a person plays for the service."""

    DIRECTOR = "director"
    HEAD_OF_SERVICE = "head of service"
    TEAM_MANAGER = "team manager"
    SOCIAL_WORKER = "social worker"
    ANALYST = "performance analyst"
    COMMISSIONER = "commissioner"
    QA_LEAD = "quality assurance lead"
    BOARD_CHAIR = "board chair"
    BOARD_MEMBER = "board member"
    PARTNER = "board member from a partner"
    COUNCILLOR = "councillor"
    DEMOCRATIC_SERVICES = "democratic services officer"
    ADVOCATE = "young people's advocate"
    REGIONAL_ANALYST = "regional analyst"
    ADMINISTRATOR = "system administrator"
    INFORMATION_GOVERNANCE = "information governance officer"


class Permission(StrEnum):
    """One thing that may be seen or done."""

    FIGURES_PUBLIC = "see figures fit to publish"
    FIGURES_MANAGEMENT = "see management figures"
    FIGURES_TEAM = "see figures of teams, small numbers included"
    FIGURES_STAFF = "see figures about staff"
    CHILDREN_TEAM = "see the children behind a figure, of own teams"
    CHILDREN_SERVICE = "see the children behind a figure, of the whole service"
    CHILDREN_EXPORT = "take a list of children out of the site"
    LOADS_SEE = "see loads before they are released"
    LOADS_UPLOAD = "bring in returns"
    LOADS_RELEASE = "release and withdraw loads"
    COMMENTARY_WRITE = "write commentary"
    COMMENTARY_APPROVE = "publish commentary"
    TARGETS_SET = "set targets and priorities"
    BOARDS_READ = "see decisions and open items of public meetings"
    BOARDS_SEE = "see boards and their meetings, and raise items"
    BOARDS_RUN = "run boards: call meetings, write minutes, record decisions"
    EXEMPT_SEE = "see exempt items of every board"
    INSPECTIONS_SEE = "see inspections and what they found"
    INSPECTIONS_EDIT = "enter inspections, findings and the self-evaluation"
    FINDINGS_CLOSE = "close findings"
    PLAN_READ = "read the approved versions of plans"
    PLAN_SEE = "see plans as they stand, and report on own actions"
    PLAN_EDIT = "write plans, approve dates and rate impact"
    PLAN_VERIFY = "verify that actions are done and review evidence"
    PEOPLE_MANAGE = "manage people, teams and roles"
    ACTIVITY_SEARCH = "search the activity log"
    ACTIVITY_CHILD = "see who has looked at a child's record"


CHILDREN = frozenset({Permission.CHILDREN_TEAM, Permission.CHILDREN_SERVICE, Permission.CHILDREN_EXPORT})
# Everything by which a child's record, or that a child is known, can be reached.
REACHES_CHILDREN = CHILDREN | {
    Permission.LOADS_SEE,
    Permission.LOADS_UPLOAD,
    Permission.LOADS_RELEASE,
    Permission.ACTIVITY_SEARCH,
    Permission.ACTIVITY_CHILD,
}
# Who has one of these may be asked for a second factor: it opens more than totals.
SENSITIVE = REACHES_CHILDREN | {Permission.PEOPLE_MANAGE}
# What emergency access opens, for as long as it lasts.
EMERGENCY = frozenset(
    {Permission.FIGURES_PUBLIC, Permission.FIGURES_MANAGEMENT, Permission.FIGURES_TEAM, Permission.CHILDREN_SERVICE}
)
# Who holds one of these roles never reaches a child's record, whatever other role they hold besides.
NEVER_CHILDREN = frozenset({Role.PARTNER, Role.COUNCILLOR})
# Roles that are held for a team; the others speak for the whole service.
ON_A_TEAM = frozenset({Role.TEAM_MANAGER, Role.SOCIAL_WORKER})

_P = Permission
_OFFICER = frozenset(
    {
        _P.FIGURES_PUBLIC,
        _P.FIGURES_MANAGEMENT,
        _P.BOARDS_READ,
        _P.BOARDS_SEE,
        _P.INSPECTIONS_SEE,
        _P.PLAN_READ,
        _P.PLAN_SEE,
    }
)
_READER = frozenset({_P.FIGURES_PUBLIC, _P.BOARDS_READ, _P.INSPECTIONS_SEE, _P.PLAN_READ})

GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.DIRECTOR: _OFFICER
    | {
        _P.FIGURES_TEAM,
        _P.FIGURES_STAFF,
        _P.COMMENTARY_APPROVE,
        _P.TARGETS_SET,
        _P.PLAN_EDIT,
        _P.PLAN_VERIFY,
        _P.INSPECTIONS_EDIT,
        _P.FINDINGS_CLOSE,
        _P.EXEMPT_SEE,
    },
    Role.HEAD_OF_SERVICE: _OFFICER
    | {
        _P.FIGURES_TEAM,
        _P.FIGURES_STAFF,
        _P.CHILDREN_SERVICE,
        _P.COMMENTARY_WRITE,
        _P.COMMENTARY_APPROVE,
        _P.TARGETS_SET,
        _P.PLAN_EDIT,
        _P.INSPECTIONS_EDIT,
        _P.EXEMPT_SEE,
        _P.BOARDS_RUN,
    },
    Role.TEAM_MANAGER: _OFFICER | {_P.FIGURES_TEAM, _P.FIGURES_STAFF, _P.CHILDREN_TEAM, _P.COMMENTARY_WRITE},
    Role.SOCIAL_WORKER: _OFFICER,
    Role.ANALYST: _OFFICER
    | {
        _P.FIGURES_TEAM,
        _P.CHILDREN_SERVICE,
        _P.CHILDREN_EXPORT,
        _P.LOADS_SEE,
        _P.LOADS_UPLOAD,
        _P.LOADS_RELEASE,
        _P.COMMENTARY_WRITE,
        _P.TARGETS_SET,
        _P.PLAN_EDIT,
        _P.INSPECTIONS_EDIT,
    },
    Role.COMMISSIONER: _OFFICER,
    Role.QA_LEAD: _OFFICER
    | {
        _P.FIGURES_TEAM,
        _P.FIGURES_STAFF,
        _P.CHILDREN_SERVICE,
        _P.COMMENTARY_WRITE,
        _P.PLAN_EDIT,
        _P.PLAN_VERIFY,
        _P.INSPECTIONS_EDIT,
    },
    Role.BOARD_CHAIR: _OFFICER
    | {
        _P.PLAN_VERIFY,
        _P.FINDINGS_CLOSE,
        _P.EXEMPT_SEE,
        _P.BOARDS_RUN,
    },
    Role.BOARD_MEMBER: _OFFICER,
    Role.PARTNER: _OFFICER,
    Role.COUNCILLOR: _READER,
    Role.DEMOCRATIC_SERVICES: _READER | frozenset({_P.BOARDS_SEE, _P.BOARDS_RUN}),
    Role.ADVOCATE: _READER,
    Role.REGIONAL_ANALYST: _READER,
    Role.ADMINISTRATOR: frozenset({_P.PEOPLE_MANAGE}),
    Role.INFORMATION_GOVERNANCE: frozenset({_P.ACTIVITY_SEARCH, _P.ACTIVITY_CHILD}),
}
