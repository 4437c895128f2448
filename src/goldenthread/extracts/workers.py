"""An id in place of a worker's name or registration number, neither of which is kept."""

from __future__ import annotations

from goldenthread.extracts.model import ReadContext


def worker_id(context: ReadContext, who: str) -> str:
    """A keyed hash, the same in every load made with the key; without a key a number that says nothing.

    The numbers run in the order in which the workers of one return are met, and hold within one load.
    """
    plain = f"worker {' '.join(who.casefold().split())}"
    hashed = context.person_ids(plain)
    if hashed != plain:
        return hashed
    numbers: dict[str, int] = context.shared.setdefault("all", {}).setdefault("workers", {})
    return f"W{numbers.setdefault(plain, len(numbers) + 1):05d}"
