"""What was read stays in memory until something is written: every change has an event, and none is out before its event."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

from django.conf import settings

from goldenthread_web.activity.models import Head

Made = TypeVar("Made")


class Remembered(Generic[Made]):
    """The latest things made of the records in this process, at most `most`, each for the state of the records it was made of.

    Whoever is given one reads it only: others hold the same. The key must name all that it depends on beside the records: the day, and what the reader may see.
    """

    def __init__(self, *, most: int) -> None:
        self.most = most
        self._state: UUID | None = None
        self._held: OrderedDict[tuple[Hashable, ...], Made] = OrderedDict()
        self._lock = Lock()

    def get(self, *key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made for this key of the records as they are now, or what `make` makes of them. One query."""
        if not settings.GOLDENTHREAD_REMEMBER:
            return make()
        state = Head.objects.filter(pk=1).values_list("changed", flat=True).first()
        if state is None:
            return make()
        with self._lock:
            if state == self._state and key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()
        with self._lock:
            if state != self._state:
                self._state = state
                self._held.clear()
            self._held[key] = made
            while len(self._held) > self.most:
                self._held.popitem(last=False)
        return made
