"""One authority's children, month by month: who is referred, assessed, protected, looked after, and who leaves."""

from __future__ import annotations

import datetime as dt

import numpy as np

from goldenthread.synthetic.arrivals import plan_demand, referrals_of_month
from goldenthread.synthetic.caring import care_targets, end_care, first_children_in_care, start_care
from goldenthread.synthetic.protecting import end_plans, enquiries_of_month, plan_targets, start_plans
from goldenthread.synthetic.scenario import Scenario
from goldenthread.synthetic.state import State, new_state


def live(
    *,
    scenario: Scenario,
    population: int,
    years: int,
    end: dt.date,
    rng: np.random.Generator,
    warm_up_years: int = 2,
) -> State:
    """Simulate an authority to `end`: `years` of output, after a warm-up that fills plans, care and histories.

    The order within a month matters: care is settled before plans, so that a plan ends because of care
    and the stock of plans is still met.
    """
    state = new_state(
        scenario=scenario, population=population, rng=rng, years=years, end=end, warm_up_years=warm_up_years
    )
    demand = plan_demand(state)
    plans, care = plan_targets(state), care_targets(state)
    first_children_in_care(state, int(care[0]))
    carried = 0
    for month in range(len(state.months)):
        new_from = len(state.episodes)
        referrals_of_month(state, month, demand)
        enquiries_of_month(state, new_from, month)
        end_care(state, month)
        start_care(state, month, care, int(demand.asylum[month]))
        end_plans(state, month, plans)
        carried = start_plans(state, month, plans, carried)
    return state
