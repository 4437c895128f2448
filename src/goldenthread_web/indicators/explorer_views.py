"""The pages of the explorers: the front door, timeliness, and who is met at each stage."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from goldenthread_web.design.shortcuts import page
from goldenthread_web.indicators.rows_queries import explorer_page, explorer_pages, pictures_of
from goldenthread_web.loads.queries import load_for
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission

TITLES = {
    "front-door": "Front door",
    "timeliness": "How long assessments take",
    "disproportion": "Who is met at each stage",
}


@require_safe
@needs(Permission.FIGURES_PUBLIC)
def explorer(request: SignedInRequest, kind: str) -> HttpResponse:
    """One page of an explorer. Of a part with several charts one is shown, and links to the others."""
    load = load_for(request.access, request.GET.get("load"))
    title = TITLES[kind]
    if load is None:
        return page(request, "indicators/nothing.html", title=title)
    if not explorer_pages(request.access, load, kind):
        return page(request, "indicators/explorer_none.html", {"load": load}, title=title)
    chosen, offered = explorer_page(request.access, load, kind, request.GET.get("period", ""))
    parts = [_part(one, request.GET) for one in chosen.page["parts"]]
    drawn = pictures_of(chosen, [one["picture"] for one in _all(parts) if one["picture"]])
    for one in _all(parts):
        # Drawn by ourselves from counted figures.
        one["svg"] = Markup(drawn.get(one["picture"], ""))  # noqa: S704
    keep = {"period": chosen.period, "load": "" if load.state == "released" else str(load.pk)}
    context = {
        "load": load, "chosen": chosen, "offered": offered, "parts": parts,
        "keep": {name: value for name, value in keep.items() if value}, "kind": kind, "titles": TITLES,
    }  # fmt: skip
    return page(request, "indicators/explorer.html", context, title=title)


def _part(part: dict[str, Any], asked: Any) -> dict[str, Any]:
    """A part with the number of its chart that is shown, and the choice of charts."""
    numbered = [(one.get("number", place), one) for place, one in enumerate(part["pictures"])]
    wanted = asked.get(part["key"], "")
    number, picture = next((one for one in numbered if str(one[0]) == wanted), numbered[0] if numbered else (0, None))
    return {
        **part,
        "shown": picture,
        "picture": (part["key"], number) if picture else None,
        "choices": [(one, chart["group"] or chart["title"], one == number) for one, chart in numbered],
        "parts": [_part(inner, asked) for inner in part["parts"]],
    }


def _all(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [inner for one in parts for inner in (one, *_all(one["parts"]))]
