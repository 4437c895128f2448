"""Code lists of care: episodes, placements, health, leaving care, adoption, workers."""

from __future__ import annotations

from goldenthread.tables.model import Code, CodeList

EPISODE_START_REASON = CodeList(
    name="episode_start_reason",
    title="Reason for new episode of care",
    codes=(
        Code(code="S", label="started to be looked after"),
        Code(code="L", label="legal status changed"),
        Code(code="P", label="placement and carer changed"),
        Code(code="T", label="placement changed, same carer"),
        Code(code="B", label="legal status, placement and carer changed"),
        Code(code="U", label="legal status and placement changed, same carer"),
    ),
)

LEGAL_STATUS = CodeList(
    name="legal_status",
    title="Legal status",
    codes=(
        Code(code="C1", label="interim care order", group="Care orders"),
        Code(code="C2", label="full care order", group="Care orders"),
        Code(code="D1", label="freeing order", group="Placement order", last_year=2024),
        Code(code="E1", label="placement order", group="Placement order"),
        Code(code="V2", label="section 20, single period", group="Voluntary"),
        Code(code="V3", label="short breaks, each break", group="Short breaks"),
        Code(code="V4", label="short breaks, agreement", group="Short breaks"),
        Code(code="L1", label="police protection", group="Child protection"),
        Code(code="L2", label="emergency protection order", group="Child protection"),
        Code(code="L3", label="child assessment order", group="Child protection"),
        Code(code="J1", label="remand", group="Youth justice"),
        Code(code="J2", label="police and criminal evidence act", group="Youth justice"),
        Code(code="J3", label="youth rehabilitation order with residence", group="Youth justice"),
    ),
)

PLACEMENT_TYPE = CodeList(
    name="placement_type",
    title="Placement type",
    codes=(
        Code(code="U1", label="relative or friend: long-term", group="foster"),
        Code(code="U2", label="relative or friend: fostering for adoption", group="foster"),
        Code(code="U3", label="relative or friend: other", group="foster"),
        Code(code="U4", label="other carer: long-term", group="foster"),
        Code(code="U5", label="other carer: fostering for adoption", group="foster"),
        Code(code="U6", label="other carer: other", group="foster"),
        Code(code="A3", label="placed for adoption with consent: with current carer", group="adoption"),
        Code(code="A4", label="placed for adoption with consent: not", group="adoption"),
        Code(code="A5", label="placed for adoption with order: with current carer", group="adoption"),
        Code(code="A6", label="placed for adoption with order: not", group="adoption"),
        Code(code="K1", label="secure children's home", group="secure and children's homes"),
        Code(code="K2", label="children's home", group="secure and children's homes"),
        Code(code="K3", label="supported accommodation", group="supported / independent", first_year=2025),
        Code(
            code="H5", label="semi-independent, not a children's home", group="supported / independent", last_year=2024
        ),
        Code(code="P2", label="independent living", group="supported / independent", last_year=2024),
        Code(code="P1", label="with parents", group="parents"),
        Code(code="P3", label="residential employment", group="other residential"),
        Code(code="R1", label="residential care home", group="other residential"),
        Code(code="R2", label="NHS", group="other residential"),
        Code(code="R3", label="family centre, mother and baby", group="other residential"),
        Code(code="R5", label="young offender institution", group="other residential"),
        Code(code="S1", label="residential school", group="other residential"),
        Code(code="T0", label="temporary: any", group="temporary"),
        Code(code="T1", label="temporary: hospital", group="temporary"),
        Code(code="T2", label="temporary: holiday", group="temporary"),
        Code(code="T3", label="temporary: carer's holiday", group="temporary"),
        Code(code="T4", label="temporary: other up to 7 days", group="temporary"),
        Code(code="Z1", label="other (listed to DfE)", group="other"),
        Code(code="Z11", label="other placement (Z11, split of Z1)", group="other", first_year=2026),
        Code(code="Z12", label="other placement (Z12, split of Z1)", group="other", first_year=2026),
        Code(code="Z13", label="other placement (Z13, split of Z1)", group="other", first_year=2026),
        Code(code="Z14", label="other placement (Z14, split of Z1)", group="other", first_year=2026),
    ),
    note="Groups follow published table titles. The meanings of Z11 to Z14 have not been established here.",
)

PLACEMENT_PROVIDER = CodeList(
    name="placement_provider",
    title="Placement provider",
    codes=(
        Code(code="PR0", label="parents"),
        Code(code="PR1", label="own authority"),
        Code(code="PR2", label="other authority"),
        Code(code="PR3", label="other public body"),
        Code(code="PR4", label="private"),
        Code(code="PR5", label="voluntary"),
    ),
)

PLACEMENT_CHANGE_REASON = CodeList(
    name="placement_change_reason",
    title="Reason for placement change",
    codes=(
        Code(code="CARPL", label="planned move"),
        Code(code="CLOSE", label="carer resigned or setting closed"),
        Code(code="ALLEG", label="allegation"),
        Code(code="STAND", label="standards of care"),
        Code(code="APPRR", label="approval removed"),
        Code(code="CREQB", label="carer asks, child's behaviour"),
        Code(code="CREQO", label="carer asks, other reason"),
        Code(code="CHILD", label="child asks"),
        Code(code="LAREQ", label="authority asks"),
        Code(code="PLACE", label="only the status of the placement changes"),
        Code(code="CUSTOD", label="custody"),
        Code(code="OTHER", label="other"),
    ),
)

