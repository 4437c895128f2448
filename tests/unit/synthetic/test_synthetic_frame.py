"""The growing table and the ways of drawing from shares."""

from __future__ import annotations

import numpy as np
import pytest

from goldenthread.synthetic.frame import Frame, draw, draw_bands, draw_rows, spread, weighted_order


def test_a_frame_grows_and_keeps_what_it_holds():
    frame = Frame({"a": 0, "b": -1})
    for number in range(30):
        frame.append(100, a=number)
    assert len(frame) == 3000
    assert frame["a"][::100].tolist() == list(range(30))
    assert set(frame["b"].tolist()) == {-1}
    frame["b"][5] = 9
    assert frame["b"][5] == 9


def test_a_frame_refuses_a_column_it_does_not_have():
    with pytest.raises(KeyError, match="wrong"):
        Frame({"a": 0}).append(1, wrong=2)


def test_spread_lists_the_members_of_runs():
    assert spread(np.array([10, 50, 7]), np.array([2, 0, 3])).tolist() == [10, 11, 7, 8, 9]
    assert spread(np.array([1]), np.array([0])).tolist() == []


def test_heavier_positions_come_first_and_weightless_ones_never():
    rng = np.random.default_rng(1)
    first = [int(weighted_order(rng, np.array([1.0, 0.0, 50.0]))[0]) for _ in range(200)]
    assert first.count(2) > 180
    assert 1 not in weighted_order(rng, np.array([1.0, 0.0, 50.0]))


def test_draws_follow_their_shares():
    rng = np.random.default_rng(2)
    counts = np.bincount(draw(rng, np.array([0.7, 0.2, 0.1]), 20_000)) / 20_000
    assert counts == pytest.approx([0.7, 0.2, 0.1], abs=0.02)
    rows = draw_rows(rng, np.tile([0.0, 1.0], (50, 1)))
    assert set(rows.tolist()) == {1}


def test_bands_hold_their_shares_and_stay_inside_their_edges():
    edges, share = ((0, 0), (1, 10), (11, 20)), np.array([0.1, 0.6, 0.3])
    found = draw_bands(np.random.default_rng(3), edges, share, count=20_000)
    assert found.min() == 0
    assert found.max() == 20
    assert (found == 0).mean() == pytest.approx(0.1, abs=0.01)
    assert ((found >= 1) & (found <= 10)).mean() == pytest.approx(0.6, abs=0.015)
    ordered = draw_bands(np.random.default_rng(3), edges, share, np.linspace(0, 0.999, 100))
    assert (np.diff(ordered) >= 0).all()
