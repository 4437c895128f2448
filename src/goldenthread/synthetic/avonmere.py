"""Avonmere: the made-up authority of the demonstration, steered so that its records add up to a known story."""

from __future__ import annotations

from goldenthread.synthetic.scenario import Scenario

AVONMERE_CODE = "999"
AVONMERE_NAME = "Avonmere Council"
AVONMERE_POPULATION = 34_000

PANEL_2014 = Scenario(
    name="panel-2014",
    referral_rate=309.0,
    rereferral_share=(0.215, 0.24, 0.235),
    late_return_share=0.09,
    nfa_share=0.11,
    not_in_need_share=0.31,
    contacts_per_referral=3.4,
    school_share=0.17,
    school_contacts=(0.66, 0.64, 0.62, 0.59, 0.56, 0.53, 0.51, 0.48, 0.46, 0.44, 0.42, 0.40),
    enquiry_ratio=0.29,
    plan_share_of_conferences=0.80,
    plan_stock_rate=36.8,
    plan_band=0.055,
    plan_starts=(122, 121, 122, 121, 123, 122),
    repeat_plans=(5, 5, 5),
    care_stock_rate=41.2,
    care_band=0.042,
    asylum_share=0.05,
    short_break_rate=0.0,
    duration_shares=(1.0, 6.5, 11.0, 16.5, 16.0, 14.5, 21.5, 7.0, 4.6, 2.2),
    simple_shares=(2.5, 27.0, 43.5, 10.5, 5.5, 3.5, 5.5, 1.0, 0.7, 0.3),
    pace=0.9,
    long_plan_pressure=8.0,
    slow_team_shift=0.05,
    within_45=91.7,
    simple_over_20=20.0,
    second_assessment_share=0.05,
    vary=False,
)
