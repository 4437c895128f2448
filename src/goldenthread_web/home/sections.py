"""What the sections without pages of their own yet lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Lead:
    """A link on a section's page: `needs` is a permission without which it is not shown."""

    text: str
    url_name: str
    query: str = ""
    needs: str = ""


@dataclass(frozen=True, kw_only=True)
class SectionPage:
    """A section: its title, what is not kept here, what to do meanwhile, and what can be read today."""

    title: str
    absent: str
    meanwhile: str
    leads: tuple[Lead, ...] = ()


_PUBLIC = "see figures fit to publish"
SECTIONS: Mapping[str, SectionPage] = {
    "reviews": SectionPage(
        title="Quarterly reviews",
        absent="No quarterly review is kept on this site.",
        meanwhile="Every measure's page has its target, who set it and when, and the commentary of its owner for the quarter.",
        leads=(
            Lead(
                text="The scorecard by quarter", url_name="indicators:scorecard", query="period=quarter", needs=_PUBLIC
            ),
        ),
    ),
    "practice": SectionPage(
        title="Practice and quality",
        absent="No audit, supervision or training record is kept on this site.",
        meanwhile="Their figures are counted from the templates that are loaded, and are on the scorecard.",
        leads=(
            Lead(
                text="Quality of practice on the scorecard",
                url_name="indicators:scorecard",
                query="stage=Quality of practice",
                needs=_PUBLIC,
            ),
            Lead(
                text="Voice of children and families",
                url_name="indicators:scorecard",
                query="stage=Voice of children and families",
                needs=_PUBLIC,
            ),
        ),
    ),
    "papers": SectionPage(
        title="Papers",
        absent="No committee paper is kept on this site.",
        meanwhile="The panel report is written by `goldenthread report panel` from the same load as the figures here.",
        leads=(Lead(text="The scorecard as a document", url_name="indicators:scorecard", needs=_PUBLIC),),
    ),
}
