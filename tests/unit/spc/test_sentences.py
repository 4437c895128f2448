"""The sentence for every signal, target and state of a series, word for word."""

from __future__ import annotations

import pytest
from tests.unit.spc.series_of import analysed

from goldenthread.spc.cautions import many_charts
from goldenthread.spc.model import Direction, SeriesKind, Words
from goldenthread.spc.rule_sets import MDC_EXCEL
from goldenthread.spc.sentences import describe, is_plural
from goldenthread.spc.stability import stability

STEADY = [10.0, 12.0] * 8
SHARE = Words(title="Share of contacts from schools", suffix="%")
MANY = Words(title="Re-referrals within 12 months", suffix="%")


def test_usual_range() -> None:
    assert analysed(STEADY, words=SHARE).sentence == (
        "Share of contacts from schools was 12.0% in July 2013. This is within its usual range (5.7% to 16.3%); "
        "there is no sign of real change."
    )


def test_outside() -> None:
    assert analysed([*STEADY, 25.0], words=MANY).sentence == (
        "Re-referrals within 12 months were 25.0% in August 2013, outside their usual range (6.5% to 17.1%). "
        "This is unlikely to be chance and is worse."
    )


def test_trend_counts_its_steps() -> None:
    falling = [*[8.0, 12.0] * 8, 12.5, 12.3, 12.1, 11.9, 11.7, 11.5, 11.3]
    assert analysed(falling, words=MANY).sentence == (
        "Re-referrals within 12 months have fallen 6 times in a row, which is unlikely to be chance and is better."
    )


def test_shift() -> None:
    series = [*[8.0, 14.0] * 7, 12.0, 12.5, 12.0, 12.5, 12.0, 12.5, 12.0]
    assert analysed(series, words=SHARE, direction=Direction.INCREASE).sentence == (
        "The last 8 values of share of contacts from schools are all above the average of 11.4%; "
        "a lasting change, better, is likely."
    )


def test_two_of_three() -> None:
    series = [*STEADY, 12.5, 15.4, 15.6]
    assert analysed(series, words=SHARE).sentence == (
        "Two of the last three values of share of contacts from schools are close to the edge of the usual range, "
        "which suggests a real change for the worse."
    )


def test_neutral_needs_judgement() -> None:
    said = analysed([*STEADY, 25.0], words=MANY, direction=Direction.NEUTRAL).sentence
    assert said.endswith("This is unlikely to be chance; whether this is good or bad needs judgement.")


def test_a_signal_earlier_but_not_now() -> None:
    assert analysed([*STEADY, 25.0, 11.0], words=SHARE).sentence == (
        "Share of contacts from schools is now within its usual range; a change was seen around August 2013."
    )


@pytest.mark.parametrize(
    ("target", "ending"),
    [
        (30.0, "If nothing changes, the target of 30.0% is expected to be met consistently."),
        (2.0, "If nothing changes, the target of 2.0% is not expected to be met."),
        (11.0, "If nothing changes, the target of 11.0% will be met in some periods and missed in others by chance."),
        (
            (9.0, 30.0),
            "If nothing changes, the target range of 9.0% to 30.0% will be met in some periods and missed in others "
            "by chance.",
        ),
    ],
)
def test_target(target: float | tuple[float, float], ending: str) -> None:
    assert analysed(STEADY, words=SHARE, target=target).sentence.endswith(ending)


OUTGROWN = "The usual range was made mostly before this change: it cannot say whether the target of {} will be met from now on."


@pytest.mark.parametrize(("last", "target"), [(3.0, 4.0), (19.0, 18.0)])
def test_limits_from_before_a_change_do_not_speak_for_a_target_that_the_change_crossed(
    last: float, target: float
) -> None:
    said = analysed([*STEADY, last], words=SHARE, target=target, direction=Direction.DECREASE).sentence
    assert said.endswith(OUTGROWN.format(f"{target:.1f}%"))


def test_limits_from_before_a_change_still_speak_for_a_target_that_the_change_did_not_reach() -> None:
    said = analysed([*STEADY, 3.0], words=SHARE, target=2.0, direction=Direction.DECREASE).sentence
    assert said.endswith("If nothing changes, the target of 2.0% is not expected to be met.")


def test_too_few_points() -> None:
    assert analysed([10.0, 12.0], words=MANY).sentence == (
        "Re-referrals within 12 months were 12.0% in May 2012. There are too few points to say whether it is changing."
    )


def test_a_stock_is_on_a_day() -> None:
    words = Words(title="Children on a child protection plan", decimals=0)
    said = analysed([120.0, 124.0] * 8, words=words, kind=SeriesKind.STOCK, direction=Direction.NEUTRAL).sentence
    assert said.startswith("Children on a child protection plan were 124 on 31 July 2013. This is within their usual")


def test_the_description_adds_first_last_mean_and_limits() -> None:
    told = describe(analysed(STEADY, words=SHARE))
    assert told.endswith("First value 10.0% (April 2012), last 12.0% (July 2013). Mean 11.0%, limits 5.7% to 16.3%.")
    assert "trial limits" in describe(analysed(STEADY[:8], words=SHARE))
    assert "limits" not in describe(analysed(STEADY[:4], words=SHARE))


@pytest.mark.parametrize(
    ("title", "plural"),
    [
        ("Contacts", True),
        ("Children looked after", True),
        ("Section 47 enquiries started", True),
        ("Child protection plans ended", True),
        ("Share of contacts that came from schools", False),
        ("Median working days", False),
        ("Second or subsequent plan within two years", False),
        ("On a plan for two years or more", False),
    ],
)
def test_titles_take_the_right_verb(title: str, plural: bool) -> None:
    assert is_plural(Words(title=title)) is plural
    assert is_plural(Words(title=title, plural=not plural)) is not plural


def test_stability_counts_points_and_says_when_limits_are_trial() -> None:
    assert stability(analysed(STEADY)) == "stable: every quarter within what chance explains"
    assert stability(analysed(STEADY[:8]), every="month").endswith(
        "every month within what chance explains (trial limits)"
    )
    assert stability(analysed([*STEADY, 25.0])).startswith("not stable: 1 of 17 points")
    assert stability(analysed(STEADY[:4])) == "too few points to say whether it is stable"
    assert stability(analysed(STEADY[:12], rules=MDC_EXCEL)) == "too few points to say whether it is stable"


def test_a_page_of_many_charts_expects_a_few_false_signals() -> None:
    assert many_charts(40, 3).startswith("3 of the 40 charts on this page signal a change.")
    assert "by chance" in many_charts(40, 1)


def test_a_unit_in_words_is_said_once_between_limits() -> None:
    words = Words(title="Referrals per 10,000 children", suffix=" per 10,000")
    said = analysed(STEADY, words=words).sentence
    assert said.startswith("Referrals per 10,000 children were 12.0 per 10,000 in July 2013.")
    assert "(5.7 to 16.3 per 10,000)" in said
