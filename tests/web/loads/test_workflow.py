"""The states of a load: every one has words and a way on or is an end, and only what is in the table happens."""

from __future__ import annotations

from itertools import product

import pytest

from goldenthread_web.loads.workflow import (
    ALIVE,
    COUNTED,
    FOLLOWS,
    RUNNING,
    WAITING,
    WORDS,
    State,
    WrongStateError,
    check_follows,
)


def test_the_table_is_complete() -> None:
    assert set(FOLLOWS) == set(WORDS) == set(State)
    reached = {State.QUEUED}
    while (more := reached | {then for now in reached for then in FOLLOWS[now]}) != reached:
        reached = more
    assert reached == set(State), "a state that nothing leads to"
    assert not any(state in FOLLOWS[state] for state in State)
    assert RUNNING < WAITING < ALIVE
    assert ALIVE - WAITING == COUNTED
    assert all(State.CANCELLED in FOLLOWS[state] and State.FAILED in FOLLOWS[state] for state in WAITING)


@pytest.mark.parametrize(("now", "then"), list(product(State, State)))
def test_only_what_the_table_says_may_follow(now: State, then: State) -> None:
    if then in FOLLOWS[now]:
        check_follows(now, then)
    else:
        with pytest.raises(WrongStateError, match=f"{now} cannot become {then}"):
            check_follows(now, then)
