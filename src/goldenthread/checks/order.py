"""Events in an order that cannot be."""

from __future__ import annotations

from goldenthread.checks.common import after_closure, before, before_referral

CHECKS = (
    before_referral("1103", "Assessment before its referral", "assessment", "start_date"),
    before_referral("2889", "Section 47 enquiry before its referral", "s47_enquiry", "start_date"),
    before_referral("1104", "Conference before its referral", "initial_cp_conference", "conference_date"),
    before_referral("1105", "Protection plan before its referral", "cp_plan", "start_date"),
    before_referral("4015", "Child in need plan before its referral", "cin_plan", "start_date"),
    before("8608", "Assessment ends before it starts", "assessment", "authorised_date", "start_date"),
    before("8630", "Episode closed before its referral", "referral", "closure_date", "referral_date"),
    before("8925", "Protection plan ends before it starts", "cp_plan", "end_date", "start_date"),
    before("4011", "Child in need plan ends before it starts", "cin_plan", "end_date", "start_date"),
    before("care-order", "Episode of care ends before it starts", "cla_episode", "end_date", "start_date"),
    after_closure("8565", "Assessment after the episode was closed", "assessment", "start_date"),
    after_closure("8565-s47", "Section 47 enquiry after the episode was closed", "s47_enquiry", "start_date"),
    after_closure("8565-plan", "Protection plan after the episode was closed", "cp_plan", "start_date"),
)
