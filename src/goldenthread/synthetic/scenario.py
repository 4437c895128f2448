"""What a simulation can be told: rates, shares and the story; and how authorities differ from one another."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from goldenthread.errors import UserError
from goldenthread.synthetic import calibration as facts


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """The dials of one authority. Rates are per 10,000 people aged 0 to 17 in a year or at a day.

    `rereferral_share`: share of referrals whose child was referred in the 12 months before, for the 12 months
    to the end date, then for the 12 months before those, and so on (the last value holds for earlier years).
    `within_45`: share of assessments authorised within 45 working days that the last 12 months must come to
    (to one decimal of a percent), or None to leave it to chance. `simple_over_20`: about the share, in percent, of
    that year's simplest assessments (one factor at most, no service after) over 20 working days, or None.
    `pace`: above 1 assessments are quicker; `conference_lateness` and `long_plan_pressure` multiply the chance
    of a late conference and of an end to plans of a year and a half or more.
    `repeat_plans`: plan starts within two years of the previous plan's end, in each 12 months back from the
    end date, or None to leave it to chance. `plan_starts`: plan starts in each 12 months, or None for the rate.
    `school_contacts`: how many contacts from schools that lead to nothing there are in each of the last
    12 months, as a multiple of the usual number.
    """

    name: str
    referral_rate: float = 522.0
    rereferral_share: tuple[float, ...] = (0.205,)
    late_return_share: float = 0.13
    nfa_share: float = 0.05
    not_in_need_share: float = 0.30
    contacts_per_referral: float = 2.6
    school_share: float = 0.203
    school_contacts: tuple[float, ...] = ()
    enquiry_ratio: float = 0.365
    plan_share_of_conferences: float = 0.845
    plan_stock_rate: float = 40.5
    plan_start_rate: float = 50.5
    plan_band: float = 0.10
    plan_starts: tuple[int, ...] = ()
    repeat_plans: tuple[int, ...] | None = None
    care_stock_rate: float = 67.0
    care_band: float = 0.05
    asylum_share: float = 0.12
    short_break_rate: float = 1.5
    duration_shares: tuple[float, ...] = facts.DURATION_ENGLAND
    simple_shares: tuple[float, ...] = (2.0, 13.0, 20.0, 20.0, 11.0, 8.0, 16.0, 5.0, 3.0, 2.0)
    pace: float = 0.74
    conference_lateness: float = 1.0
    long_plan_pressure: float = 1.0
    slow_team_shift: float = 0.06
    within_45: float | None = None
    simple_over_20: float | None = None
    second_assessment_share: float = 0.16
    vary: bool = True


STEADY = Scenario(name="steady")
SCENARIOS: dict[str, Scenario] = {"steady": STEADY}


def scenario_named(scenario: str | Scenario) -> Scenario:
    """The scenario of that name; raises UserError naming those there are."""
    if isinstance(scenario, Scenario):
        return scenario
    from goldenthread.synthetic.avonmere import PANEL_2014

    known = SCENARIOS | {PANEL_2014.name: PANEL_2014}
    if scenario not in known:
        raise UserError(f"There is no scenario '{scenario}'.", remedy=f"Choose one of {', '.join(sorted(known))}.")
    return known[scenario]


def one_authority(scenario: Scenario, rng: np.random.Generator) -> Scenario:
    """The scenario as one authority lives it: dials drawn so that 150 authorities spread as published ones do."""
    if not scenario.vary:
        return scenario

    def times(spread: float) -> float:
        return float(np.exp(rng.normal(0.0, spread)))

    stock = scenario.plan_stock_rate * times(0.33)
    late = float(np.clip(rng.normal(1.0, 0.6), 0.1, 2.4))
    shares = np.asarray(scenario.duration_shares)
    shares = np.concatenate([shares[:-3], shares[-3:] * late])
    simple = np.asarray(scenario.simple_shares) * np.concatenate([np.full(3, times(0.3)), np.ones(7)])
    return replace(
        scenario,
        referral_rate=scenario.referral_rate * times(0.29),
        rereferral_share=tuple(share * times(0.19) for share in scenario.rereferral_share),
        nfa_share=float(np.clip(scenario.nfa_share * times(0.9), 0.0, 0.2)),
        not_in_need_share=float(np.clip(scenario.not_in_need_share + rng.normal(0, 0.1), 0.08, 0.5)),
        enquiry_ratio=float(np.clip(scenario.enquiry_ratio * times(0.2), 0.2, 0.6)),
        plan_stock_rate=stock,
        plan_start_rate=scenario.plan_start_rate * stock / scenario.plan_stock_rate * times(0.12),
        care_stock_rate=scenario.care_stock_rate * times(0.40),
        asylum_share=float(np.clip(scenario.asylum_share * times(0.6), 0.0, 0.5)),
        duration_shares=tuple(shares),
        simple_shares=tuple(simple),
        pace=scenario.pace * times(0.35),
        conference_lateness=times(0.45),
    )
