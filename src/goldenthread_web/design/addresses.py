"""Addresses of pages by their names, each worked out once: long pages hold a thousand of the same few."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse


def address_of(name: str, *args: str | int) -> str:
    """The address of a page by its name and what stands in it. NoReverseMatch where there is no such page."""
    return _address(get_script_prefix(), get_urlconf(), name, args)


@lru_cache(maxsize=20_000)
def _address(_prefix: str, _urlconf: str | None, name: str, args: tuple[str | int, ...]) -> str:
    return reverse(name, args=args or None)
