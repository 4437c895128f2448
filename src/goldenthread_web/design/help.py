"""Two sentences on each page: what it is, and what to do with it."""

from __future__ import annotations

from collections.abc import Mapping

HELP: Mapping[str, str] = {
    "home:home": "This is where your day starts: what needs you comes first. Follow a line to the page where it is dealt with.",
    "home:search": "Finds measures by name, code or meaning, and pages by title. Type a word that people use for the thing.",
    "home:plan": "The improvement plan joins what inspectors found to actions and to the measures that should move. What can be read today is listed below.",
    "home:boards": "Boards bring people from every level together to test progress and decide. What can be read today is listed below.",
    "home:reviews": "Each quarter commissioners hold the service to account on agreed measures. What can be read today is listed below.",
    "home:practice": "Audits, supervision, caseloads and what families say show the quality of the work behind the figures. What can be read today is listed below.",
    "home:papers": "Papers for the committee and boards are written from the released figures. What can be read today is listed below.",
    "home:accessibility": "Says how this site meets the accessibility standard. If something does not work for you, it says whom to tell.",
    "home:privacy": "Says what this site keeps about people who use it and about children. It says who may look at that and for how long it is kept.",
    "home:about": "Says what the site is for and how its figures are made. Follow the links to read how a figure is counted.",
}


def help_for(name: str, more: Mapping[str, str] | None = None) -> str:
    """The help of a page by its address's name, or an empty text."""
    return HELP.get(name, "") or (more or {}).get(name, "")
