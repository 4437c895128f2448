"""The files of an SSDA903 set: their columns, which of them tell the files apart, and which years add to them.

Source: the published collection layouts, 2016/17 to 2026/27; earlier years lack URN.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One file of the set.

    `columns` are all it may have, in lower case; `tells` are those that no other file has together; `needs` those
    it cannot be read without. Files with a lower `order` are read first.
    """

    part: str
    columns: tuple[str, ...]
    tells: frozenset[str]
    needs: frozenset[str]
    order: int = 1


def _layout(part: str, columns: str, tells: str, needs: str, order: int = 1) -> Layout:
    return Layout(
        part=part,
        columns=tuple(columns.split()),
        tells=frozenset(tells.split()),
        needs=frozenset(needs.split()),
        order=order,
    )


LAYOUTS: tuple[Layout, ...] = (
    _layout(
        "episodes",
        "child decom rne ls cin place place_provider dec rec reason_place_change home_post pl_post urn",
        "decom rne ls place dec rec",
        "child decom rne ls dec rec",
        order=0,
    ),
    _layout("header", "child sex dob ethnic upn mother mc_dob", "sex dob ethnic upn mother", "child sex dob ethnic"),
    _layout("reviews", "child dob review review_code", "review review_code", "child review"),
    _layout("uasc", "child sex dob duc", "duc dob sex", "child duc"),
    _layout(
        "oc2",
        "child dob sdq_score sdq_reason convicted health_check immunisations teeth_check health_assessment "
        "substance_misuse intervention_received intervention_offered",
        "sdq_score sdq_reason convicted immunisations teeth_check",
        "child",
    ),
    _layout("oc3", "child dob in_touch activ accom", "in_touch activ accom", "child"),
    _layout(
        "ad1",
        "child dob date_int date_match foster_care nb_adoptr sex_adoptr ls_adoptr",
        "date_int date_match nb_adoptr",
        "child",
    ),
    _layout(
        "placed_adoption",
        "child dob date_placed date_placed_ceased reason_placed_ceased",
        "date_placed date_placed_ceased",
        "child date_placed",
    ),
    _layout("prev_perm", "child dob prev_perm la_perm date_perm", "prev_perm la_perm date_perm", "child prev_perm"),
    _layout("missing", "child dob missing mis_start mis_end", "missing mis_start mis_end", "child missing mis_start"),
    _layout(
        "sw_episodes", "child dob sw_id sw_decom sw_dec sw_reason", "sw_id sw_decom sw_dec", "child sw_id sw_decom"
    ),
    _layout("dolo", "child dob dolo_start dolo_end", "dolo_start dolo_end", "child dolo_start"),
)
BY_PART = {layout.part: layout for layout in LAYOUTS}
