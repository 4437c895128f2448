"""Home by role, search, the sections and the pages about the site."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from goldenthread_web.design.shortcuts import page
from goldenthread_web.home.needs import what_needs
from goldenthread_web.home.searching import search_for
from goldenthread_web.home.sections import SECTIONS
from goldenthread_web.people.guards import signed_in
from goldenthread_web.people.requests import SignedInRequest, SiteRequest


@require_safe
@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """What needs the person who signed in, then what they may open."""
    context = what_needs(request.access, request.today)
    return page(request, "home/home.html", context, title=f"Good day, {request.access.person.name}", section="home")


@require_safe
@signed_in
def search(request: SignedInRequest) -> HttpResponse:
    """Measures and pages that match what was typed."""
    words = request.GET.get("q", "").strip()[:100]
    found = search_for(request.access, words, request.today)
    title = f"Search results for “{words}”" if words else "Search"
    return page(request, "home/search.html", {"found": found, "search_words": words}, title=title, section="")


@require_safe
@signed_in
def section(request: SignedInRequest, key: str) -> HttpResponse:
    """A section whose records are kept elsewhere: what can be read today."""
    shown = SECTIONS[key]
    leads = [one for one in shown.leads if not one.needs or one.needs in request.access.permissions]
    return page(request, "home/section.html", {"shown": shown, "leads": leads}, title=shown.title, section=key)


@require_safe
def about(request: SiteRequest) -> HttpResponse:
    """How the figures are made."""
    return page(request, "home/about.html", title="About the figures", section="")


@require_safe
def accessibility(request: SiteRequest) -> HttpResponse:
    """The accessibility statement."""
    return page(request, "home/accessibility.html", title="Accessibility", section="")


@require_safe
def privacy(request: SiteRequest) -> HttpResponse:
    """What is kept, who may see it, how long."""
    return page(request, "home/privacy.html", title="Privacy", section="")
