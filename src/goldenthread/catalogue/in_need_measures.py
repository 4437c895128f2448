"""The measures of children in need: all of them on a day, and episodes started, ended and at any point."""

from __future__ import annotations

from dataclasses import replace

from goldenthread.catalogue.common import PERSON_BREAKDOWNS
from goldenthread.measures.model import Distinct, Measure, Polarity, Stage, Unit

_TABLES = "DfE children in need statistics, table"
_ALL = (
    "All children in need: also those on a protection plan, looked after, and disabled; it is not the number on a "
    "child in need plan."
)
_RATE = (
    "divided by the mid-year population of the calendar year before the reporting year's end, times 10,000; "
    "never multiplied up."
)
COUNT = Measure(
    id="children_in_need",
    code="CN01",
    title="Children in need (all open episodes)",
    meaning="How many children had an episode of need open at the end of the day.",
    why="It is everybody the service is working with: the size of the whole task.",
    how="Count children with a referral on or before the day that is not closed by the end of it. Referrals with no "
    "further action, and cases closed as not in need (RC8, RC9) with no enquiry or plan, are left out; cases still "
    "awaiting an assessment are in. One episode for each child.",
    numerator_words="children with an open episode of need",
    example="A child on a protection plan and a child looked after are both among the children in need.",
    moves="Referrals accepted, and how soon cases are closed once the work is done.",
    misread=_ALL,
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source=f"{_TABLES} B1",
    stage=Stage.IN_NEED,
    headline=True,
    decimals=0,
    numerator="counted",
    cautions=(_ALL,),
)
RATE = replace(
    COUNT,
    id="children_in_need_rate",
    code="CN02",
    title="Children in need per 10,000 children (all open episodes)",
    meaning="Children with an open episode of need for every 10,000 people aged 0 to 17.",
    why="A number cannot be compared with other areas; a rate can.",
    how=f"Children in need on the day {_RATE}",
    denominator_words="people aged 0 to 17",
    example="1,150 children in need and 34,000 children in the area make 338.2.",
    moves="The number in need, and revisions of the population estimate.",
    unit=Unit.PER_10K,
    decimals=1,
    denominator="population",
)
_SHARE = replace(RATE, unit=Unit.PERCENT, denominator="counted", headline=False, denominator_words="children in need")
DURATION = replace(
    _SHARE,
    id="children_in_need_durations",
    code="CN04",
    title="Children in need, by how long",
    meaning="Of the children in need on the day, the share in each band of time since referral.",
    why="Long episodes ask whether help is moving anywhere; many short ones, whether cases come and go.",
    how="Open episodes in each published band, from the referral to the day, divided by open episodes.",
    numerator_words="children in need in the band",
    example="Of 1,150, 409 for two years or more is 35.6%.",
    moves="Disabled and looked-after children, who stay long by the nature of their need.",
    misread="A long episode is not drift by itself: children in care are in need for years.",
    source=f"{_TABLES} B4",
    share_by="duration",
    share_within=("need", "team"),
)
NEED = replace(
    _SHARE,
    id="children_in_need_primary_needs",
    code="CN06",
    title="Children in need, by primary need",
    meaning="Of the children in need on the day, the share with each primary need.",
    why="It says what brought families to the service.",
    how="Open episodes with each primary need code divided by open episodes.",
    numerator_words="children with the primary need",
    example="Of 1,150, 668 with N1 (abuse or neglect) is 58.1%.",
    moves="What is found, and how the highest code that fits is chosen.",
    misread="One need is recorded where several hold: when two fit, the higher in the list is taken.",
    source=f"{_TABLES} B3",
    share_by="need",
    share_within=PERSON_BREAKDOWNS,
)
DISABLED = replace(
    _SHARE,
    id="children_in_need_disabled",
    code="CN07",
    title="Children in need with a recorded disability",
    meaning="Of the children in need on the day, the share with a disability recorded.",
    why="Disabled children have a right to assessment as children in need.",
    how="Children in need with any disability code but NONE divided by children in need.",
    numerator_words="children in need with a disability",
    example="156 of 1,150 is 13.6%.",
    moves="The threshold for the disability service, and whether the question is asked.",
    misread="No record at all counts as not disabled, as in the published table.",
    source=f"{_TABLES} B2",
    numerator="disabled",
)
AWAITING = replace(
    COUNT,
    id="children_in_need_awaiting",
    code="CN12",
    title="Children in need awaiting an assessment",
    meaning="How many children had an episode of need open with no assessment started.",
    why="They have been referred, and nobody has yet begun to find out what they need.",
    how="Children in need on the day whose episode has no assessment started by the end of it. A case referred before the "
    "returns begin counts as assessed when they hold no assessment of it: they leave out those that were over by then.",
    numerator_words="children in need with no assessment started",
    example="Referred on 27 March, assessment begun on 2 April: awaiting on 31 March.",
    moves="A wave of referrals, and allocation at the front door.",
    misread="A case opened for a looked-after child or a transfer may need no new assessment.",
    headline=False,
    numerator="awaiting",
    needs=("assessment",),
    cautions=(),
)
AWAITING_RATE = replace(
    AWAITING,
    id="children_in_need_awaiting_rate",
    title="Children in need awaiting an assessment per 10,000 children",
    meaning="Children in need with no assessment started for every 10,000 people aged 0 to 17.",
    how=f"Children in need on the day with no assessment started, {_RATE}",
    denominator_words="people aged 0 to 17",
    example="46 children awaiting and 34,000 in the area make 13.5.",
    unit=Unit.PER_10K,
    decimals=1,
    denominator="population",
)
UNALLOCATED = replace(
    COUNT,
    id="unallocated_cases",
    code="WF09",
    title="Open cases without a case worker",
    meaning="How many children in need had no case worker recorded on the day.",
    why="Nobody is watching over a child whose case belongs to no one.",
    how="Children in need on the day with no open involvement of a case worker.",
    numerator_words="children in need with no case worker",
    example="Of 1,150 open cases, 1,143 have a case worker: 7 have none.",
    moves="Vacancies, sickness, and cases held by a duty team between workers.",
    misread="A case held by a manager may be recorded as held by nobody.",
    polarity=Polarity.LOW,
    source="SSD involvements; local measure",
    stage=Stage.WORKFORCE,
    headline=False,
    numerator="unallocated",
    needs=("involvement",),
    cautions=(),
)
EPISODES_STARTED = replace(
    COUNT,
    id="in_need_episodes_started",
    code="CN03",
    title="Episodes of need started",
    meaning="How many episodes of need were started, each child counted each time.",
    why="With those ended it explains why the number in need moves or stands still.",
    how="Count episodes of need by the date of the referral.",
    numerator_words="episodes of need started",
    example="A child referred in May and again in January, in need both times, is two episodes.",
    moves="Referrals, and how many of them are accepted.",
    misread="It counts episodes, not children; the published number of children is lower.",
    headline=False,
    cautions=(),
)
_ANNUAL = (
    "divided by the mid-year population of the calendar year before the reporting year's end, times 10,000; a part of "
    "a year is multiplied up to a whole one and marked."
)
STARTED_RATE = replace(
    EPISODES_STARTED,
    id="in_need_episodes_started_rate",
    title="Episodes of need started per 10,000 children",
    meaning="Episodes of need started for every 10,000 people aged 0 to 17.",
    how=f"Episodes of need started {_ANNUAL}",
    denominator_words="people aged 0 to 17",
    example="1,050 episodes and 34,000 children make 308.8.",
    unit=Unit.PER_10K,
    decimals=1,
    denominator="population",
)
EPISODES_ENDED = replace(
    EPISODES_STARTED,
    id="in_need_episodes_ended",
    title="Episodes of need ended",
    meaning="How many episodes of need were ended, each child counted each time.",
    why="With those started it explains why the number in need moves or stands still.",
    how="Count episodes of need by the date of closure.",
    numerator_words="episodes of need ended",
    example="A child whose case closes in May and again in January is two endings.",
    moves="Decisions to close, and a clean-up of cases nobody had closed.",
    misread="A wave of closures can be tidying of records.",
)
ENDED_RATE = replace(
    STARTED_RATE,
    id="in_need_episodes_ended_rate",
    title="Episodes of need ended per 10,000 children",
    meaning="Episodes of need ended for every 10,000 people aged 0 to 17.",
    why=EPISODES_ENDED.why,
    how=f"Episodes of need ended {_ANNUAL}",
    numerator_words="episodes of need ended",
    moves=EPISODES_ENDED.moves,
    misread=EPISODES_ENDED.misread,
)
_ENDED_SHARE = replace(
    EPISODES_ENDED, unit=Unit.PERCENT, decimals=1, denominator="counted", denominator_words="episodes of need ended"
)
ENDED_DURATION = replace(
    _ENDED_SHARE,
    id="in_need_ended_durations",
    code="CN05",
    title="Episodes of need ended, by how long they had lasted",
    meaning="Of the episodes of need ended, the share that had lasted each length of time.",
    why="It shows how long families are worked with before the case closes.",
    how="Episodes ended in each published band, from referral to closure, divided by episodes ended.",
    numerator_words="episodes ended in the band",
    example="Of 1,000 ended, 470 within three months is 47.0%.",
    moves="Short pieces of work, and clearing of old cases.",
    misread="Many short episodes can be quick help or cases closed too soon: read it with re-referrals.",
    source=f"{_TABLES} B5",
    share_by="duration",
    share_within=("need", "team"),
)
CLOSURE = replace(
    _ENDED_SHARE,
    id="in_need_closure_reasons",
    code="CN08",
    title="Episodes of need ended, by reason for closure",
    meaning="Of the episodes of need ended, the share closed for each reason.",
    why="It says why families leave the service.",
    how="Episodes ended with each reason for closure divided by episodes ended.",
    numerator_words="episodes closed for the reason",
    example="Of 1,000 ended, 925 with RC7 (no longer in need) is 92.5%.",
    moves="Moves, adoptions, and how much is put under 'any other reason'.",
    misread="RC7 holds so much that the list says little.",
    source=f"{_TABLES} B6",
    share_by="closed_because",
    share_within=("team",),
)
CHILDREN_ANY_POINT = replace(
    COUNT,
    id="children_in_need_any_point",
    code="CN03",
    title="Children in need at any point",
    meaning="How many different children were in need at some point of the period.",
    why="A day's number misses the children who came and went.",
    how="Count each child once whose episode of need was open on any day of the period, whole months only.",
    numerator_words="children in need at some point of the period",
    example="A child in need from May to July and again in January is one child of the year.",
    moves="The number open at the start, and the children who start in the period.",
    misread="The quarters add up to far more than the year: most children are in need in several.",
    headline=False,
    distinct=Distinct.FIRST,
    cautions=(_ALL,),
)
ANY_POINT_RATE = replace(
    CHILDREN_ANY_POINT,
    id="children_in_need_any_point_rate",
    title="Children in need at any point per 10,000 children",
    meaning="Different children in need at some point of the period for every 10,000 people aged 0 to 17.",
    how="Children in need on any day of the period, each once, divided by the mid-year population of the calendar year "
    "before the reporting year's end, times 10,000. Never multiplied up: a child of one quarter is not four of the year.",
    denominator_words="people aged 0 to 17",
    example="1,960 children and 34,000 in the area make 576.5.",
    unit=Unit.PER_10K,
    decimals=1,
    denominator="population",
    annualise=False,
)
OPEN = (COUNT, RATE, DURATION, NEED, DISABLED, AWAITING, AWAITING_RATE, UNALLOCATED)
STARTED = (EPISODES_STARTED, STARTED_RATE)
ENDED = (EPISODES_ENDED, ENDED_RATE, ENDED_DURATION, CLOSURE)
ANY_POINT = (CHILDREN_ANY_POINT, ANY_POINT_RATE)
