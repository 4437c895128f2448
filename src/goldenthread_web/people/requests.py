"""A request as the site's views see it, with who asks and what day it is."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from goldenthread_web.people.models import Person
from goldenthread_web.people.rules import Access


class SiteRequest(HttpRequest):
    """`access` is what the signed-in person may do, None for a stranger; `today` is the day the site takes it to be."""

    user: Person
    access: Access | None
    today: dt.date


class SignedInRequest(SiteRequest):
    """A request of somebody signed in."""

    access: Access
