"""Lines of the published catalogue that cannot be counted from what the tables hold, with what would make it so."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.measures.model import Stage


@dataclass(frozen=True, kw_only=True)
class NotComputable:
    """A line of the catalogue without a figure: why there is none, and what data would give it one.

    `published` says whether official statistics hold it, so that it can still be compared.
    """

    code: str
    title: str
    meaning: str
    reason: str
    would_need: str
    source: str
    stage: Stage
    published: bool


NOT_COMPUTABLE: tuple[NotComputable, ...] = (
    NotComputable(
        code="CP14",
        title="Protection plan visits made in time",
        meaning="Of the visits due to children on a protection plan, the share made in time.",
        reason="Returns hold the visits that were made, not those that were due and missed.",
        would_need="The date each visit was due, from the case system; the children visited within 10, 15 and 20 working "
        "days of any day are counted instead (CP12).",
        source="Local measure",
        stage=Stage.PROTECTION,
        published=False,
    ),
    NotComputable(
        code="PP01",
        title="Pre-proceedings: open, started and outcome",
        meaning="Children whose families are in the legal steps before care proceedings.",
        reason="The census does not collect pre-proceedings yet, and the SSD table for them holds placeholders.",
        would_need="The planned census group of pre-proceedings dates and outcomes.",
        source="Planned part of the children in need census",
        stage=Stage.PROTECTION,
        published=False,
    ),
    NotComputable(
        code="PP02",
        title="Care applications per 10,000 children",
        meaning="Applications for a care order for every 10,000 children.",
        reason="Applications are counted by Cafcass, not in the council's returns.",
        would_need="Cafcass figures for the authority; the published ones can be imported and compared.",
        source="Cafcass care applications",
        stage=Stage.PROTECTION,
        published=True,
    ),
    NotComputable(
        code="LA30",
        title="Mid-year school moves of children looked after",
        meaning="Of the children looked after, the share who changed school outside the summer.",
        reason="Schools are not in any return of social care.",
        would_need="A match of children looked after to the school census.",
        source="DfE outcomes for children looked after",
        stage=Stage.LOOKED_AFTER,
        published=True,
    ),
    NotComputable(
        code="LA35",
        title="Permanence plan by the second review",
        meaning="Of the children four months or more in care, the share with a plan for permanence.",
        reason="The canonical tables keep no care plans: SSD lists ten kinds of plan without the day each was made, and "
        "Annex A only the latest.",
        would_need="The date of the first permanence plan of each period of care.",
        source="Local measure; Ofsted ILACS Annex A, list 8",
        stage=Stage.ADOPTION,
        published=False,
    ),
    NotComputable(
        code="CL06",
        title="Staying put",
        meaning="Of the young people who left foster care at 18, the share who went on living with their carers.",
        reason="Returns do not say which of a young person's later homes is that of the former carer at 18, 19 and 20, "
        "nor who was eligible.",
        would_need="The staying put items of the SSDA903 collection on care leavers.",
        source="DfE children looked after statistics",
        stage=Stage.LEAVERS,
        published=True,
    ),
    NotComputable(
        code="AD05",
        title="Adoption: children who waited less than the threshold (A3)",
        meaning="Of the children adopted or waiting, the share who waited less than a set number of months.",
        reason="It adds children adopted over three years to those waiting at the end of them, and the threshold was "
        "changed several times: the present one has not been established.",
        would_need="The current threshold and the rule for children still waiting.",
        source="DfE adoption scorecard",
        stage=Stage.ADOPTION,
        published=False,
    ),
    NotComputable(
        code="OF01",
        title="Inspection judgement",
        meaning="The grades inspectors gave.",
        reason="A judgement is published, not counted from records.",
        would_need="The published list of inspection outcomes, which can be imported and compared.",
        source="Ofsted official statistics",
        stage=Stage.QUALITY,
        published=True,
    ),
    NotComputable(
        code="CX01",
        title="Context: population aged 0 to 17, free school meals and others",
        meaning="What the area is like.",
        reason="It comes from published statistics, not from records.",
        would_need="The published mid-year population estimates, which can be imported; other context needs other sources.",
        source="ONS; DfE local authority interactive tool",
        stage=Stage.FRONT_DOOR,
        published=True,
    ),
    NotComputable(
        code="FI01",
        title="Spending on children's services",
        meaning="The share of spending that goes to children's services, to care, and for each child.",
        reason="No return of social care holds money.",
        would_need="The council's outturn returns (RO3, RSX).",
        source="Local authority outturn returns",
        stage=Stage.QUALITY,
        published=False,
    ),
    NotComputable(
        code="NF01",
        title="School absence of children in need, on a plan or looked after",
        meaning="Overall, persistent (10%) and severe (50%) absence of children known to social care.",
        reason="Attendance at school is not in any return of social care.",
        would_need="A match of the children to the school census, which the department makes and publishes.",
        source="Children's social care national framework",
        stage=Stage.IN_NEED,
        published=True,
    ),
    NotComputable(
        code="NF02",
        title="Attainment of children in need, on a plan or looked after",
        meaning="Reading, writing and maths at the end of primary school, and Attainment 8, of children known to social care.",
        reason="Results of tests and examinations are not in any return of social care.",
        would_need="A match of the children to the results, which the department makes and publishes.",
        source="Children's social care national framework",
        stage=Stage.IN_NEED,
        published=True,
    ),
    NotComputable(
        code="NF03",
        title="Hospital admissions for injury, ages 0 to 14, per 10,000",
        meaning="Admissions to hospital caused by unintentional and deliberate injuries for every 10,000 children aged 0 to 14.",
        reason="Admissions are recorded by hospitals, not by the council.",
        would_need="The published health figures for the area.",
        source="Children's social care national framework; NHS hospital data",
        stage=Stage.PROTECTION,
        published=True,
    ),
    NotComputable(
        code="NF04",
        title="Social workers from ethnic minority backgrounds",
        meaning="Of the social workers in post, the share from an ethnic minority background.",
        reason="The workforce template holds posts and full-time equivalents, not who the workers are.",
        would_need="The ethnicity of workers, from the workforce census.",
        source="Children's social care national framework; DfE workforce census",
        stage=Stage.WORKFORCE,
        published=True,
    ),
    NotComputable(
        code="NF05",
        title="Development, exclusions and key stage 4 of pupils in need or on a plan",
        meaning="How pupils known to social care do at five, at 16, and whether they are excluded.",
        reason="Schools' records are not in any return of social care.",
        would_need="A match of the children to schools' records, which the department makes and publishes.",
        source="DfE local authority interactive tool",
        stage=Stage.IN_NEED,
        published=True,
    ),
)
