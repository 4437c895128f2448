"""The frameworks by which services are inspected and reviewed, as versioned data, and what joins their areas.

An old grade is kept in the words of its own framework and never turned into one of another. Areas of different
frameworks are joined by the themes they share, so that a plan outlives the framework it began under.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """What an area of judgement is about, whatever a framework calls it."""

    OVERALL = "the service as a whole"
    EARLY_HELP = "early help"
    HELP_AND_PROTECTION = "help and protection"
    IN_CARE = "children in care"
    CARE_LEAVERS = "care leavers"
    ADOPTION = "adoption"
    LEADERSHIP = "leadership and management"
    PARTNERSHIP = "work with partners"
    FAMILY = "family and networks"
    WORKFORCE = "the workforce"


@dataclass(frozen=True, kw_only=True)
class Area:
    """An area that is judged or reported on; `graded` where a grade is given."""

    key: str
    name: str
    themes: tuple[Theme, ...]
    graded: bool = True


@dataclass(frozen=True, kw_only=True)
class Framework:
    """One version of a framework: who inspects by it, since when, what is judged and in which words.

    `since` is None where its first day is not at hand. `until` is the last day on which inspections by it began, or None while it holds. `grades` are from best to worst.
    """

    key: str
    name: str
    body: str
    since: dt.date | None
    until: dt.date | None
    areas: tuple[Area, ...]
    grades: tuple[str, ...]
    about: str

    def area(self, key: str) -> Area:
        """An area by its key."""
        return next(one for one in self.areas if one.key == key)


_T = Theme
_FOUR = ("outstanding", "good", "requires improvement to be good", "inadequate")
_OFSTED = "Ofsted"

SLAC_2013 = Framework(
    key="SLAC-2013",
    name="Safeguarding and looked-after children, to 2013",
    body=_OFSTED,
    since=None,
    until=dt.date(2013, 10, 31),
    areas=(
        Area(key="overall", name="Overall effectiveness", themes=(_T.OVERALL,)),
        Area(key="safeguarding", name="Safeguarding arrangements", themes=(_T.HELP_AND_PROTECTION,)),
        Area(key="looked_after", name="Services for looked-after children", themes=(_T.IN_CARE, _T.CARE_LEAVERS)),
        Area(key="leadership", name="Leadership and governance", themes=(_T.LEADERSHIP,)),
    ),
    grades=("outstanding", "good", "adequate", "inadequate"),
    about="The framework before the single one. Adequate is a grade of its own: it is not requires improvement.",
)
SIF_2013 = Framework(
    key="SIF-2013",
    name="Single Inspection Framework, 2013 to 2017",
    body=_OFSTED,
    since=dt.date(2013, 11, 1),
    until=dt.date(2017, 12, 31),
    areas=(
        Area(key="overall", name="Overall effectiveness", themes=(_T.OVERALL,)),
        Area(key="help", name="Children who need help and protection", themes=(_T.HELP_AND_PROTECTION, _T.EARLY_HELP)),
        Area(key="looked_after", name="Children looked after and achieving permanence", themes=(_T.IN_CARE,)),
        Area(key="adoption", name="Adoption performance", themes=(_T.ADOPTION,)),
        Area(key="leavers", name="Experiences and progress of care leavers", themes=(_T.CARE_LEAVERS,)),
        Area(key="leadership", name="Leadership, management and governance", themes=(_T.LEADERSHIP,)),
        Area(key="lscb", name="The local safeguarding children board", themes=(_T.PARTNERSHIP,)),
    ),
    grades=("outstanding", "good", "requires improvement", "inadequate"),
    about="One inspection of help, protection, care and leadership; requires improvement took the place of adequate. "
    "Early help came into scope, and the journey of the child into focus.",
)
ILACS_2018 = Framework(
    key="ILACS-2018",
    name="Inspecting local authority children's services, 2018 to 2022",
    body=_OFSTED,
    since=dt.date(2018, 1, 1),
    until=dt.date(2022, 12, 31),
    areas=(
        Area(key="overall", name="Overall effectiveness", themes=(_T.OVERALL,)),
        Area(key="leaders", name="The impact of leaders on social work practice", themes=(_T.LEADERSHIP,)),
        Area(key="help", name="Children who need help and protection", themes=(_T.HELP_AND_PROTECTION, _T.EARLY_HELP)),
        Area(key="care", name="Children in care and care leavers", themes=(_T.IN_CARE, _T.CARE_LEAVERS, _T.ADOPTION)),
    ),
    grades=_FOUR,
    about="A system of self-evaluation, an annual conversation, focused visits and inspections.",
)
ILACS_2023 = Framework(
    key="ILACS-2023",
    name="Inspecting local authority children's services, from 2023",
    body=_OFSTED,
    since=dt.date(2023, 1, 1),
    until=None,
    areas=(
        Area(key="overall", name="Overall effectiveness", themes=(_T.OVERALL,)),
        Area(key="leaders", name="The impact of leaders on social work practice", themes=(_T.LEADERSHIP,)),
        Area(key="help", name="Children who need help and protection", themes=(_T.HELP_AND_PROTECTION, _T.EARLY_HELP)),
        Area(key="care", name="Children in care", themes=(_T.IN_CARE, _T.ADOPTION)),
        Area(key="leavers", name="Care leavers", themes=(_T.CARE_LEAVERS,)),
    ),
    grades=_FOUR,
    about="As before, with a judgement of its own for care leavers.",
)
JTAI = Framework(
    key="JTAI",
    name="Joint targeted area inspection",
    body="Ofsted, the Care Quality Commission, and the inspectorates of police and probation",
    since=dt.date(2016, 1, 1),
    until=None,
    areas=(
        Area(key="partnership", name="The partnership", themes=(_T.PARTNERSHIP,), graded=False),
        Area(key="help", name="Help and protection", themes=(_T.HELP_AND_PROTECTION,), graded=False),
        Area(key="leaders", name="Leadership across agencies", themes=(_T.LEADERSHIP,), graded=False),
    ),
    grades=(),
    about="Several inspectorates look at one theme across agencies. A letter, without grades.",
)
FOCUSED = Framework(
    key="FOCUSED",
    name="Focused visit",
    body=_OFSTED,
    since=dt.date(2018, 1, 1),
    until=None,
    areas=(Area(key="subject", name="The subject of the visit", themes=(_T.HELP_AND_PROTECTION,), graded=False),),
    grades=(),
    about="Two days on one subject between inspections. A letter, without grades; it may name a priority action.",
)
MONITORING = Framework(
    key="MONITORING",
    name="Monitoring visit",
    body=_OFSTED,
    since=dt.date(2013, 11, 1),
    until=None,
    areas=(
        Area(key="progress", name="Progress since the inspection", themes=(_T.OVERALL,), graded=False),
        Area(key="leaders", name="Leaders", themes=(_T.LEADERSHIP,), graded=False),
    ),
    grades=(),
    about="Visits after a judgement of inadequate, to see what has changed. A letter, without grades.",
)
PEER = Framework(
    key="PEER",
    name="Peer review",
    body="Other councils",
    since=None,
    until=None,
    areas=(
        Area(key="service", name="The service", themes=(_T.OVERALL, _T.HELP_AND_PROTECTION), graded=False),
        Area(key="leaders", name="Leadership", themes=(_T.LEADERSHIP,), graded=False),
        Area(key="workforce", name="The workforce", themes=(_T.WORKFORCE,), graded=False),
    ),
    grades=(),
    about="Colleagues from other councils look at what the council asks them to, and say what they saw.",
)
LEARNING = Framework(
    key="LEARNING",
    name="Local learning review",
    body="The local safeguarding partnership",
    since=None,
    until=None,
    areas=(
        Area(key="practice", name="Practice", themes=(_T.HELP_AND_PROTECTION,), graded=False),
        Area(key="partnership", name="Work between agencies", themes=(_T.PARTNERSHIP,), graded=False),
    ),
    grades=(),
    about="What is learnt from a case or a theme. Never a name and never a story by which a child could be known.",
)
NATIONAL_2023 = Framework(
    key="NF-2023",
    name="Children's social care national framework, from December 2023",
    body="Department for Education",
    since=dt.date(2023, 12, 1),
    until=None,
    areas=(
        Area(key="together", name="Families stay together and get the help they need", themes=(_T.EARLY_HELP, _T.HELP_AND_PROTECTION, _T.FAMILY), graded=False),
        Area(key="network", name="Children are supported by their family network", themes=(_T.FAMILY,), graded=False),
        Area(key="safe", name="Children are safe in and outside of their homes", themes=(_T.HELP_AND_PROTECTION,), graded=False),
        Area(key="homes", name="Children in care and care leavers have stable, loving homes", themes=(_T.IN_CARE, _T.CARE_LEAVERS, _T.ADOPTION), graded=False),
        Area(key="agencies", name="Work between agencies", themes=(_T.PARTNERSHIP,), graded=False),
        Area(key="leaders", name="Leaders drive conditions for good practice", themes=(_T.LEADERSHIP,), graded=False),
        Area(key="workforce", name="The workforce is equipped and effective", themes=(_T.WORKFORCE,), graded=False),
    ),
    grades=(),
    about="Outcomes and enablers against which a service looks at itself. It has no grades.",
)  # fmt: skip

FRAMEWORKS: Mapping[str, Framework] = {
    one.key: one
    for one in (
        SLAC_2013, SIF_2013, ILACS_2018, ILACS_2023, JTAI, FOCUSED, MONITORING, PEER, LEARNING, NATIONAL_2023,
    )
}  # fmt: skip


def alike(framework: str, area: str, other: str) -> tuple[Area, ...]:
    """The areas of another framework that share a theme with this one; none where it looks at nothing like it."""
    themes = set(FRAMEWORKS[framework].area(area).themes)
    return tuple(one for one in FRAMEWORKS[other].areas if themes & set(one.themes))


def not_met_before(older: str, newer: str) -> tuple[tuple[Area, tuple[Theme, ...]], ...]:
    """What a newer framework looks at and nothing of the older one did: the areas, each with what of it is new."""
    seen = {theme for one in FRAMEWORKS[older].areas for theme in one.themes}
    new = [(one, tuple(theme for theme in one.themes if theme not in seen)) for one in FRAMEWORKS[newer].areas]
    return tuple((area, themes) for area, themes in new if themes)
