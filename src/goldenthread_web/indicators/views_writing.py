"""Pages where targets, priorities and commentary are written."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread_web.design.shortcuts import page
from goldenthread_web.indicators import actions, queries
from goldenthread_web.indicators.forms import CommentaryForm, PrioritiesForm, ReasonForm, TargetForm
from goldenthread_web.indicators.markdown import render_markdown
from goldenthread_web.indicators.workflow import WORDS, CommentaryState, NotYetError
from goldenthread_web.loads.queries import released_load
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission

_WRITES = (Permission.COMMENTARY_WRITE,)
_READS = (Permission.COMMENTARY_WRITE, Permission.COMMENTARY_APPROVE)


@require_http_methods(["GET", "POST"])
@needs(Permission.TARGETS_SET)
def target(request: SignedInRequest, name: str) -> HttpResponse:
    """Set a target; the ones before stay."""
    load = released_load()
    if load is None:
        raise Http404
    figures = queries.measure_figures(request.access, load, name)
    form = TargetForm(request.POST or None, initial={"set_on": request.today, "valid_from": request.today})
    if request.method == "POST" and form.is_valid():
        actions.set_target(target=form.target(name), by=request.access.person, request=request)
        messages.success(
            request, "The target is set. The chart and its icons are judged against it from the next load on."
        )
        return redirect("indicators:measure", name)
    context = {
        "form": form,
        "figures": figures,
        "targets": queries.targets_of(name),
        "form_has_errors": bool(form.errors),
    }
    return page(request, "indicators/target.html", context, title=f"Set a target: {figures.title}")


@require_http_methods(["GET", "POST"])
@needs(Permission.TARGETS_SET)
def priorities(request: SignedInRequest) -> HttpResponse:
    """The plan's priorities, by which the scorecard can be read."""
    load = released_load()
    known = (
        {one.measure: one.title for one in queries.scorecard_lines(request.access, load, every=True)} if load else {}
    )
    now = "\n".join(f"{one.title}: {', '.join(one.measures)}" for one in queries.priorities())
    form = PrioritiesForm(request.POST or None, known=frozenset(known), initial={"lines": now})
    if request.method == "POST" and form.is_valid():
        actions.set_priorities(wanted=form.cleaned_data["lines"], by=request.access.person, request=request)
        messages.success(request, "The priorities are set.")
        return redirect("indicators:scorecard")
    context = {
        "form": form,
        "known": sorted(known.items(), key=lambda one: one[1]),
        "form_has_errors": bool(form.errors),
    }
    return page(request, "indicators/priorities.html", context, title="The plan's priorities")


@require_http_methods(["GET", "POST"])
@needs(*_WRITES)
def write(request: SignedInRequest, name: str) -> HttpResponse:
    """Write commentary on a measure for the period of the released figures."""
    load = released_load()
    if load is None:
        raise Http404
    figures = queries.measure_figures(request.access, load, name)
    said = [one for one in queries.commentary_on(request.access, name) if one.period == figures.row["period"]]
    last = said[0] if said else None
    form = CommentaryForm(request.POST or None, initial={"text": last.text if last else ""})
    if request.method == "POST" and form.is_valid():
        replaces = last if last and last.state not in (CommentaryState.REPLACED, CommentaryState.WITHDRAWN) else None
        made = actions.write_commentary(
            figures=figures,
            period=figures.row["period"],
            text=form.cleaned_data["text"],
            by=request.access.person,
            replaces=replaces,
            request=request,
        )
        return redirect("indicators:commentary", made.pk)
    context = {"form": form, "figures": figures, "row": figures.row, "form_has_errors": bool(form.errors)}
    return page(request, "indicators/write.html", context, title=f"Commentary: {figures.title}")


@require_safe
@needs(*_READS)
def commentary(request: SignedInRequest, pk: int) -> HttpResponse:
    """One commentary: what it claims, what the figures say, and what may be done with it."""
    one = queries.commentary_for(request.access, pk)
    figures = queries.measure_figures(request.access, one.load, one.measure)
    words, colour = WORDS[CommentaryState(one.state)]
    context = {
        "one": one,
        "figures": figures,
        "shown": render_markdown(one.text),
        "words": words,
        "colour": colour,
        "form": ReasonForm(),
        "may_publish": request.access.can(Permission.COMMENTARY_APPROVE),
        "may_write": request.access.can(Permission.COMMENTARY_WRITE),
    }
    return page(request, "indicators/commentary.html", context, title=f"Commentary of {one.author}: {figures.title}")


@require_POST
@needs(*_READS)
def decide(request: SignedInRequest, pk: int, what: str) -> HttpResponse:
    """Justify, publish or withdraw a commentary."""
    one = queries.commentary_for(request.access, pk)
    reason = request.POST.get("reason", "")
    wanted = Permission.COMMENTARY_WRITE if what == "justify" else Permission.COMMENTARY_APPROVE
    if not request.access.can(wanted):
        raise Http404
    try:
        if what == "justify":
            actions.justify(commentary=one, why=reason, by=request.access.person, request=request)
        elif what == "publish":
            actions.publish(commentary=one, by=request.access.person, request=request)
        else:
            actions.withdraw(commentary=one, by=request.access.person, reason=reason, request=request)
    except NotYetError as error:
        messages.error(request, str(error))
    return redirect("indicators:commentary", pk)
