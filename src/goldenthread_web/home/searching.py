"""Finds measures and pages by the words people use for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from goldenthread_web.design.nav import sections_for
from goldenthread_web.home.needs import doors_for
from goldenthread_web.indicators.queries import find_measures
from goldenthread_web.loads.queries import released_load
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access
from goldenthread_web.thread.lookup import look_up
from goldenthread_web.thread.searching import Found

MOST = 40


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A page that was found."""

    text: str
    href: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """What was found of one kind."""

    title: str
    hits: tuple[Hit, ...]
    count: int


def search_for(access: Access, words: str, today: dt.date) -> list[Group]:
    """Measures, everything on the thread and pages that hold every word, for somebody who may open them."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    groups = []
    if access.can(Permission.FIGURES_PUBLIC) and (load := released_load()) is not None:
        rows = find_measures(access, load, wanted)
        hits = tuple(
            Hit(
                text=f"{one.title} ({one.code})",
                href=reverse("indicators:measure", args=[one.measure]),
                about=one.meaning,
            )
            for one in rows[:MOST]
        )
        groups.append(Group(title="Measures", hits=hits, count=len(rows)))
    if access.can(Permission.FIGURES_PUBLIC):
        groups += [_group(one) for one in look_up(access, words, today, most=MOST)]
    pages = [(one.text, one.url_name, "") for one in sections_for(access.permissions)]
    pages += [(one.text, one.url_name, one.about) for one in doors_for(access)]
    found = {
        name: Hit(text=text, href=reverse(name), about=about)
        for text, name, about in pages
        if all(word in f"{text} {about}".casefold() for word in wanted)
    }
    groups.append(Group(title="Pages", hits=tuple(found.values()), count=len(found)))
    return [one for one in groups if one.hits]


def _group(found: Found) -> Group:
    """Things on the thread as hits: each leads to its own page, or to its thread where it has none."""
    hits = tuple(
        Hit(
            text=one.title,
            href=one.url or reverse("thread:walk", args=[one.kind, one.ref]),
            about="; ".join((*((one.state,) if one.state else ()), *one.details)),
        )
        for one in found.nodes
    )
    return Group(title=found.title, hits=hits, count=found.count)
