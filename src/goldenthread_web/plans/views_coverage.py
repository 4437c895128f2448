"""The page that holds what we have against what a framework asks about."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from goldenthread_web.design.shortcuts import page
from goldenthread_web.inspections.frameworks import FRAMEWORKS
from goldenthread_web.inspections.views_context import NEWEST
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission
from goldenthread_web.plans.coverage import covered


@require_safe
@needs(Permission.PLAN_SEE)
def coverage(request: SignedInRequest) -> HttpResponse:
    """What a framework asks about and what we have of it: the gaps first, then area by area."""
    asked = request.GET.get("framework", NEWEST)
    framework = FRAMEWORKS[asked if asked in FRAMEWORKS else NEWEST]
    found = covered(request.access, framework.key, request.today)
    context = {
        "every": list(FRAMEWORKS.values()),
        "framework": framework,
        "covered": found,
        "gaps": [(one.area, cover) for one in found for cover in one.covers if cover.lacks],
        "grades": {(one.inspection_id, one.area): one.grade for area in found for one in area.judged},
    }
    return page(request, "plans/coverage.html", context, title="What a framework asks, and what we have")
