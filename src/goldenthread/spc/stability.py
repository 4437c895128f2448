"""What may be said with the word stable: every point of a series against what chance explains."""

from __future__ import annotations

from goldenthread.spc.model import Analysis


def stability(analysis: Analysis, *, every: str = "quarter") -> str:
    """Whether every point lies within what chance explains, in a few words; too few points say so."""
    present = analysis.present
    if not analysis.segments or not analysis.segments[-1].shown or analysis.segments[-1].lower is None:
        return "too few points to say whether it is stable"
    signals = [result for result in present if result.special]
    if signals:
        return f"not stable: {len(signals)} of {len(present)} points are more than chance explains"
    trial = " (trial limits)" if analysis.trial else ""
    return f"stable: every {every} within what chance explains{trial}"
