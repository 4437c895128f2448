"""Renders a page: its title, its help, where it stands in the site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goldenthread_web.design.help import help_for
from goldenthread_web.design.nav import sections_for

SECTION_OF_APP = {
    "boards": "boards",
    "suggestions": "boards",
    "inspections": "plan",
    "plans": "plan",
    "thread": "plan",
    "loads": "data",
    "indicators": "measures",
    "people": "people",
    "activity": "activity",
}


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    title: str,
    help_name: str | None = None,
    section: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page with its title; `help_name` and `section` follow from the address where they are not given."""
    access = getattr(request, "access", None)
    match = request.resolver_match
    name = help_name if help_name is not None else (match.view_name if match else "")
    within = section or SECTION_OF_APP.get(match.app_name if match else "", name.partition(":")[2])
    whole = {
        "title": title,
        "help": help_for(name),
        "section": within,
        "sections": sections_for(access.permissions) if access else (),
        "access": access,
        "today": getattr(request, "today", None),
        "council": settings.GOLDENTHREAD_COUNCIL,
        "service": settings.GOLDENTHREAD_SERVICE,
        "demonstration": settings.GOLDENTHREAD_DEMONSTRATION,
        **(context or {}),
    }
    return render(request, template, whole, status=status)
