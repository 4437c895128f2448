"""The states of a commentary."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class CommentaryState(StrEnum):
    """Where a commentary is on its way out."""

    DRAFT = "draft"
    QUERIED = "queried"
    CHECKED = "checked"
    PUBLISHED = "published"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


_C = CommentaryState
FOLLOWS: Mapping[CommentaryState, frozenset[CommentaryState]] = {
    _C.DRAFT: frozenset({_C.QUERIED, _C.CHECKED, _C.REPLACED}),
    # A claim goes further than the figures: mend the words (a new row) or say why they stand.
    _C.QUERIED: frozenset({_C.CHECKED, _C.REPLACED}),
    _C.CHECKED: frozenset({_C.PUBLISHED, _C.REPLACED}),
    _C.PUBLISHED: frozenset({_C.REPLACED, _C.WITHDRAWN}),
    _C.REPLACED: frozenset(),
    _C.WITHDRAWN: frozenset({_C.REPLACED}),
}
WORDS: Mapping[CommentaryState, tuple[str, str]] = {
    _C.DRAFT: ("Draft", "grey"),
    _C.QUERIED: ("Goes further than the figures", "orange"),
    _C.CHECKED: ("Checked, not yet published", "blue"),
    _C.PUBLISHED: ("Published", "green"),
    _C.REPLACED: ("Replaced by a later one", "grey"),
    _C.WITHDRAWN: ("Withdrawn", "orange"),
}


class NotYetError(Exception):
    """What was asked for does not follow from where the commentary is."""


def check_follows(now: CommentaryState, then: CommentaryState) -> None:
    """Raise NotYetError with the sentence the person sees, unless `then` may follow `now`."""
    if then not in FOLLOWS[now]:
        raise NotYetError(f"A commentary that is {now} cannot become {then}.")
