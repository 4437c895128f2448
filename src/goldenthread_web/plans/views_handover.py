"""Handing over all that somebody owns: actions, findings and the priorities they sponsor, in one go."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from goldenthread_web.design.shortcuts import page
from goldenthread_web.people.guards import needs
from goldenthread_web.people.models import Person
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission
from goldenthread_web.plans import handing_over
from goldenthread_web.plans.forms import HandOverForm
from goldenthread_web.plans.views_plans import attempt


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def hand_over_all(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything of one owner that is still open; what is ticked goes to somebody else."""
    owner = get_object_or_404(Person, pk=pk)
    held = handing_over.held_by(request.access, owner)
    form = HandOverForm(request.POST or None)
    ticked = {name: {int(one) for one in request.POST.getlist(name) if one.isdecimal()} for name in handing_over.KINDS}
    if request.method == "POST" and form.is_valid():
        chosen = held.only(ticked)
        given, by = form.cleaned_data, request.access.person
        done = attempt(
            form, lambda: handing_over.hand_over_all(held=chosen, owner=owner, by=by, request=request, **given)
        )
        if done:
            messages.success(request, f"{done} handed over to {given['to']}.")
            return redirect("plans:hand_over_list")
    context = {
        "owner": owner,
        "held": held,
        "ticked": ticked if request.method == "POST" else None,
        "form": form,
        "form_has_errors": bool(form.errors),
    }
    return page(request, "plans/hand_over_all.html", context, title=f"Hand over what {owner.name} owns")
