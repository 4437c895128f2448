"""Narrative: Markdown with references to figures. A figure about performance is always a reference, never typed.

References: `{{ measure "assessments_45" }}`, with options such as `period="year_before"` or `show="counts"`;
`{{ chart "rereferrals" every="quarter" }}`; `{{ table "rereferrals, assessments_45" }}`;
`{{ fact "9" source="Ofsted, October 2014" }}` for a number that is not ours; `{{ field "authority.name" }}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from goldenthread.errors import DefinitionError, Problem, UserError
from goldenthread.papers.claims import MARKS
from goldenthread.papers.figures import FigureBook
from goldenthread.papers.model import Block, ChartBlock, ListBlock, Paragraph, Run
from goldenthread.papers.tables import headline_table

_REFERENCE = re.compile(r"\{\{\s*(\w+)\s*((?:[^{}\"]|\"[^\"]*\")*?)\s*\}\}")
_OPTION = re.compile(r"(\w+)=\"([^\"]*)\"")
_SUBJECT = re.compile(r"^\"([^\"]*)\"")
_KINDS = ("measure", "chart", "table", "fact", "field")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# Numbers a paper may type: dates and years, lengths of time, parts of Acts, and the words for them.
_ALLOWED = re.compile(
    rf"\b\d{{1,2}} (?:{_MONTHS})(?: \d{{4}})?\b|\b(?:19|20)\d{{2}}(?:[/-]\d{{2,4}})?\b"
    r"|\b\d+(?:,| and| or| to|-)? ?(?:\d+ )?(?:and \d+ )?(?:working |school |calendar )?(?:day|week|month|year|hour)s?\b"
    r"|\b\d+-(?:day|week|month|year)\b|\b[Ss]ections? \d+\w?\b|\baged? \d+(?: to \d+)?\b|\b10,000\b|\b\d+(?:st|nd|rd|th)\b",
)
_NUMBER = re.compile(r"\d[\d,.]*%?")
_HOLDER = "\ue000{}\ue001"
_HELD = re.compile("\ue000(\\d+)\ue001")


@dataclass(kw_only=True)
class Sources:
    """Facts from elsewhere that the narrative states, with where they come from."""

    facts: list[tuple[str, str]] = field(default_factory=list)


@dataclass(kw_only=True)
class NarrativeReader:
    """Turns Markdown into blocks, resolving references; problems are collected in `problems`."""

    book: FigureBook
    fields: Mapping[str, str]
    sources: Sources = field(default_factory=Sources)
    problems: list[Problem] = field(default_factory=list)
    charts: int = 0
    claims: list[tuple[str, str]] = field(default_factory=list)

    def read(self, text: str, *, file: str, section: int = 0) -> tuple[Block, ...]:
        """The blocks of one Markdown file; paragraphs are numbered within `section` unless it is 0."""
        held: list[Run | Block] = []
        prepared = _REFERENCE.sub(lambda match: self._hold(match, text, file, held), text)
        self._check_numbers(prepared, file)
        tokens = MarkdownIt("commonmark", {"html": False}).parse(prepared)
        return tuple(self._blocks(tokens, held, section))

    def _hold(self, match: re.Match[str], text: str, file: str, held: list[Run | Block]) -> str:
        line = text.count("\n", 0, match.start()) + 1
        try:
            held.append(self._resolve(match[1], match[2]))
        except UserError as error:
            self.problems += [
                Problem(what=p.what, remedy=p.remedy, file=file, row=line, code="unresolved") for p in error.problems
            ]
            held.append(Run(text="?"))
        return _HOLDER.format(len(held) - 1)

    def _resolve(self, kind: str, rest: str) -> Run | Block:
        if kind not in _KINDS:
            raise DefinitionError(f"{{{{ {kind} }}}} is not known.", remedy=f"Write one of {', '.join(_KINDS)}.")
        subject = _SUBJECT.match(rest)
        if subject is None:
            raise DefinitionError(f"{kind} needs a name in quotes.", remedy=f'Write {{{{ {kind} "name" }}}}.')
        name, options = subject[1], dict(_OPTION.findall(rest[subject.end() :]))
        if kind == "measure":
            figure = self.book.state(name, options)
            return Run(text=figure.text, figure=figure.id)
        if kind == "chart":
            self.charts += 1
            return ChartBlock(number=self.charts, chart=self.book.evidence.draw(name, options))
        if kind == "table":
            return headline_table(self.book, [one.strip() for one in name.split(",")], options.get("caption", ""))
        if kind == "field":
            if name not in self.fields:
                raise DefinitionError(
                    f"There is no field {name}.", remedy=f"Fields are {', '.join(sorted(self.fields))}."
                )
            return Run(text=self.fields[name])
        if not options.get("source"):
            raise DefinitionError(
                f'fact "{name}" needs a source.', remedy=f'Write {{{{ fact "{name}" source="..." }}}}.'
            )
        self.sources.facts.append((name, options["source"]))
        return Run(text=name)

    def _check_numbers(self, prepared: str, file: str) -> None:
        for line_number, line in enumerate(prepared.splitlines(), 1):
            bare = _HELD.sub("", line)
            bare = re.sub(r"^\s*(?:#+|\d+[.)]|[-*])\s", "", _ALLOWED.sub("", bare))
            for number in _NUMBER.findall(bare):
                self.problems.append(
                    Problem(
                        what=f"The number {number} is typed into the narrative.",
                        remedy='Refer to a measure ({{ measure "..." }}) or state where it comes from '
                        f'({{{{ fact "{number}" source="..." }}}}).',
                        file=file,
                        row=line_number,
                        code="typed_number",
                    )
                )

    def _blocks(self, tokens: list[Token], held: list[Run | Block], section: int) -> Iterator[Block]:
        number, place = 0, 0
        while place < len(tokens):
            token = tokens[place]
            if token.type == "paragraph_open":
                inline = tokens[place + 1]
                alone = _HELD.fullmatch(inline.content.strip())
                block = held[int(alone[1])] if alone else None
                if block is not None and not isinstance(block, Run):
                    yield block
                else:
                    number += 1
                    runs = tuple(self._runs(inline, held))
                    label = f"{section}.{number}" if section else ""
                    self.claims.append((label, marked(runs, self.book)))
                    yield Paragraph(runs=runs, number=label)
                place += 3
            elif token.type in ("ordered_list_open", "bullet_list_open"):
                place, block_ = self._list(tokens, place, held)
                yield block_
            else:
                place += 1

    def _list(self, tokens: list[Token], place: int, held: list[Run | Block]) -> tuple[int, ListBlock]:
        lettered, level, items = tokens[place].type == "ordered_list_open", tokens[place].level, []
        place += 1
        while not (tokens[place].type.endswith("_list_close") and tokens[place].level == level):
            if tokens[place].type == "inline":
                runs = tuple(self._runs(tokens[place], held))
                self.claims.append(("", marked(runs, self.book)))
                items.append(runs)
            place += 1
        return place + 1, ListBlock(items=tuple(items), lettered=lettered)

    def _runs(self, inline: Token, held: list[Run | Block]) -> Iterator[Run]:
        bold = italic = False
        link = ""
        for token in inline.children or []:
            if token.type in ("strong_open", "strong_close"):
                bold = token.type == "strong_open"
            elif token.type in ("em_open", "em_close"):
                italic = token.type == "em_open"
            elif token.type == "link_open":
                link = str(token.attrGet("href") or "")
            elif token.type == "link_close":
                link = ""
            elif token.type in ("softbreak", "hardbreak"):
                yield Run(text=" ")
            elif token.content:
                yield from self._pieces(token.content, held, bold=bold, italic=italic, link=link)

    def _pieces(self, text: str, held: list[Run | Block], *, bold: bool, italic: bool, link: str) -> Iterator[Run]:
        for place, piece in enumerate(_HELD.split(text)):
            if place % 2 == 0:
                if piece:
                    yield Run(text=piece, bold=bold, italic=italic, link=link)
                continue
            found = held[int(piece)]
            if isinstance(found, Run):
                yield Run(text=found.text, bold=bold, italic=italic, link=link, figure=found.figure)
            else:
                self.problems.append(
                    Problem(what="A chart or table must stand in a paragraph of its own.", code="block_in_text")
                )


def marked(runs: tuple[Run, ...], book: FigureBook) -> str:
    """The words of a paragraph with the measure of each figure in marks after it, for the testing of claims."""
    by_id = {figure.id: figure.measure for figure in book.figures.values()}
    return "".join(f"{run.text}{MARKS[0]}{by_id[run.figure]}{MARKS[1]}" if run.figure else run.text for run in runs)
