"""The council's colours, and the pages for what went wrong."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from goldenthread_web.design.shortcuts import page


@require_safe
@cache_control(max_age=3600, public=True)
def theme(_request: HttpRequest) -> HttpResponse:
    """The colour of the council as a style sheet, for nothing may be styled within a page."""
    return HttpResponse(
        f":root{{--council-colour:{settings.GOLDENTHREAD_COLOUR}}}\n", content_type="text/css; charset=utf-8"
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 (Django gives it)
    """What was asked cannot be understood."""
    return page(request, "design/problem.html", {"what": WORDS[400][1]}, title=WORDS[400][0], help_name="", status=400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page is there, and not for this person."""
    why = str(exception) if exception and str(exception) else WORDS[403][1]
    return page(request, "design/problem.html", {"what": why}, title=WORDS[403][0], help_name="", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 (Django gives it)
    """There is no such page, or none that this person may know of."""
    return page(request, "design/problem.html", {"what": WORDS[404][1]}, title=WORDS[404][0], help_name="", status=404)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django gives it)
    """Something failed here; this page must not depend on anything that may have failed."""
    return HttpResponse(loader.render_to_string("design/broken.html", {"title": WORDS[500][0]}), status=500)


WORDS = {
    400: (
        "That request cannot be read",
        "Something in the address or the form was not as this site writes it. Go back and try again.",
    ),
    403: ("You may not see this page", "Your role does not include it. If it should, ask your administrator."),
    404: (
        "Page not found",
        "Check the address. If you followed a link, the thing may have been withdrawn, or it is not for your role.",
    ),
    500: ("Something went wrong here", "It was not your doing. Try again in a few minutes."),
}
