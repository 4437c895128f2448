"""Who may open what: every address of the site against every member of the cast.

A row says how the address is asked, who is let in and what they get; everybody else of the cast gets 403, and a
stranger is sent to sign in (302). Nothing is loaded and no object is there, so what takes an object answers 404 to
those let in: that is enough to tell them from those kept out, who get 403 before anything is looked up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from goldenthread_web.people.cast import CAST

EVERYBODY = frozenset(CAST)
OFFICERS = frozenset(
    {
        "partner_manager",
        "director",
        "head",
        "manager",
        "manager_east",
        "worker",
        "analyst",
        "commissioner",
        "qa",
        "chair",
        "member",
        "partner",
    }
)
READERS = OFFICERS | {"councillor", "democratic", "advocate", "regional"}
ADMINISTRATORS = frozenset({"administrator"})
ANALYSTS = frozenset({"analyst"})
GOVERNANCE = frozenset({"governance"})
TARGETS = frozenset({"director", "head", "analyst"})
WRITERS = frozenset({"head", "manager", "manager_east", "partner_manager", "analyst", "qa"})
APPROVERS = frozenset({"director", "head"})


@dataclass(frozen=True, kw_only=True)
class Row:
    """An address: how it is asked, who is let in, what those let in, those kept out and strangers get."""

    let_in: frozenset[str]
    gives: int = 200
    otherwise: int = 403
    stranger: int = 302
    method: str = "get"
    arguments: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)

    def expected(self, key: str) -> int:
        """The status for a member of the cast; `key` "" is a stranger."""
        if not key:
            return self.stranger
        return self.gives if key in self.let_in else self.otherwise


def open_to_all(*, gives: int = 200, **more: Any) -> Row:
    """An address that strangers may open too."""
    return Row(let_in=EVERYBODY, gives=gives, stranger=gives, **more)


def own(*, gives: int = 200, **more: Any) -> Row:
    """An address for whoever is signed in."""
    return Row(let_in=EVERYBODY, gives=gives, **more)


def managing(*, gives: int = 200, **more: Any) -> Row:
    """An address of the administrators."""
    return Row(let_in=ADMINISTRATORS, gives=gives, **more)


_NONE: Mapping[str, Any] = {"pk": 999_999}

SITE: Mapping[str, Row] = {
    "theme": open_to_all(),
    "home:home": own(),
    "home:search": own(),
    "home:about": open_to_all(),
    "home:accessibility": open_to_all(),
    "home:privacy": open_to_all(),
    "home:reviews": own(),
    "home:practice": own(),
    "home:papers": own(),
}
PEOPLE: Mapping[str, Row] = {
    "people:account": own(),
    "people:who_may": own(),
    "people:emergency": managing(),
    "people:end_emergency": managing(method="post", gives=302),
    "people:not_entered": open_to_all(gives=403),
    "people:demonstration": open_to_all(gives=404),
    "people:be": open_to_all(gives=404, method="post", arguments={"key": "director"}),
    "people:people": managing(),
    "people:add": managing(),
    "people:teams": managing(),
    "people:team": managing(gives=404, arguments=_NONE),
    "people:person": managing(gives=404, arguments=_NONE),
    "people:change": managing(gives=404, arguments=_NONE),
    "people:invite": managing(gives=404, method="post", arguments=_NONE),
    "people:close": managing(gives=404, arguments=_NONE),
    "people:reopen": managing(gives=404, method="post", arguments=_NONE),
    "people:give_role": managing(gives=404, arguments=_NONE),
    "people:end_role": managing(gives=404, arguments=_NONE),
}
ACTIVITY: Mapping[str, Row] = {
    "activity:search": Row(let_in=GOVERNANCE),
    "activity:export": Row(let_in=GOVERNANCE, method="post", data={"reason": "request 12 of the auditor"}),
    "activity:child": Row(let_in=GOVERNANCE),
    "activity:mine": own(),
}
_GONE = open_to_all(gives=404)
# Nobody of the cast has a password or a second factor, so there is nothing to confirm with.
_NOTHING_TO_CONFIRM = Row(let_in=frozenset())
SIGN_IN: Mapping[str, Row] = {
    "account_login": Row(let_in=EVERYBODY, gives=302, stranger=200),
    "account_logout": Row(let_in=EVERYBODY),
    "account_inactive": open_to_all(),
    "account_reauthenticate": _NOTHING_TO_CONFIRM,
    "account_change_password": own(gives=302),
    "account_set_password": own(),
    "account_reset_password": open_to_all(),
    "account_reset_password_done": open_to_all(),
    "account_reset_password_from_key": open_to_all(arguments={"uidb36": "1", "key": "abc-def"}),
    "account_reset_password_from_key_done": open_to_all(),
    "mfa_index": own(),
    "mfa_authenticate": open_to_all(gives=302),
    "mfa_reauthenticate": _NOTHING_TO_CONFIRM,
    "mfa_activate_totp": own(),
    "mfa_deactivate_totp": own(gives=404),
    "mfa_view_recovery_codes": own(gives=404),
    "mfa_generate_recovery_codes": own(),
    "mfa_download_recovery_codes": own(gives=404),
    "mfa_list_webauthn": own(),
    "mfa_add_webauthn": own(),
    "mfa_reauthenticate_webauthn": _NOTHING_TO_CONFIRM,
    "mfa_remove_webauthn": own(gives=404, arguments=_NONE),
    "mfa_edit_webauthn": own(gives=404, arguments=_NONE),
    "usersessions_list": own(),
    "socialaccount_login_cancelled": open_to_all(),
    "socialaccount_login_error": open_to_all(gives=401),
    "openid_connect_login": open_to_all(gives=404, arguments={"provider_id": "directory"}),
    "openid_connect_callback": open_to_all(gives=404, arguments={"provider_id": "directory"}),
    "account_signup": _GONE,
    "account_email": _GONE,
    "account_email_verification_sent": _GONE,
    "socialaccount_connections": _GONE,
    "socialaccount_signup": _GONE,
}
LOADS: Mapping[str, Row] = {
    "loads:loads": Row(let_in=ANALYSTS),
    "loads:new": Row(let_in=ANALYSTS),
    "loads:sources": Row(let_in=ANALYSTS),
    "loads:new_source": Row(let_in=ANALYSTS),
    "loads:source": Row(let_in=ANALYSTS, gives=404, arguments=_NONE),
    "loads:remove_source": Row(let_in=ANALYSTS, gives=404, method="post", arguments=_NONE),
    "loads:load": Row(let_in=ANALYSTS, gives=404, arguments=_NONE),
    "loads:progress": Row(let_in=ANALYSTS, gives=404, arguments=_NONE),
    "loads:cancel": Row(let_in=ANALYSTS, gives=404, method="post", arguments=_NONE),
    "loads:again": Row(let_in=ANALYSTS, gives=404, method="post", arguments=_NONE),
    "loads:release": Row(let_in=ANALYSTS, gives=404, arguments=_NONE),
    "loads:withdraw": Row(let_in=ANALYSTS, gives=404, arguments=_NONE),
    "loads:restatements": Row(let_in=ANALYSTS, gives=404, arguments=_NONE),
    "loads:findings": Row(let_in=ANALYSTS, gives=404, method="post", arguments=_NONE),
}
_MEASURE: Mapping[str, Any] = {"name": "no-such-measure"}
INDICATORS: Mapping[str, Row] = {
    "indicators:scorecard": Row(let_in=READERS),
    "indicators:scorecard_file": Row(let_in=READERS, gives=404, arguments={"form": "csv"}),
    "indicators:measure": Row(let_in=READERS, gives=404, arguments=_MEASURE),
    "indicators:target": Row(let_in=TARGETS, gives=404, arguments=_MEASURE),
    "indicators:priorities": Row(let_in=TARGETS),
    "indicators:write": Row(let_in=WRITERS, gives=404, arguments=_MEASURE),
    "indicators:commentary": Row(let_in=WRITERS | APPROVERS, gives=404, arguments=_NONE),
    "indicators:commentary_justify": Row(let_in=WRITERS | APPROVERS, gives=404, method="post", arguments=_NONE),
    "indicators:commentary_publish": Row(let_in=WRITERS | APPROVERS, gives=404, method="post", arguments=_NONE),
    "indicators:commentary_withdraw": Row(let_in=WRITERS | APPROVERS, gives=404, method="post", arguments=_NONE),
}
# Those who may see the children behind a figure, of the service or of own teams.
SEE_CHILDREN = frozenset({"head", "manager", "manager_east", "analyst", "qa"})
EXPLORERS: Mapping[str, Row] = {
    "indicators:front-door": Row(let_in=READERS),
    "indicators:timeliness": Row(let_in=READERS),
    "indicators:disproportion": Row(let_in=READERS),
    "indicators:children": Row(let_in=SEE_CHILDREN, gives=404, arguments=_MEASURE),
    "indicators:why": Row(let_in=SEE_CHILDREN, gives=404, arguments={**_MEASURE, "number": 0}),
    "indicators:children_export": Row(let_in=ANALYSTS, gives=404, method="post", arguments=_MEASURE),
}
INSPECTORS = frozenset({"director", "head", "qa", "analyst"})
CLOSERS = frozenset({"director", "chair"})
_FINDING: Mapping[str, Any] = {"finding": 999_999}
_STATEMENT: Mapping[str, Any] = {"framework": "ILACS-2023", "area": "help"}
INSPECTIONS: Mapping[str, Row] = {
    "inspections:inspections": Row(let_in=READERS),
    "inspections:inspection": Row(let_in=READERS, gives=404, arguments=_NONE),
    "inspections:finding": Row(let_in=READERS, gives=404, arguments=_FINDING),
    "inspections:frameworks": Row(let_in=READERS),
    "inspections:others": Row(let_in=READERS),
    "inspections:self_evaluation": Row(let_in=OFFICERS),
    "inspections:new": Row(let_in=INSPECTORS),
    "inspections:bring_in": Row(let_in=INSPECTORS),
    "inspections:change": Row(let_in=INSPECTORS, gives=404, arguments=_NONE),
    "inspections:new_finding": Row(let_in=INSPECTORS, gives=404, arguments=_NONE),
    "inspections:change_finding": Row(let_in=INSPECTORS, gives=404, arguments=_FINDING),
    "inspections:clock": Row(let_in=INSPECTORS, gives=404, method="post", arguments={**_NONE, "rule": "plan"}),
    "inspections:move_finding": Row(let_in=INSPECTORS | CLOSERS, gives=404, method="post", arguments=_FINDING),
    "inspections:write": Row(let_in=INSPECTORS, arguments=_STATEMENT),
    "inspections:drop": Row(let_in=INSPECTORS, gives=404, arguments=_NONE),
}
PLANNERS = frozenset({"director", "head", "qa", "analyst"})
VERIFIERS = frozenset({"director", "chair", "qa"})
PLANS: Mapping[str, Row] = {
    "plans:plans": Row(let_in=READERS),
    "plans:coverage": Row(let_in=OFFICERS),
    "plans:mine": Row(let_in=OFFICERS),
    "plans:hand_over_list": Row(let_in=OFFICERS),
    "plans:new": Row(let_in=PLANNERS),
    "plans:version": Row(let_in=READERS, gives=404, arguments=_NONE),
    "plans:version_file": Row(let_in=READERS, gives=404, arguments={**_NONE, "form": "docx"}),
    "plans:plan": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:on_a_page": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:timeline": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:as_at": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:compare": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:by_owner": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:by_finding": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:history": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:action": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:file": Row(let_in=OFFICERS, gives=404, arguments={**_NONE, "form": "docx"}),
    "plans:finish_milestone": Row(let_in=OFFICERS, gives=404, method="post", arguments=_NONE),
    "plans:move_action": Row(let_in=OFFICERS, gives=404, arguments={**_NONE, "then": "closed"}),
    "plans:add_update": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:add_date": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:add_evidence": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:add_impact": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:add_measure": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:add_milestone": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:add_resource": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:add_risk": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:evidence_file": Row(let_in=OFFICERS, gives=404, arguments=_NONE),
    "plans:review": Row(let_in=VERIFIERS, gives=404, arguments=_NONE),
    "plans:change": Row(let_in=PLANNERS, gives=404, arguments=_NONE),
    "plans:new_priority": Row(let_in=PLANNERS, gives=404, arguments=_NONE),
    "plans:freeze": Row(let_in=PLANNERS, gives=404, arguments=_NONE),
    "plans:conclude": Row(let_in=PLANNERS, gives=404, arguments=_NONE),
    "plans:carry_on": Row(let_in=PLANNERS, gives=404, arguments=_NONE),
    "plans:bring": Row(let_in=PLANNERS, gives=404, arguments=_NONE),
    "plans:columns": Row(let_in=PLANNERS, gives=404, arguments=_NONE),
    "plans:new_action": Row(let_in=PLANNERS, gives=404, arguments=_NONE),
    "plans:change_action": Row(let_in=PLANNERS, gives=404, arguments=_NONE),
    "plans:hand_over": Row(let_in=PLANNERS, gives=404, arguments=_NONE),
    "plans:hand_over_all": Row(let_in=PLANNERS, gives=404, arguments=_NONE),
    "plans:change_priority": Row(let_in=PLANNERS, gives=404, arguments=_NONE),
    "plans:drop": Row(let_in=PLANNERS, gives=404, arguments={**_NONE, "kind": "measure"}),
    "plans:decide_date": Row(let_in=PLANNERS, gives=404, arguments=_NONE),
    "plans:move": Row(let_in=PLANNERS, gives=404, arguments={**_NONE, "then": "agreed"}),
}
RUNNERS = frozenset({"head", "chair", "democratic"})
SEE_BOARDS = OFFICERS | {"democratic"}
BOARDS: Mapping[str, Row] = {
    "boards:boards": Row(let_in=READERS),
    "boards:decisions": Row(let_in=READERS),
    "boards:board": Row(let_in=READERS, gives=404, arguments=_NONE),
    "boards:meeting": Row(let_in=READERS, gives=404, arguments=_NONE),
    "boards:pack": Row(let_in=READERS, gives=404, arguments=_NONE),
    "boards:item": Row(let_in=READERS, gives=404, arguments=_NONE),
    "boards:paper": Row(let_in=READERS, gives=404, arguments=_NONE),
    "boards:pack_file": Row(let_in=READERS, gives=404, arguments=_NONE),
    "boards:highlights": Row(let_in=SEE_BOARDS, gives=404, arguments=_NONE),
    "boards:calendar_address": Row(let_in=SEE_BOARDS, method="post"),
    "boards:feed": open_to_all(gives=404, arguments={"key": "nobodys"}),
    "boards:calendar": Row(let_in=SEE_BOARDS),
    "boards:new_item": Row(let_in=SEE_BOARDS, gives=404, arguments=_NONE),
    "boards:act": Row(let_in=SEE_BOARDS, gives=404, method="post", arguments={**_NONE, "what": "minute"}),
    "boards:done": Row(let_in=SEE_BOARDS, gives=404, arguments=_NONE),
    "boards:change_action": Row(let_in=RUNNERS, gives=404, arguments=_NONE),
    "boards:answer": Row(let_in=SEE_BOARDS, gives=404, arguments={**_NONE, "kind": "challenge"}),
    "boards:new": Row(let_in=RUNNERS),
    "boards:change": Row(let_in=RUNNERS, gives=404, arguments=_NONE),
    "boards:terms": Row(let_in=RUNNERS, gives=404, arguments=_NONE),
    "boards:succeed": Row(let_in=RUNNERS, gives=404, arguments=_NONE),
    "boards:new_member": Row(let_in=RUNNERS, gives=404, arguments=_NONE),
    "boards:member": Row(let_in=RUNNERS, gives=404, arguments={**_NONE, "seat": 999_999}),
    "boards:new_meeting": Row(let_in=RUNNERS, gives=404, arguments=_NONE),
    "boards:move_meeting": Row(let_in=RUNNERS, gives=404, method="post", arguments=_NONE),
    "boards:remove_meeting": Row(let_in=RUNNERS, gives=404, arguments=_NONE),
    "boards:restore_meeting": Row(let_in=RUNNERS, gives=404, method="post", arguments=_NONE),
    "boards:attendance": Row(let_in=RUNNERS, gives=404, arguments=_NONE),
    "boards:change_meeting": Row(let_in=RUNNERS, gives=404, arguments=_NONE),
    "boards:change_item": Row(let_in=RUNNERS, gives=404, arguments=_NONE),
    "boards:order": Row(let_in=RUNNERS, gives=404, method="post", arguments=_NONE),
    "boards:minutes": Row(let_in=RUNNERS, gives=404, arguments=_NONE),
    "boards:withdraw": Row(let_in=RUNNERS, gives=404, arguments=_NONE),
    "boards:challenges": Row(let_in=SEE_BOARDS, gives=404, arguments=_NONE),
    "boards:watch": Row(let_in=RUNNERS, gives=404, arguments=_NONE),
    "boards:release": Row(let_in=RUNNERS, gives=404, arguments={**_NONE, "area": 999_999}),
}
SUGGESTIONS: Mapping[str, Row] = {
    "suggestions:suggestions": own(),
    "suggestions:new": own(),
    "suggestions:suggestion": own(gives=404, arguments=_NONE),
    "suggestions:you_said": Row(let_in=SEE_BOARDS),
    "suggestions:move": Row(let_in=RUNNERS, gives=404, method="post", arguments=_NONE),
    "suggestions:merge": Row(let_in=RUNNERS, gives=404, method="post", arguments=_NONE),
    "suggestions:follow": Row(let_in=RUNNERS, gives=404, method="post", arguments=_NONE),
}
THREAD: Mapping[str, Row] = {
    "thread:thread": Row(let_in=READERS),
    "thread:walk": Row(let_in=READERS, gives=404, arguments={"kind": "finding", "ref": "999999"}),
    "thread:tie": Row(let_in=PLANNERS, gives=404, method="post", arguments={"ref": "9-9"}),
    "thread:untie": Row(let_in=PLANNERS, gives=404, method="post", arguments=_NONE),
}
MATRIX: Mapping[str, Row] = {
    **SITE,
    **THREAD,
    **SUGGESTIONS,
    **BOARDS,
    **PLANS,
    **INSPECTIONS,
    **PEOPLE,
    **ACTIVITY,
    **SIGN_IN,
    **LOADS,
    **INDICATORS,
    **EXPLORERS,
}
