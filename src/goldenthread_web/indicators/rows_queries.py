"""Reads the rows behind a figure and the pages of explorers, narrowed to what the person who asks may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from goldenthread import api
from goldenthread_web.indicators.models_rows import ExplorerPage, ExplorerPicture
from goldenthread_web.indicators.rows import rows_folder
from goldenthread_web.loads.models import Load
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access


@dataclass(frozen=True, kw_only=True)
class AskedRows:
    """Which figure somebody wants to see behind, and how the list is to stand."""

    measure: str
    period: api.Period
    by: str = "all"
    group: str = "all"
    show: str = ""
    sort: str = "day"


def teams_seen(access: Access) -> frozenset[str] | None:
    """The teams whose children this person may see; None for all. 403 for those who see none."""
    whole = access.teams_for(Permission.CHILDREN_SERVICE)
    if whole is None:
        return None
    teams = whole | (access.teams_for(Permission.CHILDREN_TEAM) or frozenset())
    if not access.can_see_children:
        raise PermissionDenied("This page is for people who may see children's records.")
    return teams


def behind(access: Access, load: Load, asked: AskedRows) -> api.Behind:
    """The rows behind a figure that this person may see; api.UserError where there can be none."""
    return api.children_behind(
        rows_folder(load), asked.measure, asked.period, asked.by, asked.group, teams=teams_seen(access)
    )


def explorer_pages(access: Access, load: Load, kind: str) -> list[ExplorerPage]:
    """The pages of an explorer by period, without what they hold."""
    if not access.can(Permission.FIGURES_PUBLIC):
        return []
    return list(ExplorerPage.objects.filter(load=load, kind=kind, profile=access.profile).defer("page"))


def explorer_page(access: Access, load: Load, kind: str, period: str) -> tuple[ExplorerPage, list[ExplorerPage]]:
    """One page of an explorer, the first where no period is named, and all there are to choose from."""
    pages = explorer_pages(access, load, kind)
    chosen = next((one for one in pages if one.period == period or not period), None)
    if chosen is None:
        raise Http404
    chosen.refresh_from_db(fields=["page"])
    _narrow(access, chosen)
    return chosen, pages


def _narrow(access: Access, chosen: ExplorerPage) -> None:
    """Take out the teams that are not this person's."""
    teams = access.teams_for(Permission.FIGURES_TEAM)
    if access.can(Permission.FIGURES_TEAM) and teams is None:
        return
    for part in chosen.page["parts"]:
        if part["key"] == "team":
            mine = teams or frozenset()
            for number, one in enumerate(part["pictures"]):
                one["number"] = number
            part["pictures"] = [one for one in part["pictures"] if one["group"] in mine]
            for table in part["tables"]:
                table["rows"] = [row for row in table["rows"] if row[0] in mine]


def pictures_of(page: ExplorerPage, wanted: list[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The drawings of those pictures of a page, in one query."""
    if not wanted:
        return {}
    which = Q()
    for part, number in wanted:
        which |= Q(part=part, number=number)
    return {(one.part, one.number): one.svg for one in ExplorerPicture.objects.filter(which, page=page)}
