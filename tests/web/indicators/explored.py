"""A released load whose rows and explorers are stored by the site's own step, for the tests of their pages."""

from __future__ import annotations

from functools import cache
from typing import Any

from tests.avonmere import SETTINGS, workspace

from goldenthread.api import Workspace, open_workspace
from goldenthread_web.indicators.models_rows import ExplorerPage, ExplorerPicture
from goldenthread_web.indicators.rows import rows_folder, store_rows
from goldenthread_web.loads.models import Load

MEASURES = frozenset(
    {
        "assessments_45", "assessments_completed", "assessment_median", "assessments_41_45", "simple_assessments_over_20",
        "children_referred", "contacts", "contacts_from_schools", "contacts_leading_to_referral", "cp_plans",
        "children_s47", "early_help_started", "referrals", "referrals_from_schools", "referrals_leading_to_assessment",
    }
)  # fmt: skip
_KEPT: dict[int, tuple[list[Any], list[Any]]] = {}


@cache
def explored_workspace() -> Workspace:
    """Avonmere counted for what the explorers tell, with every breakdown."""
    return open_workspace(workspace().load.path, SETTINGS, only=MEASURES)


def store_explored(load: Load, space: Workspace | None = None) -> None:
    """The first time by the site's own step; afterwards the same rows again, for that takes many seconds."""
    space = space or explored_workspace()
    kept = _KEPT.get(id(space))
    if kept and rows_folder(load).exists():
        ExplorerPage.objects.bulk_create(ExplorerPage(**{**one, "load_id": load.pk}) for one in kept[0])
        ExplorerPicture.objects.bulk_create(ExplorerPicture(**one) for one in kept[1])
        return
    store_rows(space, load, lambda _share, _words: None)
    _KEPT[id(space)] = (
        list(ExplorerPage.objects.filter(load=load).values()),
        list(ExplorerPicture.objects.filter(page__load=load).values()),
    )
