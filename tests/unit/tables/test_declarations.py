"""The declarations hold together: keys, references, code lists, names of the returns."""

from __future__ import annotations

import re

import pytest

from goldenthread.tables import ALL_TABLES, TABLES, Kind
from goldenthread.tables.codes import CODE_LISTS, ETHNICITY, PLACEMENT_TYPE, REFERRAL_SOURCE, SEX

ids = [table.name for table in ALL_TABLES]


@pytest.mark.parametrize("table", ALL_TABLES, ids=ids)
def test_keys_exist_and_every_column_has_a_phrase_for_its_meaning(table):
    names = table.column_names
    assert len(names) == len(set(names))
    assert set(table.key) <= set(names)
    assert set(table.natural_key) <= set(names)
    assert not table.event_date or table.event_date in names
    for column in table.columns:
        assert len(column.meaning.split()) >= 2, column.name
        assert "to verify" not in column.meaning
    assert not any("to verify" in note for note in table.notes)


@pytest.mark.parametrize("table", ALL_TABLES, ids=ids)
def test_columns_refer_to_what_there_is(table):
    for column in table.columns:
        assert not column.references or column.references in TABLES
        assert not column.not_before or TABLES[table.name].by_name[column.not_before].kind is Kind.DATE
        assert (column.codes is not None) == (column.kind is Kind.CODE), column.name


def test_a_table_of_the_dataset_is_filled_once():
    named = [table.ssd_table for table in ALL_TABLES if table.ssd_table]
    assert len(named) == len(set(named))
    assert all(re.fullmatch(r"ssd_[a-z0-9_]+", name) for name in named)


@pytest.mark.parametrize("codes", CODE_LISTS, ids=[codes.name for codes in CODE_LISTS])
def test_codes_are_unique_and_aliases_lead_to_codes(codes):
    known = [code.code for code in codes.codes]
    assert len(known) == len(set(known))
    assert set(codes.aliases.values()) <= set(known)
    assert all(codes.match(code) == code for code in known)


@pytest.mark.parametrize(
    ("codes", "text", "expected"),
    [
        (SEX, "1", "M"), (SEX, "a) Male", "M"), (SEX, "9", "U"), (ETHNICITY, "cnhe", "CHNE"),
        (REFERRAL_SOURCE, "Police", "6"), (REFERRAL_SOURCE, "2a", "2A"), (SEX, "purple", None),
    ],
)  # fmt: skip
def test_spellings_of_real_files_are_understood(codes, text, expected):
    assert codes.match(text) == expected


def test_groups_follow_the_published_tables():
    assert ETHNICITY.group_of("CHNE") == "Asian or Asian British"
    assert REFERRAL_SOURCE.in_group("Schools") == ("2A",)
    assert set(PLACEMENT_TYPE.in_group("foster")) == {"U1", "U2", "U3", "U4", "U5", "U6"}


def test_the_arrow_schema_ends_with_where_a_row_came_from():
    names = TABLES["referral"].arrow_schema().names
    assert names[-7:] == ["authority", "source", "collection_year", "as_at", "source_file", "source_row", "load_id"]
