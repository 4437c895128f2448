"""SSD columns that no canonical table keeps: names, numbers and placeholders, all plainly made up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from goldenthread.synthetic.writers.rows import made_up_upn

PLACEHOLDER = "PLACEHOLDER_DATA"
Row = dict[str, Any]


def _number(row_id: str) -> str:
    return "".join(character for character in row_id if character.isdigit())


def _person(row: Row) -> list[Any]:
    number = _number(row["person_id"])
    upn = "" if row["upn_unknown_reason"] else made_up_upn(row["person_id"])
    return ["MADE-UP", f"NAME {number}", upn, f"000{number[-7:].rjust(7, '0')}", PLACEHOLDER]


def _professional(row: Row) -> list[Any]:
    number = _number(row["professional_id"])
    return [f"MADE-UP WORKER {number}", f"SW{number}"]


SPECIAL: dict[str, tuple[tuple[str, ...], Callable[[Row], list[Any]] | None]] = {
    "person": (
        ("pers_forename", "pers_surname", "pers_upn", "pers_common_child_id", "pers_single_unique_id"),
        _person,
    ),
    "professional": (("prof_professional_name", "prof_social_worker_registration_no"), _professional),
    "contact": (("cont_contact_source_desc",), lambda _row: [""]),
    "referral": (("cine_referral_source_desc",), lambda _row: [""]),
}
# Tables every SSD has and no system fills yet: one row of placeholders each.
PLACEHOLDER_TABLES: dict[str, tuple[str, ...]] = {
    "ssd_send": ("send_table_id", "send_person_id", "send_upn", "send_uln", "send_upn_unknown"),
    "ssd_sen_need": (
        "senn_table_id",
        "senn_active_ehcp_id",
        "senn_active_ehcp_need_type",
        "senn_active_ehcp_need_rank",
    ),
    "ssd_pre_proceedings": ("prep_table_id", "prep_person_id", "prep_plo_family_id"),
    "ssd_voice_of_child": ("voch_table_id", "voch_person_id", "voch_explained_worries", "voch_story_help_understand"),
    "ssd_linked_identifiers": ("link_table_id", "link_person_id", "link_identifier_type", "link_identifier_value"),
    "ssd_s251_finance": ("s251_table_id", "s251_cla_placement_id", "s251_placeholder_1"),
}
