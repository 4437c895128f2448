"""Builds the site's styles and scripts before the wheel is packed, so that they are inside it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    """Runs tools/build_assets.py; an editable install builds nothing, `make setup` does."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (the builder gives it)
        """Before packing."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root)))
        from tools.build_assets import build

        build()