EPISODE_END_REASON = CodeList(
    name="episode_end_reason",
    title="Reason episode of care ceased",
    codes=(
        Code(code="X1", label="another episode starts the same day", group="Continues"),
        Code(code="E11", label="adopted, unopposed", group="Adopted"),
        Code(code="E12", label="adopted, consent dispensed with", group="Adopted"),
        Code(code="E2", label="died", group="Died"),
        Code(code="E3", label="care taken over by another authority", group="Another authority"),
        Code(code="E4A", label="home to parent, planned", group="Home to parents"),
        Code(code="E4B", label="home to parent, not planned", group="Home to parents"),
        Code(code="E13", label="to relatives or others without parental responsibility", group="Relatives or others"),
        Code(code="E41", label="child arrangements order", group="Child arrangements order"),
        Code(
            code="E43",
            label="special guardianship order to former foster carer (old)",
            group="Special guardianship order",
            last_year=2018,
        ),
        Code(
            code="E44",
            label="special guardianship order to another carer (old)",
            group="Special guardianship order",
            last_year=2018,
        ),
        Code(
            code="E45",
            label="special guardianship order to former foster carer, relative or friend",
            group="Special guardianship order",
            first_year=2019,
        ),
        Code(
            code="E46",
            label="special guardianship order to former foster carer, other",
            group="Special guardianship order",
            first_year=2019,
        ),
        Code(
            code="E47",
            label="special guardianship order to another carer, relative or friend",
            group="Special guardianship order",
            first_year=2019,
        ),
        Code(
            code="E48",
            label="special guardianship order to another carer, other",
            group="Special guardianship order",
            first_year=2019,
        ),
        Code(code="E5", label="independent living with formal support", group="Independent living"),
        Code(code="E6", label="independent living without formal support", group="Independent living"),
        Code(code="E7", label="adult residential care", group="Adult residential care"),
        Code(code="E9", label="custody", group="Custody"),
        Code(code="E14", label="remand ended", group="Remand ended"),
        Code(code="E15", label="age assessed as 18 or over", group="Aged 18 or over"),
        Code(code="E16", label="moved abroad", group="Moved abroad"),
        Code(code="E17", label="18, stayed with carers", group="Stayed with carers"),
        Code(code="E8", label="other", group="Other"),
    ),
)

MISSING_TYPE = CodeList(
    name="missing_type",
    title="Missing or away",
    codes=(
        Code(code="M", label="missing"),
        Code(code="A", label="away from placement without authorisation"),
    ),
    aliases={
        "Missing": "M",
        "Away": "A",
        "Absent": "A",
    },
)

YES_NO_NA = CodeList(
    name="yes_no_na",
    title="Yes, no or not applicable",
    codes=(
        Code(code="Y", label="yes"),
        Code(code="N", label="no"),
        Code(code="NA", label="not applicable"),
    ),
    aliases={
        "a) Yes": "Y",
        "b) No": "N",
        "1": "Y",
        "0": "N",
        "true": "Y",
        "false": "N",
    },
)

SDQ_REASON = CodeList(
    name="sdq_reason",
    title="Reason for no SDQ score",
    codes=(
        Code(code="SDQ1", label="outside ages 4 to 16"),
        Code(code="SDQ2", label="carer refused"),
        Code(code="SDQ3", label="disability prevents"),
        Code(code="SDQ4", label="other"),
        Code(code="SDQ5", label="young person refused"),
    ),
)

WORKER_CHANGE_REASON = CodeList(
    name="worker_change_reason",
    title="Reason for change of social worker",
    codes=(
        Code(code="MANAGE", label="caseloads"),
        Code(code="FCONTA", label="first contact or re-referral"),
        Code(code="LEFTRL", label="left role"),
        Code(code="ORGRST", label="restructure"),
        Code(code="TSPROC", label="standard transfer"),
        Code(code="ABSENC", label="absence"),
        Code(code="CHCHAN", label="child asked"),
        Code(code="PCCHAN", label="parent asked"),
        Code(code="SWDIED", label="died"),
        Code(code="OTHERS", label="other"),
    ),
)

PREVIOUS_PERMANENCE = CodeList(
    name="previous_permanence",
    title="Previous permanence arrangement",
    codes=(
        Code(code="P1", label="adoption"),
        Code(code="P2", label="special guardianship order"),
        Code(code="P3", label="residence or child arrangements order"),
        Code(code="P4", label="not known"),
        Code(code="Z1", label="none"),
    ),
)

ADOPTION_REVERSED = CodeList(
    name="adoption_reversed",
    title="Reason a child is no longer placed for adoption",
    codes=(
        Code(code="RD1", label="needs changed"),
        Code(code="RD2", label="no placement order made"),
        Code(code="RD3", label="adopters not found"),
        Code(code="RD4", label="other"),
    ),
)

