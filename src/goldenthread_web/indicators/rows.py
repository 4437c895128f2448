"""Keeps the rows behind the figures of a load, and the pages of the explorers made from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from goldenthread import api
from goldenthread_web.indicators.models_rows import ExplorerPage, ExplorerPicture
from goldenthread_web.loads.models import Load

PROFILES = ("internal", "board", "committee")


def rows_folder(load: Load) -> Path:
    """Where the rows of a load lie, in a folder of this site's own."""
    return load.rows_folder


def store_rows(space: api.Workspace, load: Load, progress: Callable[[float, str], None]) -> None:
    """Write the rows of every cohort beside the load, unless counting did, and store the explorers.

    Storing again replaces what was stored.
    """
    folder = rows_folder(load)
    folder.parent.mkdir(parents=True, exist_ok=True)
    api.write_rows(space, folder, progress=lambda share, words: progress(share * 0.7, words))
    made: list[tuple[ExplorerPage, list[ExplorerPicture]]] = []
    for number, profile in enumerate(PROFILES):
        progress(0.7 + 0.1 * number, "Storing the explorers")
        for place, one in enumerate(api.explorations(space, profile, folder)):
            made.append(_page(load, profile, place, one))
    with transaction.atomic():
        ExplorerPage.objects.filter(load=load).delete()
        ExplorerPage.objects.bulk_create([page for page, _ in made])
        pictures = [picture for _, found in made for picture in found]
        ExplorerPicture.objects.bulk_create(pictures, batch_size=200)


def _page(load: Load, profile: str, place: int, one: api.Explored) -> tuple[ExplorerPage, list[ExplorerPicture]]:
    """A page, and its drawn charts apart from it, so that a reader fetches only those shown."""
    page = ExplorerPage(
        load=load, profile=profile, kind=one.kind, period=one.period, label=one.label, position=place, page=one.page
    )
    pictures: list[ExplorerPicture] = []
    for part in one.page["parts"]:
        _take_out(page, part, pictures)
    return page, pictures


def _take_out(page: ExplorerPage, part: Mapping[str, Any], pictures: list[ExplorerPicture]) -> None:
    for number, picture in enumerate(part["pictures"]):
        pictures.append(ExplorerPicture(page=page, part=part["key"], number=number, svg=picture.pop("svg")))
    for inner in part["parts"]:
        _take_out(page, inner, pictures)
