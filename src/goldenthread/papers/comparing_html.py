"""Comparisons as pages of HTML: one measure in full, or small charts of every measure on one page; no scripts."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from goldenthread.charts.multiples import key_of
from goldenthread.papers.comparing import Shown
from goldenthread.papers.html import environment, picture, style


def render_comparison(shown: Shown, *, banner: str = "") -> str:
    """One comparison as a page."""
    sheet, digest = style("comparison.css")
    return (
        environment()
        .get_template("comparison.html.j2")
        .render(shown=shown, banner=banner, style=sheet, digest=digest, picture=picture, drawn=Markup, key=_key(shown))
    )


def render_all(shown: Sequence[Shown], *, banner: str = "") -> str:
    """Small charts of many comparisons of one authority on one page, by the first letters of their codes."""
    sheet, digest = style("comparison.css")
    sections: dict[str, list[Shown]] = {}
    for one in shown:
        sections.setdefault(_SECTIONS.get(one.comparison.series.code.rstrip("0123456789"), "Other"), []).append(one)
    return (
        environment()
        .get_template("comparison_all.html.j2")
        .render(
            shown=shown,
            sections=sections,
            banner=banner,
            style=sheet,
            digest=digest,
            drawn=Markup,
            key=_key(next((one for one in shown if one.comparison.series.between_places), shown[0])),
            slug=_slug,
        )
    )


_SECTIONS = {
    "RF": "Referrals", "AS": "Assessments", "S": "Enquiries and conferences", "CN": "Children in need",
    "CP": "Child protection plans", "PP": "Child protection plans", "LA": "Children looked after",
    "CL": "Care leavers and adoption", "AD": "Care leavers and adoption", "WF": "Workforce",
}  # fmt: skip


def _slug(text: str) -> str:
    return text.lower().replace(" ", "-")


def _key(shown: Shown) -> str:
    one = shown.comparison
    names = [(one.name, 0)]
    if one.series.between_places:
        names += [("England", 1), *([(one.region_name, 2)] if one.region_name else [])]
    if one.neighbours is not None and one.series.between_places:
        names.append((f"Neighbours ({one.average})", 3))
    return key_of(names)
