"""What a canonical table is: columns, code lists and constraints, declared once and used everywhere.

The declaration drives reading, checking, the made-up authority, the reference pages and the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


class Kind(StrEnum):
    """The type of a column, in words an analyst uses."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    DATETIME = "datetime"
    BOOL = "yes/no"
    INT = "whole number"
    DECIMAL = "number"


@dataclass(frozen=True, kw_only=True)
class Code:
    """One value of a code list.

    `first_year` and `last_year` are collection years (the year a reporting year ends) in which
    the code is valid; None means no limit known.
    """

    code: str
    label: str
    group: str = ""
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, kw_only=True)
class CodeList:
    """A closed list of codes with labels; `aliases` maps other spellings seen in real files."""

    name: str
    title: str
    codes: tuple[Code, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    @cached_property
    def by_code(self) -> dict[str, Code]:
        """Codes by their own spelling."""
        return {code.code: code for code in self.codes}

    @cached_property
    def _normalised(self) -> dict[str, str]:
        found = {_squash(code.label): code.code for code in self.codes}
        found |= {_squash(code.code): code.code for code in self.codes}
        found |= {_squash(alias): code for alias, code in self.aliases.items()}
        return found

    def match(self, text: str) -> str | None:
        """The code meant by `text` (a code in any case, its label, or a known alias), or None."""
        return self._normalised.get(_squash(text))

    def group_of(self, code: str) -> str:
        """The published group a code belongs to, or '' when it has none."""
        known = self.by_code.get(code)
        return known.group if known else ""

    def in_group(self, group: str) -> tuple[str, ...]:
        """All codes of a published group."""
        return tuple(code.code for code in self.codes if code.group == group)


def _squash(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a canonical table.

    `ssd`, `cin`, `s903` and `annex_a` name where each return carries it; '' means it does not.
    `not_before` names another date column of the row that this date must not precede.
    A row without a `required` value is set aside and counted when read.
    """

    name: str
    kind: Kind
    meaning: str
    codes: CodeList | None = None
    required: bool = False
    not_before: str = ""
    references: str = ""
    least: float | None = None
    most: float | None = None
    ssd: str = ""
    cin: str = ""
    s903: str = ""
    annex_a: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A canonical table.

    `key` identifies a row within one authority and source. `natural_key` is what makes two rows
    of successive returns the same thing (the later return wins).
    """

    name: str
    title: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    natural_key: tuple[str, ...]
    event_date: str = ""
    ssd_table: str = ""
    dropped: str = ""
    notes: tuple[str, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by name, provenance columns included."""
        return {column.name: column for column in self.all_columns}

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """The table's own columns followed by the provenance columns every table carries."""
        return self.columns + PROVENANCE

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the table's own columns, without provenance."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns a row cannot do without."""
        return tuple(column.name for column in self.columns if column.required)

    def arrow_schema(self) -> pa.Schema:
        """The Arrow schema of the table as stored, provenance columns last."""
        import pyarrow as pa

        types = {
            Kind.TEXT: pa.string(),
            Kind.CODE: pa.string(),
            Kind.DATE: pa.date32(),
            Kind.DATETIME: pa.timestamp("us"),
            Kind.BOOL: pa.bool_(),
            Kind.INT: pa.int32(),
            Kind.DECIMAL: pa.float64(),
        }
        return pa.schema([(column.name, types[column.kind]) for column in self.all_columns])


PROVENANCE: tuple[Column, ...] = (
    Column(name="authority", kind=Kind.TEXT, meaning="three-digit DfE code of the authority", required=True),
    Column(name="source", kind=Kind.TEXT, meaning="return the row was read from: cin, s903, ssd, annex_a, template"),
    Column(name="collection_year", kind=Kind.INT, meaning="year the return's reporting year ends, where it has one"),
    Column(name="as_at", kind=Kind.DATE, meaning="date the return describes: extract or reference date"),
    Column(name="source_file", kind=Kind.TEXT, meaning="file the row was read from, as listed in the manifest"),
    Column(name="source_row", kind=Kind.INT, meaning="line (XML) or row (CSV, heading row is 1) in that file"),
    Column(name="load_id", kind=Kind.TEXT, meaning="the load the row belongs to"),
)
