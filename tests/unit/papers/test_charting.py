"""Charts from evidence: the target in force, an agreed rebase, withheld points."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from tests.avonmere import workspace

from goldenthread.api.charting import analysis_of, chart_of
from goldenthread.comparators.authority import Rebase
from goldenthread.errors import UserError


def _rebased(day):
    evidence = workspace().evidence("internal")
    rebase = Rebase(
        measure="rereferrals", period_end=day, reason="New front door", approved_by="A head of service",
        approved_on=dt.date(2014, 2, 1),
    )  # fmt: skip
    return replace(evidence, settings=replace(evidence.settings, rebases=(rebase,)))


def test_an_agreed_rebase_starts_a_new_segment_at_the_quarter_that_holds_it():
    analysis = analysis_of(_rebased(dt.date(2013, 11, 15)), "rereferrals")
    assert [segment.start for segment in analysis.segments][1] == dt.date(2013, 12, 31)
    assert len(analysis_of(workspace().evidence(), "rereferrals").segments) == 1


def test_the_target_in_force_is_on_the_chart():
    chart = chart_of(workspace().evidence(), "rereferrals", {})
    assert "22.0%" in chart.alt
    assert chart.rule_set == "mdc-r-0.2"


def test_bars_by_team_show_intervals_and_a_public_reader_sees_no_team():
    internal = chart_of(workspace().evidence("internal"), "rereferrals", {"breakdown": "team"})
    public = chart_of(workspace().evidence("committee"), "rereferrals", {"breakdown": "team"})
    assert any("to" in row[2] for row in internal.table.rows)
    assert all(row[1] == "no value" for row in public.table.rows)


def test_a_funnel_needs_a_share_and_enough_groups():
    with pytest.raises(UserError, match="needs a share"):
        chart_of(workspace().evidence(), "referrals", {"breakdown": "source", "funnel": "yes"})
    with pytest.raises(UserError, match="5 units"):
        chart_of(workspace().evidence(), "rereferrals", {"breakdown": "team", "funnel": "yes"})
    assert (
        "funnel" in chart_of(workspace().evidence(), "rereferrals", {"breakdown": "source", "funnel": "yes"}).rule_set
    )


def test_a_withheld_point_leaves_a_gap_and_no_trace_in_the_chart():
    public = analysis_of(workspace().evidence("committee"), "assessments_open_over_45")
    hidden = [point for point in public.points if not point.point.present]
    internal = {
        point.point.date: point.point.value
        for point in analysis_of(workspace().evidence(), "assessments_open_over_45").points
    }
    assert hidden
    assert all(0 < internal[point.point.date] < 5 for point in hidden)
    assert all(point.point.value is None and point.point.numerator is None for point in hidden)


def test_an_unknown_rule_set_or_rhythm_is_a_user_error():
    with pytest.raises(UserError, match="Write one of month"):
        analysis_of(workspace().evidence(), "rereferrals", every="week")
    with pytest.raises(UserError):
        analysis_of(workspace().evidence(), "rereferrals", rules="my-own")
