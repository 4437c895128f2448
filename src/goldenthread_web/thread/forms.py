"""The form that ties a paragraph to what it speaks of."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread_web.design.forms import StyledForm
from goldenthread_web.thread.nodes import WORDS, Graph, Kind

TO = (Kind.FINDING, Kind.PRIORITY, Kind.DECISION, Kind.SUGGESTION)


class TieForm(StyledForm):
    """What a paragraph speaks of."""

    to = forms.ChoiceField(label="What it speaks of")
    fields: dict[str, Any]

    def __init__(self, *args: Any, graph: Graph, paragraph: str, **kwargs: Any) -> None:
        self.graph = graph
        self.paragraph = paragraph
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Offer findings, priorities, decisions and suggestions that it is not tied to yet."""
        tied = set(self.graph.above.get(self.paragraph, ()))
        offered = [
            (WORDS[kind][1], [(one.key, one.title[:140]) for one in self.graph.nodes.values() if one.kind is kind and one.key not in tied])
            for kind in TO
        ]  # fmt: skip
        self.fields["to"].choices = [("", "Choose"), *((name, held) for name, held in offered if held)]
