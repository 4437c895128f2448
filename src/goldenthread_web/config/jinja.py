"""The template environment: the design system's macros, and how dates and numbers are written."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from goldenthread_web.design.addresses import address_of


def environment(**options: Any) -> Environment:
    """The environment of every page; everything put into a page is escaped."""
    options["loader"] = ChoiceLoader(
        [options["loader"], PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})]
    )
    options["trim_blocks"] = options["lstrip_blocks"] = True
    made = Environment(autoescape=True, **{key: value for key, value in options.items() if key != "autoescape"})
    made.globals.update(static=static, url=reverse_with, get_messages=get_messages)
    made.filters.update(day=long_day, moment=moment, thousands=thousands, upper_first=upper_first)
    return made


def reverse_with(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page by its name."""
    return reverse(name, kwargs=kwargs) if kwargs else address_of(name, *args)


def long_day(day: dt.date | None) -> str:
    """A date as 24 November 2014."""
    return f"{day.day} {day:%B %Y}" if day else ""


def moment(at: dt.datetime | None) -> str:
    """A time as 24 November 2014 at 14:05, on the clocks of England."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{long_day(local)} at {local:%H:%M}"


def thousands(number: float) -> str:
    """A whole number with commas."""
    return f"{number:,.0f}"


def upper_first(text: str) -> str:
    """A text with its first letter a capital and the rest as it was."""
    return text[:1].upper() + text[1:]
