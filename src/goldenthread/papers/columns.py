"""How wide the columns of a table are, by what stands in them."""

from __future__ import annotations

from collections.abc import Sequence

# What the empty space at the sides of a cell takes, in letters.
_BESIDE = 2


def column_shares(rows: Sequence[Sequence[str]], *, letters: float) -> list[float]:
    """The share of the width for each column; together they make 1.

    A column has room for its longest word before any has more; what is left goes to those with the longest texts.
    `letters` is how many fit across the page in the widest font that may be met.
    """
    columns = list(zip(*rows, strict=True))
    least = [_BESIDE + max(len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    wanted = [max(len(cell) for cell in column) ** 0.8 for column in columns]
    left = max(0.0, letters - sum(least))
    room = [low + left * want / sum(wanted) for low, want in zip(least, wanted, strict=True)]
    return [one / sum(room) for one in room]