ADOPTER_SEX = CodeList(
    name="adopter_sex",
    title="Adopters by sex",
    codes=(
        Code(code="M1", label="one man"),
        Code(code="F1", label="one woman"),
        Code(code="MM", label="two men"),
        Code(code="FF", label="two women"),
        Code(code="MF", label="a man and a woman"),
    ),
)

ADOPTER_LEGAL_STATUS = CodeList(
    name="adopter_legal_status",
    title="Adopters by legal status",
    codes=(
        Code(code="L0", label="single"),
        Code(code="L11", label="married, different sex"),
        Code(code="L12", label="married, same sex"),
        Code(code="L2", label="civil partners"),
        Code(code="L3", label="unmarried, different sex"),
        Code(code="L4", label="unmarried, same sex"),
    ),
)

PERMANENCE_ORDER = CodeList(
    name="permanence_order",
    title="Permanence order",
    codes=(
        Code(code="adoption", label="adoption order"),
        Code(code="sgo", label="special guardianship order"),
        Code(code="cao", label="child arrangements order"),
    ),
)

IN_TOUCH = CodeList(
    name="in_touch",
    title="In touch with a care leaver",
    codes=(
        Code(code="YES", label="in touch"),
        Code(code="NO", label="not in touch"),
        Code(code="DIED", label="died"),
        Code(code="REFU", label="refuses contact"),
        Code(code="NREQ", label="no longer needs the service"),
        Code(code="RHOM", label="home to parents for 6 months or more"),
    ),
)

ACTIVITY = CodeList(
    name="activity",
    title="Activity of a care leaver",
    codes=(
        Code(code="F1", label="higher education, full time"),
        Code(code="F2", label="other education, full time"),
        Code(code="F3", label="training or employment, full time (old)", last_year=2021),
        Code(code="F4", label="apprenticeship, full time"),
        Code(code="F5", label="training or employment, full time"),
        Code(code="P1", label="higher education, part time"),
        Code(code="P2", label="other education, part time"),
        Code(code="P3", label="training or employment, part time (old)", last_year=2021),
        Code(code="P4", label="apprenticeship, part time"),
        Code(code="P5", label="training or employment, part time"),
        Code(code="G4", label="not in work or study: illness or disability"),
        Code(code="G5", label="not in work or study: other"),
        Code(code="G6", label="not in work or study: pregnancy or parenting"),
        Code(code="0", label="not known"),
    ),
)

ACCOMMODATION = CodeList(
    name="accommodation",
    title="Accommodation of a care leaver",
    codes=(
        Code(code="B", label="parents or relatives"),
        Code(code="C", label="community home or residential"),
        Code(code="D", label="semi-independent or transitional"),
        Code(code="E", label="supported lodgings"),
        Code(code="G", label="abroad"),
        Code(code="H", label="deported"),
        Code(code="K", label="ordinary lodgings"),
        Code(code="R", label="not known"),
        Code(code="S", label="no fixed home"),
        Code(code="T", label="foyer"),
        Code(code="U", label="independent living"),
        Code(code="V", label="emergency"),
        Code(code="W", label="bed and breakfast"),
        Code(code="X", label="custody"),
        Code(code="Y", label="other"),
        Code(code="Z", label="former foster carer"),
    ),
    aliases={
        "0": "R",
    },
)

CARE_LEAVER_ELIGIBILITY = CodeList(
    name="care_leaver_eligibility",
    title="Eligibility of a care leaver",
    codes=(
        Code(code="relevant", label="relevant: 16 or 17, left care"),
        Code(code="former_relevant", label="former relevant: 18 or over"),
        Code(code="qualifying", label="qualifying"),
        Code(code="eligible", label="eligible: 16 or 17, in care"),
        Code(code="none", label="no current eligibility"),
    ),
)

INVOLVEMENT_ROLE = CodeList(
    name="involvement_role",
    title="Role of a worker with a child",
    codes=(
        Code(code="case_worker", label="allocated case worker"),
        Code(code="other", label="other role"),
    ),
    aliases={
        "CW": "case_worker",
        "case worker": "case_worker",
    },
)

HEALTH_CHECK = CodeList(
    name="health_check",
    title="Health check or flag",
    codes=(
        Code(code="health_assessment", label="health assessment"),
        Code(code="dental", label="dental"),
        Code(code="development_check", label="development check"),
        Code(code="immunisations", label="immunisations"),
        Code(code="substance_misuse", label="substance misuse"),
        Code(code="substance_intervention_received", label="substance intervention received"),
        Code(code="substance_intervention_offered", label="substance intervention offered"),
        Code(code="conviction", label="conviction"),
    ),
)

HEALTH_STATUS = CodeList(
    name="health_status",
    title="Result of a health check",
    codes=(
        Code(code="completed", label="completed"),
        Code(code="refused", label="refused"),
        Code(code="planned", label="planned"),
        Code(code="cancelled", label="cancelled"),
        Code(code="up_to_date", label="up to date"),
        Code(code="yes", label="yes"),
        Code(code="no", label="no"),
    ),
)
