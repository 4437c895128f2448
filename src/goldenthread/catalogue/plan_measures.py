"""Further measures of child protection plans: visits, workers, durations and categories."""

from __future__ import annotations

from dataclasses import replace

from goldenthread.catalogue.common import PERSON_BREAKDOWNS
from goldenthread.measures.model import Measure, Polarity, Stage, Unit

VISIT_WORKING_DAYS = (10, 15, 20)
SEEN_ALONE_FROM_AGE = 4
_TABLES = "DfE children in need statistics, table"


def _visited(days: int) -> Measure:
    return Measure(
        id=f"cp_visited_{days}_days",
        code="CP12",
        title=f"Children on a plan visited in the last {days} working days",
        meaning=f"Of the children on a plan, the share visited within the {days} working days up to the day.",
        why="A protection plan protects nobody unless somebody goes and looks.",
        how=f"Children whose latest visit since the plan began lies 0 to {days} working days before the day, divided by "
        "children on a plan. A visit counts whether or not the child was seen.",
        numerator_words=f"children visited in the last {days} working days",
        denominator_words="children on a plan",
        example="Last visited Friday 14 March, looked at on Monday 31 March: 11 working days.",
        moves="Workload, sickness, school holidays, and visits written up late.",
        misread="Visits not yet written up count as not made: the latest weeks look worse than they were.",
        polarity=Polarity.HIGH,
        unit=Unit.PERCENT,
        source="SSD visits; Ofsted ILACS Annex A, list 7 (latest visit only); the interval is local policy",
        stage=Stage.PROTECTION,
        numerator=f"visited_{days}",
        denominator="counted",
        needs=("cp_visit",),
        cautions=("Authorities set their own interval: use the one in your procedures.",),
    )


