"""The sections of the site, in the order a newcomer reads them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Section:
    """An entry of the navigation: `needs` are the permissions of which one is wanted; none means everybody."""

    key: str
    text: str
    url_name: str
    needs: tuple[str, ...] = ()


SECTIONS = (
    Section(key="home", text="Home", url_name="home:home"),
    Section(key="measures", text="Measures", url_name="indicators:scorecard", needs=("see figures fit to publish",)),
    Section(key="plan", text="Plan", url_name="plans:plans", needs=("read the approved versions of plans",)),
    Section(
        key="boards",
        text="Boards",
        url_name="boards:boards",
        needs=("see decisions and open items of public meetings",),
    ),
    Section(key="reviews", text="Reviews", url_name="home:reviews"),
    Section(key="practice", text="Practice", url_name="home:practice"),
    Section(key="papers", text="Papers", url_name="home:papers"),
    Section(key="data", text="Data", url_name="loads:loads", needs=("see loads before they are released",)),
    Section(key="people", text="People", url_name="people:people", needs=("manage people, teams and roles",)),
    Section(key="activity", text="Activity", url_name="activity:search", needs=("search the activity log",)),
)


def sections_for(permissions: frozenset[str]) -> tuple[Section, ...]:
    """The sections somebody with these permissions sees."""
    return tuple(one for one in SECTIONS if not one.needs or permissions & set(one.needs))
