"""Which SSD columns fill which canonical columns, from the declarations of the canonical tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from goldenthread.tables import ALL_TABLES, TABLES
from goldenthread.tables.model import Column

_PLAIN = re.compile(r"[a-z0-9]{4}_[a-z0-9_]+")
_JSON = re.compile(r"([a-z0-9_]+_json)[: ]([A-Z_]+)")
# SSD tables that are not canonical tables of their own: read by hand, or known and left alone.
BY_HAND = {
    "cinf": "assessment_factor",
    "clah": "cla_health",
    "clai": "cla_health",
    "clas": "cla_health",
    "clac": "cla_health",
    "lapp": "permanence",
}
READ_BY_HAND = {
    "assessment_id",
    "code",
    "health_check_id",
    "person_id",
    "check_type",
    "check_date",
    "status",
    "permanence_id",
}
LEFT_ALONE = {
    "addr": "ssd_address",
    "fami": "ssd_family",
    "moth": "ssd_mother",
    "lacp": "ssd_cla_care_plan",
    "send": "ssd_send",
    "senn": "ssd_sen_need",
    "ehcr": "ssd_ehcp_requests",
    "ehca": "ssd_ehcp_assessment",
    "ehcn": "ssd_ehcp_named_plan",
    "ehcp": "ssd_ehcp_active_plans",
    "prep": "ssd_pre_proceedings",
    "voch": "ssd_voice_of_child",
    "link": "ssd_linked_identifiers",
    "s251": "ssd_s251_finance",
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a canonical column comes from: a column, or a key of a column that holds JSON."""

    column: Column
    ssd: str
    key: str = ""
    present_only: bool = False


@cache
def prefixes() -> dict[str, str]:
    """The four letters that begin an SSD table's columns -> the canonical table they fill."""
    found: dict[str, str] = {}
    for table in ALL_TABLES:
        own = next((match[0][:4] for column in table.columns if (match := _PLAIN.match(column.ssd))), "")
        if table.ssd_table and own not in BY_HAND:
            found[own] = table.name
    return found | BY_HAND


@cache
def sources(table: str, prefix: str) -> tuple[Source, ...]:
    """Every source of a canonical table's columns within one SSD table; a column may have several, in order."""
    found = []
    for column in TABLES[table].columns:
        if prefix in BY_HAND and column.name in READ_BY_HAND:
            continue
        json_keys = _JSON.findall(column.ssd)
        plain = [name for name in _PLAIN.findall(re.sub(_JSON, "", column.ssd)) if name.startswith(prefix)]
        found += [Source(column=column, ssd=name, present_only=" present" in column.ssd) for name in plain]
        found += [Source(column=column, ssd=name, key=key) for name, key in json_keys if name.startswith(prefix)]
    return tuple(found)
