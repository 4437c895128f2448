"""Empty templates for what no return holds, written for the user to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from goldenthread.errors import UserError
from goldenthread.extracts.templates.layout import BY_NAME, TEMPLATES
from goldenthread.extracts.templates.write import FORMATS, write_template


def list_templates() -> Iterator[str]:
    """One line for each template."""
    width = max(len(template.name) for template in TEMPLATES)
    for template in TEMPLATES:
        yield f"{template.name:<{width}}  {template.about}"


def write_templates(names: Sequence[str], *, into: Path, file_format: str = "xlsx") -> Iterator[str]:
    """Write the templates named, or all of them when none is; answers a line for each file.

    UserError when a name or the format is unknown.
    """
    unknown = [name for name in names if name not in BY_NAME]
    if unknown:
        near = get_close_matches(unknown[0], BY_NAME, n=1)
        suggestion = f"Did you mean {near[0]}? " if near else ""
        raise UserError(
            f"There is no template called {unknown[0]}.", remedy=f"{suggestion}Templates are {', '.join(BY_NAME)}."
        )
    if file_format not in FORMATS:
        raise UserError(f"Templates are not written as {file_format}.", remedy=f"Choose {' or '.join(FORMATS)}.")
    for name in names or tuple(BY_NAME):
        for path in write_template(BY_NAME[name], into, file_format=file_format):
            yield f"Written: {path}"