SEEN_ALONE = replace(
    _visited(10),
    id="cp_seen_alone",
    code="CP13",
    title="Children on a plan seen alone at the last visit",
    meaning=f"Of the children on a plan aged {SEEN_ALONE_FROM_AGE} or over, the share seen alone at the latest visit.",
    why="Children say things alone that they cannot say in the room with a parent.",
    how=f"Children aged {SEEN_ALONE_FROM_AGE} or over whose latest visit in the last twelve months, since the plan began, "
    "records them as seen alone, divided by children on a plan of that age.",
    numerator_words="children seen alone at the latest visit",
    denominator_words=f"children on a plan aged {SEEN_ALONE_FROM_AGE} or over",
    example="Of 80 children old enough, 66 seen alone at the latest visit is 82.5%.",
    moves="Practice, rooms to meet in, and how visits are recorded.",
    misread="One visit by one worker decides: look at several days.",
    numerator="seen_alone",
    denominator="old_enough",
    source="SSD visits; Ofsted ILACS Annex A, list 7",
    cautions=(f"The age of {SEEN_ALONE_FROM_AGE} is a local choice, the one used for taking part in reviews.",),
)
ALLOCATED = replace(
    _visited(10),
    id="cp_allocated",
    code="CP15",
    title="Children on a plan allocated to a worker",
    meaning="Of the children on a plan, the share with a named case worker on the day.",
    why="A child without a worker is nobody's child on a bad day.",
    how="Children with an open involvement of a case worker on the day divided by children on a plan.",
    numerator_words="children with a case worker",
    denominator_words="children on a plan",
    example="124 of 125 is 99.2%.",
    moves="Vacancies, and cases held by a manager or a duty team between workers.",
    misread="Allocated on the system says nothing of whether the worker has room for the child.",
    numerator="allocated",
    source="SSD involvements; measure seen in scrutiny papers",
    needs=("involvement",),
    cautions=("Whether the case worker is a qualified social worker is not in the return.",),
)
OPEN_DURATION = Measure(
    id="cp_plan_duration_bands",
    code="CP09",
    title="Plans open, by how long",
    meaning="Of the children on a plan, the share whose plan has lasted each length of time.",
    why="It shows both ends: plans that may be too new to judge and plans that drift.",
    how="Open plans in each published band, from the start of the plan to the day, divided by open plans.",
    numerator_words="open plans in the band",
    denominator_words="open plans",
    example="Of 125 plans, 39 open for three months or less is 31.2%.",
    moves="Starts and endings: a wave of new plans lowers the share of long ones.",
    misread="A high share of short plans is not by itself quick work: it follows a rise in starts.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    source=f"{_TABLES} D5",
    stage=Stage.PROTECTION,
    numerator="counted",
    denominator="counted",
    share_by="duration",
    share_within=("category",),
)
OPEN_CATEGORY = replace(
    OPEN_DURATION,
    id="cp_plan_categories",
    code="CP10",
    title="Plans open, by latest category of abuse",
    meaning="Of the children on a plan, the share in each latest category of abuse.",
    why="It says what children are being protected from.",
    how="Open plans in each latest category divided by open plans; the initial category where no later one is recorded.",
    numerator_words="open plans in the category",
    example="Of 125 plans, 61 for neglect is 48.8%.",
    moves="What is found, and conferences' habits in naming it.",
    misread="One category is recorded where several may hold.",
    source=f"{_TABLES} D4",
    share_by="category",
    share_within=PERSON_BREAKDOWNS,
)
STARTED_CATEGORY = replace(
    OPEN_CATEGORY,
    id="cp_plan_started_categories",
    title="Plans started, by initial category of abuse",
    meaning="Of the plans started, the share in each initial category of abuse.",
    how="Plans started with each initial category divided by plans started.",
    numerator_words="plans started in the category",
    denominator_words="plans started",
    example="Of 120 plans started, 60 for neglect is 50.0%.",
    source=f"{_TABLES} D2",
)
ENDED_RATE = Measure(
    id="cp_plans_ended_rate",
    code="CP04",
    title="Plans ended per 10,000 children",
    meaning="Plans ended for every 10,000 people aged 0 to 17.",
    why="Beside the rate of plans started it says whether the number on a plan is turning over.",
    how="Plans ended divided by the mid-year population of the calendar year before the reporting year's end, times "
    "10,000; a part of a year is multiplied up to a whole one and marked.",
    numerator_words="plans ended",
    denominator_words="people aged 0 to 17",
    example="140 plans ended and 34,000 children make 41.2.",
    moves="Reviews' decisions, and revisions of the population estimate.",
    misread="More endings can follow from more starts two years before.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PER_10K,
    source=f"{_TABLES} D1",
    stage=Stage.PROTECTION,
    numerator="counted",
    denominator="population",
)
ENDED_DURATION = replace(
    OPEN_DURATION,
    id="cp_plan_ended_duration_bands",
    title="Plans ended, by how long they had lasted",
    meaning="Of the plans ended, the share that had lasted each length of time.",
    how="Plans ended in each published band, from start to end, divided by plans ended.",
    numerator_words="plans ended in the band",
    denominator_words="plans ended",
    example="Of 130 plans ended, 21 within three months is 16.2%.",
    misread="It rises at the long end when old plans are at last ended, which is good.",
    source=f"{_TABLES} D7",
)
ENDED_EARLY = replace(
    ENDED_DURATION,
    id="cp_plans_ended_3_months",
    code="CP16",
    title="Plans ended within three months",
    meaning="Of the plans ended, the share that had lasted three months or less.",
    why="A plan that ends at the first review may have been stopped too soon, or not needed.",
    how="Plans ended no later than the same day three calendar months after the start, divided by plans ended.",
    numerator_words="plans ended within three months",
    example="Started 10 January, ended 10 April: within. Ended 11 April: not.",
    moves="Decisions at the first review; children who moved to another area or into care.",
    misread="Plans passed to another authority end early too, and are not told apart in the returns.",
    share_by="",
    share_within=(),
    numerator="within_3_months",
)
OPEN_MORE = (*(_visited(days) for days in VISIT_WORKING_DAYS), SEEN_ALONE, ALLOCATED, OPEN_DURATION, OPEN_CATEGORY)
STARTED_MORE = (STARTED_CATEGORY,)
ENDED_MORE = (ENDED_RATE, ENDED_DURATION, ENDED_EARLY)
