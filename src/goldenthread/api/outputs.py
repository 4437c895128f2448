"""Writing the scorecard and the panel report, with a list of every figure beside the paper."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from goldenthread.api.workspace import EMBEDDED, Workspace, open_workspace
from goldenthread.engines import EngineChoice
from goldenthread.errors import InputError, Problem
from goldenthread.papers.docx import render_docx
from goldenthread.papers.html import render_html
from goldenthread.papers.panel import MADE_UP, Panel, build_panel
from goldenthread.papers.pdf import render_pdf
from goldenthread.papers.scorecard import build_scorecard
from goldenthread.papers.scorecard_html import render_scorecard
from goldenthread.papers.scorecard_terminal import render_terminal
from goldenthread.papers.scorecard_xlsx import render_workbook

FIGURES = "panel-report.figures.json"
CHECKS = "panel-report.checks.txt"


def write_scorecard(
    load: Path,
    *,
    settings: Path | None = None,
    into: Path,
    profile: str = "board",
    show: bool = True,
    choice: EngineChoice = EMBEDDED,
) -> Iterator[str]:
    """Write scorecard.html and scorecard.xlsx to `into`; with `show` give the table for the terminal."""
    space = open_workspace(load, settings, breakdowns=("all",), choice=choice)
    yield from scorecard_of(space, into, profile=profile, show=show)


def scorecard_of(space: Workspace, into: Path, *, profile: str, show: bool) -> Iterator[str]:
    """The scorecard of an open workspace."""
    card = build_scorecard(space.evidence(profile), banner=MADE_UP if space.settings.made_up else "")
    into.mkdir(parents=True, exist_ok=True)
    (into / "scorecard.html").write_text(render_scorecard(card), encoding="utf-8", newline="\n")
    (into / "scorecard.xlsx").write_bytes(render_workbook(card))
    if show:
        yield render_terminal(card).rstrip("\n")
    yield f"Scorecard: {into / 'scorecard.html'} and {into / 'scorecard.xlsx'}"


def write_panel_report(
    load: Path, *, settings: Path | None = None, narrative: Path | None = None, into: Path
) -> Iterator[str]:
    """Write the panel report as HTML, Word and PDF to `into`, with the list of its figures and of its checks."""
    space = open_workspace(load, settings, breakdowns=("all",))
    yield from panel_report_of(space, read_narrative(narrative), into)


def panel_report_of(space: Workspace, narrative: dict[str, str], into: Path) -> Iterator[str]:
    """The panel report of an open workspace."""
    panel = build_panel(space.evidence("committee"), narrative)
    into.mkdir(parents=True, exist_ok=True)
    (into / "panel-report.html").write_text(render_html(panel.paper), encoding="utf-8", newline="\n")
    (into / "panel-report.docx").write_bytes(render_docx(panel.paper))
    (into / "panel-report.pdf").write_bytes(render_pdf(panel.paper))
    text = json.dumps(_figures(space, panel, into), indent=1, ensure_ascii=False) + "\n"
    (into / FIGURES).write_text(text, encoding="utf-8", newline="\n")
    checks = list(_checks(panel))
    (into / CHECKS).write_text("\n".join(checks) + "\n", encoding="utf-8", newline="\n")
    yield f"Panel report: {into / 'panel-report.html'}, .docx and .pdf"
    yield f"{len(panel.figures)} figures, listed in {into / FIGURES}; trace one with `goldenthread trace F01 --report {into}`"
    doubtful = sum(claim.verdict != "supported" for claim in panel.claims)
    yield f"{len(panel.claims)} claims tested, {doubtful} to look at; {len(panel.missing)} things missing: see {into / CHECKS}"


def read_narrative(folder: Path | None) -> dict[str, str]:
    """The narrative's files by name; the demonstration's when no folder is named."""
    if folder is None:
        place = files("goldenthread.demonstration").joinpath("panel")
        return {
            one.name: one.read_text(encoding="utf-8") for one in place.iterdir() if one.name.endswith((".md", ".toml"))
        }
    if not folder.is_dir():
        raise InputError(Problem(what="There is no such folder of narrative.", file=str(folder)))
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in (".md", ".toml"):
            try:
                found[path.name] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                raise InputError(Problem(what="The file is not UTF-8 text.", file=str(path))) from None
    return found


def _from(folder: Path, place: Path) -> str:
    """A path as seen from the report's folder, so that a report moved with its loads is still traced."""
    try:
        return Path(os.path.relpath(place.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive, on Windows
        return place.resolve().as_posix()


def _figures(space: Workspace, panel: Panel, into: Path) -> dict[str, Any]:
    return {
        "load": space.load.id,
        "load_path": _from(into, space.load.path),
        "settings_path": _from(into, space.settings_path) if space.settings_path else "",
        "as_at": space.load.as_at.isoformat(),
        "authority": space.authority,
        "figures": [
            {
                "id": figure.id,
                "text": figure.text,
                "measure": figure.measure,
                "version": space.results.measures[figure.measure].version,
                "period": figure.period.key,
                "breakdown": figure.breakdown,
                "group": figure.group,
                "show": figure.show,
                "source": space.source_of(figure.measure),
                "counts": [
                    {"period": r.period.key, "numerator": r.numerator, "denominator": r.denominator, "value": r.value}
                    for r in figure.results
                ],
            }
            for figure in panel.figures
        ],
    }


def _checks(panel: Panel) -> Iterator[str]:
    yield "Claims in the text, tested against the figures beside them"
    for claim in panel.claims:
        yield f"- {claim.paragraph or 'summary or list'}: {claim.verdict}. {claim.kind}, {claim.measure}: {claim.why}"
        yield f"    {claim.sentence}"
    yield ""
    yield "Missing or to answer for before publishing"
    for problem in panel.missing:
        yield f"- {problem}"
    if not panel.missing:
        yield "- nothing"


def write_catalogue_site(into: Path, *, catalogue: Path | None = None) -> Iterator[str]:
    """Write the catalogue of measures as pages of HTML; with `catalogue` a council's own measures among them."""
    from goldenthread import __version__
    from goldenthread.api.own import cohorts_with
    from goldenthread.catalogue import NOT_COMPUTABLE
    from goldenthread.papers.catalogue_site import write_catalogue

    written = write_catalogue(into, cohorts_with(catalogue), NOT_COMPUTABLE, version=__version__)
    yield f"{len(written) - 1} measures, and {len(NOT_COMPUTABLE)} lines that cannot be counted: open {written[0]}"
