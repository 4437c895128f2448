"""The made-up people of the demonstration and of the tests: one for each role, and some who hold several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread_web.people.roles import Role

NORTH, EAST = "North Referral and Assessment", "East Safeguarding and Support"
# The teams of Avonmere by what its returns call them, and by their names.
TEAMS: Mapping[str, str] = {
    name: name
    for name in (
        NORTH,
        "South Referral and Assessment",
        EAST,
        "West Safeguarding and Support",
        "Children in Care and Care Leavers",
    )
}


@dataclass(frozen=True, kw_only=True)
class Made:
    """A made-up person; `holds` are roles with the code of a team, or none for the whole service."""

    name: str
    job_title: str
    holds: tuple[tuple[Role, str], ...]
    what_they_do: str


CAST: Mapping[str, Made] = {
    "director": Made(
        name="Dana Director",
        job_title="Director of children's services",
        holds=((Role.DIRECTOR, ""),),
        what_they_do="wants to know in five minutes what is slipping",
    ),
    "head": Made(
        name="Hal Head",
        job_title="Head of service",
        holds=((Role.HEAD_OF_SERVICE, ""),),
        what_they_do="moves actions on and answers for figures across teams",
    ),
    "manager": Made(
        name="Mina Manager",
        job_title="Team manager, north",
        holds=((Role.TEAM_MANAGER, NORTH),),
        what_they_do="sees the north team's timeliness and the children behind it",
    ),
    "manager_east": Made(
        name="Edi Eastman",
        job_title="Team manager, east",
        holds=((Role.TEAM_MANAGER, EAST), (Role.BOARD_MEMBER, "")),
        what_they_do="manages the east team and sits on the board",
    ),
    "worker": Made(
        name="Sol Worker",
        job_title="Social worker",
        holds=((Role.SOCIAL_WORKER, NORTH),),
        what_they_do="looks in for two minutes",
    ),
    "analyst": Made(
        name="Ana Analyst",
        job_title="Performance analyst",
        holds=((Role.ANALYST, ""),),
        what_they_do="loads the returns and releases the figures",
    ),
    "commissioner": Made(
        name="Cass Commissioner",
        job_title="Commissioner",
        holds=((Role.COMMISSIONER, ""),),
        what_they_do="holds the service to account each quarter",
    ),
    "qa": Made(
        name="Quinn Quality",
        job_title="Quality assurance lead",
        holds=((Role.QA_LEAD, ""),),
        what_they_do="draws samples and finds themes",
    ),
    "chair": Made(
        name="Bo Chair",
        job_title="Independent chair of the board",
        holds=((Role.BOARD_CHAIR, ""),),
        what_they_do="sets the agenda and tests progress",
    ),
    "member": Made(
        name="Max Member",
        job_title="Board member, senior practitioner",
        holds=((Role.BOARD_MEMBER, ""),),
        what_they_do="brings the front line to the board",
    ),
    "partner": Made(
        name="Pat Partner",
        job_title="Board member from health",
        holds=((Role.PARTNER, ""),),
        what_they_do="sits on the board for a partner",
    ),
    "councillor": Made(
        name="Coe Councillor",
        job_title="Councillor, scrutiny panel",
        holds=((Role.COUNCILLOR, ""),),
        what_they_do="reads the public figures on a tablet",
    ),
    "democratic": Made(
        name="Demi Clerk",
        job_title="Democratic services officer",
        holds=((Role.DEMOCRATIC_SERVICES, ""),),
        what_they_do="gets papers out on time",
    ),
    "advocate": Made(
        name="Avi Advocate",
        job_title="Young people's advocate",
        holds=((Role.ADVOCATE, ""),),
        what_they_do="shows who was offered a voice",
    ),
    "regional": Made(
        name="Reg Regional",
        job_title="Regional analyst",
        holds=((Role.REGIONAL_ANALYST, ""),),
        what_they_do="compares councils",
    ),
    "administrator": Made(
        name="Ada Admin",
        job_title="System administrator",
        holds=((Role.ADMINISTRATOR, ""),),
        what_they_do="enters people and their roles",
    ),
    "governance": Made(
        name="Ira Governance",
        job_title="Information governance officer",
        holds=((Role.INFORMATION_GOVERNANCE, ""),),
        what_they_do="watches who looked at what",
    ),
    "former": Made(name="Fay Former", job_title="Left the service", holds=(), what_they_do="holds no role any more"),
    # The bar on children's records wins over what the other role allows.
    "partner_manager": Made(
        name="Bothild Twohats",
        job_title="Team manager, and on the board for health",
        holds=((Role.TEAM_MANAGER, NORTH), (Role.PARTNER, "")),
        what_they_do="holds two roles, of which one bars the way to children's records",
    ),
}
EMAIL_AT = "avonmere.example"


def email_of(key: str) -> str:
    """The made-up address of a member of the cast."""
    return f"{key.replace('_', '.')}@{EMAIL_AT}"
