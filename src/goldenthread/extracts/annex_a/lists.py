"""The eleven lists of Annex A: their columns, the words councils write in the headings, and what tells the lists apart.

Headings are those of two published sample workbooks, an older one and one of January 2024.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of a list.

    `heading` is as printed; `also` are patterns of other wordings in lower case without punctuation. A field that
    `tells` belongs to this list alone; without one that it `needs` a list cannot be read. `later` columns came with
    the newer workbook or are not kept, and are not missed.
    """

    name: str
    heading: str
    also: str = ""
    tells: bool = True
    needs: bool = False
    later: bool = False


@dataclass(frozen=True, kw_only=True)
class AnnexList:
    """One list: its number, what it holds, words its sheet may be called by, and its columns."""

    number: int
    title: str
    called: str
    fields: tuple[Field, ...]

    def by_name(self, name: str) -> Field:
        """A column by its short name."""
        return next(field for field in self.fields if field.name == name)

    @property
    def telling(self) -> int:
        """How many columns tell this list from the others."""
        return sum(field.tells for field in self.fields)


def _common(name: str, heading: str, also: str = "", *, needs: bool = False, later: bool = False) -> Field:
    return Field(name=name, heading=heading, also=also, tells=False, needs=needs, later=later)


def _f(name: str, heading: str, also: str = "", *, needs: bool = False, later: bool = False) -> Field:
    return Field(name=name, heading=heading, also=also, needs=needs, later=later)


_CHILD = (
    _common(
        "child",
        "Child Unique ID",
        r"(child|young person|client|person|pupil|case)?( s)? ?(unique )?(id|identifier|identification|number|ref|reference)"
        r"( number| no)?|unique (child )?(id|identifier)|(mosaic|liquidlogic|lcs|care ?first|eclipse) (id|number)",
        needs=True,
    ),
    _common("sex", "Gender", r"sex|child( s)? (gender|sex)|gender identity|gender m f.*"),
    _common("ethnicity", "Ethnicity", r"ethnic (origin|group|category)|ethnicity (code|description)"),
    _common("born", "Date of Birth", r"d ?o ?b|birth date|(child s )?date of birth.*"),
    _common("age", "Age", r"age .*|current age", later=True),
)
_DISABILITY = _common("disability", "Does the Child have a Disability", r".*disab(ility|led).*")
_TEAM = _common("team", "Allocated Team", r"(current |allocated )?(team|team name)|team allocated")
_WORKER = _common(
    "worker", "Allocated Worker", r"(current |allocated )?(social )?worker( name)?|case ?worker|allocated sw"
)
_HELD = (_TEAM, _WORKER)

LISTS: tuple[AnnexList, ...] = (
    AnnexList(
        number=1,
        title="Contacts",
        called=r"contacts?",
        fields=(
            *_CHILD,
            _f("contact_date", "Date of Contact", r"(contact )?(received|start) date|contact date.*|date contact.*",
               needs=True),
            _f("contact_source", "Contact Source", r"source of contact.*|contact source.*|contact (made )?by"),
        ),
    ),
    AnnexList(
        number=2,
        title="Early help",
        called=r"early help|caf|eha",
        fields=(
            *_CHILD,
            _f("eh_start", "Assessment start date", r"(early help |eh )(assessment )?(start|started) date|.*early help.*start.*",
               needs=True),
            _f("eh_end", "Assessment completion date",
               r"(early help |eh )?(assessment )?(completion|completed|closure|end) date|.*early help.*(complet|end|clos).*"),
            _f("organisation", "Organisation completing assessment",
               r"organi[sz]ation.*|(lead )?agency( completing.*)?|lead (professional s )?organi[sz]ation"),
        ),
    ),
    AnnexList(
        number=3,
        title="Referrals",
        called=r"referrals?",
        fields=(
            *_CHILD,
            _f("referral_date", "Date of Referral", r"referral (received |start )?date|date (of )?referral.*", needs=True),
            _f("referral_source", "Referral Source", r"referral source.*|source of referral.*|referred by"),
            _f("referral_nfa", "Referral NFA?", r"(referral )?nfa.*|(referral )?(with )?no further action.*"),
            _f("referral_count", "Number of Referrals in Last 12 Months", r"(number|no|count) of referrals.*|referrals in.*12.*"),
            *_HELD,
        ),
    ),
    AnnexList(
        number=4,
        title="Assessments",
        called=r"assessments?|c and f|single assessments?",
        fields=(
            *_CHILD,
            _DISABILITY,
            _f("assessment_start", "Continuous Assessment Start Date",
               r"((continuous|single|c ?f|c and f|child and family|social work|cin) )?assessment (actual )?(start|started) date.*"
               r"|date (continuous |single )?assessment started", needs=True),
            _f("assessment_seen", "Child Seen During Continuous Assessment", r".*child seen.*assessment.*|(was the )?child seen"),
            _f("assessment_done", "Continuous Assessment Date of Authorisation",
               r".*authori[sz]ation.*|.*date authori[sz]ed.*|.*authori[sz]ed date.*"
               r"|(continuous |single |c and f )assessment (end|completion|completed) date|date (of )?assessment complet.*"),
            _f("assessment_requires",
               "Was the child assessed as requiring LA children's social care support?",
               r".*assessed as requiring.*|.*requir(ed|ing|es).*(support|services).*"),
            *_HELD,
        ),
    ),
    AnnexList(
        number=5,
        title="Section 47 enquiries and initial conferences",
        called=r".*(s ?47|section 47|icpcs?).*",
        fields=(
            *_CHILD,
            _DISABILITY,
            _f("s47_start", "Strategy discussion initiating Section 47 Enquiry Start Date",
               r"strategy (discussion|meeting).*|s(ection)? ?47.*(start|date).*|date (of )?strategy.*", needs=True),
            _f("icpc_unnecessary", "Was an Initial Child Protection Conference deemed unnecessary?",
               r".*(conference|icpc).*(unnecessary|not (required|needed|necessary)).*"),
            _f("icpc_date", "Date of Initial Child Protection Conference",
               r"date of (the )?(initial (child protection )?conference|icpc)|(icpc|initial child protection conference) date"),
            _f("icpc_plan", "Did the Initial Child Protection Conference Result in a Child Protection Plan",
               r"did the .*result in.*plan|.*(conference|icpc) (outcome|result).*"),
            _f("s47_count", "Number of Section 47 Enquiries in the last 12 months", r"(number|no|count) of (section 47|s ?47).*"),
            _f("icpc_count", "Number of ICPCs in the last 12 months",
               r"(number|no|count) of (icpcs?|initial child protection conf.*).*"),
            *_HELD,
        ),
    ),
    AnnexList(
        number=6,
        title="Children in need",
        called=r"(children )?in need|cin|child in need.*|children in need.*",
        fields=(
            *_CHILD,
            _DISABILITY,
            _f("cin_start", "CIN Start Date", r"(cin|child in need)( episode| plan)? start date|date (of )?cin start(ed)?",
               needs=True),
            _f("need", "Primary Need Code", r"primary need.*"),
            _f("last_seen", "Date Child Was Last Seen", r"(date )?(the )?(child )?(was )?last seen( date)?|date (the )?child (was )?last seen.*"),
            _f("cin_closed", "CIN Closure Date", r"(cin|child in need|case)? ?(closure|closed|end) date"),
            _f("closure_reason", "Reason for Closure", r"(cin |case )?closure reason|reason for (cin |case )?clos(ure|ing)"),
            _f("status", "Case Status", r"(current )?(case|child) status"),
            *_HELD,
        ),
    ),
    AnnexList(
        number=7,
        title="Child protection",
        called=r"child protection.*|cpp?|cp plans?|children subject.*",
        fields=(
            *_CHILD,
            _DISABILITY,
            _f("cpp_start", "Child Protection Plan Start Date", r"(cpp?|cp plan|child protection) start date|date .*plan start.*",
               needs=True),
            _f("initial_category", "Initial Category of Abuse", r"initial (category|abuse).*"),
            _f("latest_category", "Latest Category of Abuse", r"(latest|current) (category|abuse).*"),
            _f("cp_visit", "Date of the Last Statutory Visit", r"date of (the )?(last|latest) (statutory |cp |child protection )visit.*"),
            _f("cp_seen_alone", "Was the Child Seen Alone?", r"(was (the )?child )?seen alone.*|child seen alone.*"),
            _f("cp_review", "Date of latest review conference",
               r"(date of )?(the )?(latest|last) (rcpc|review (child protection )?conference).*"),
            _f("cpp_end", "Child Protection Plan End Date", r"(cpp?|cp plan|child protection) end date|date .*plan (end|ceased).*"),
            _f("epo", "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
               r".*(emergency protection|police (powers|protection)).*"),
            _f("previous_plans", "Number of Previous Child Protection Plans", r"(number|no|count) of previous (child protection|cp).*"),
            *_HELD,
        ),
    ),
    AnnexList(
        number=8,
        title="Children in care",
        called=r"(children )?(in care|looked after).*|cla|lac|cic",
        fields=(
            *_CHILD,
            _common("uasc", "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)", r".*(unaccompanied|uasc).*"),
            _DISABILITY,
            _f("care_start", "Date Started to be Looked After",
               r"(date )?started (to be )?(looked after|being looked after|lac|cla|in care).*|(lac|cla|care) start date|date became looked after|looked after start date",
               needs=True),
            _f("care_need", "Child's Category of Need", r"(child s )?(category of need|cin code)"),
            _f("second_period", "Is this a second or subsequent period of being a Looked After Child within the last 12 months (Y/N)",
               r".*second or subsequent.*"),
            _f("legal_start", "Start date of current legal status", r"(current )?legal status (start date|date)|.*date of current legal status"),
            _f("legal_status", "Child's Legal Status", r"(current |child s )?legal status"),
            _f("care_review", "Date of Latest Statutory Review", r"(date of )?(the )?(latest|last) (statutory|lac|cla|looked after) review.*"),
            _f("care_visit", "Date of Last Social Work Visit", r"(date of )?(the )?(latest|last) (social work(er)?|sw|statutory) visit.*"),
            Field(name="permanence_plan", heading="What is the permanence plan for this child?", also=r".*permanence plan.*", later=True),
            _f("iro_contact", "Date of Last IRO Visit / Contact to the Child", r".*iro (visit|contact).*"),
            _f("health", "Date of Last Health Assessment", r".*(last|latest) health assessment.*"),
            _f("dental", "Date of Last Dental Check", r".*(last|latest) dental.*"),
            _f("placements_12m", "Number of Placements in the Last 12 months", r"(number|no|count) of placements.*"),
            _f("care_end", "Date Ceased to be Looked After", r"(date )?ceased (to be )?(looked after|being looked after|lac|cla|in care).*|(lac|cla|care) end date"),
            _f("care_end_reason", "Reason Ceased to be Looked After", r"reason ceased.*|(lac|cla|care) end reason|reason for ceasing.*"),
            _f("placement_start", "Start Date of Most Recent Placement", r"(start date of )?(most recent|current|latest) placement( start date)?|placement start date"),
            _f("placement_type", "Placement Type", r"(current )?placement type.*|type of placement"),
            _f("provider", "Placement Provider", r"(current )?placement provider.*"),
            Field(name="postcode", heading="Placement postcode", also=r".*post ?code.*", later=True),
            _f("urn", "URN of Placement", r"(placement )?urn.*|ofsted urn"),
            _f("location", "Placement Location", r"placement location.*|in or out of.*"),
            _f("placement_la", "LA of Placement", r"(la|local authority) of placement|placement (la|local authority)"),
            Field(name="missing_count", heading="Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months",
                  also=r"(number|no|count) of .*missing.*", later=True),
            Field(name="absent_count", heading="Number of Episodes the Child has been 'Absent' from their Placement in the last 12 months",
                  also=r"(number|no|count) of .*absent.*", later=True),
            Field(name="interview_offered", heading="Was the child offered a Return Interview after their last missing episode (Y/N)?",
                  also=r".*offered a return.*", later=True),
            Field(name="interview_accepted", heading="Did the child accept a Return Interview after their last missing episode (Y/N)?",
                  also=r".*accept.* a?.*return.*", later=True),
            *_HELD,
        ),
    ),
    AnnexList(
        number=9,
        title="Leaving care",
        called=r"(leaving care|care leavers?).*",
        fields=(
            *_CHILD,
            _common("uasc", "UASC, or formerly UASC if 18 or over (Y/N)", r".*(unaccompanied|uasc).*", later=True),
            _DISABILITY,
            *_HELD,
            _f("adviser", "Allocated Personal Advisor", r".*personal advis[eo]r.*", later=True),
            _f("eligibility", "Eligibility Category", r"eligib(ility|le).*|leaving care (status|eligibility)"),
            _f("pathway", "Latest Pathway Plan Review Date", r".*pathway plan.*", later=True),
            _f("in_touch", "LA in Touch", r"(la |local authority |is the la )?in touch.*"),
            _f("latest_contact", "Latest Date of Contact", r"(latest|last) (date of )?contact.*", later=True),
            _f("accommodation", "Type of Accommodation", r"(type of )?accommodation( type)?"),
            _f("suitability", "Suitability of Accommodation", r".*suitab.*"),
            _f("activity", "Activity Status", r"(main )?activity.*|eet status"),
        ),
    ),
    AnnexList(
        number=10,
        title="Adoption",
        called=r"adoption|children (with|for) .*adoption.*",
        fields=(
            *_CHILD,
            _common("family", "Family identifier", r"family (id|identifier).*", later=True),
            _DISABILITY,
            _f("entered_care", "Date the Child Entered Care", r"date (the )?child entered care|(date )?entered care.*"),
            _f("adm_decision", "Date of Decision that Child Should be Placed for Adoption",
               r".*decision.*(child )?should be placed.*|shobpa.*"),
            _f("placement_order", "Date of Placement Order", r"placement order( date)?|date (of )?placement order.*"),
            _f("matched", "Date of Matching Child and Prospective Adopters", r"date of match.*|match(ing|ed) date.*"),
            _f("placed", "Date Placed for Adoption", r"(date )?(child )?placed for adoption.*"),
            _common("adoption_order", "Date of Adoption Order", r"(date of )?adoption order( date)?"),
            _f("reversed", "Date of Decision that Child Should No Longer be Placed for Adoption", r".*decision.*no longer.*"),
            _f("reversed_reason", "Reason Why Child No Longer Placed for Adoption", r"reason .*no longer.*"),
            _f("ffa", "Date the child was placed for fostering in FFA or concurrent planning placement",
               r".*(ffa|fostering for adoption|concurrent planning).*", later=True),
        ),
    ),
    AnnexList(
        number=11,
        title="Adopters",
        called=r".*adopters?.*",
        fields=(
            _f("adopter", "Individual adopter identifier", r".*adopter (id|identifier).*"),
            _common("family", "Family identifier", r"family (id|identifier).*"),
            _common("sex", "Gender", r"sex"),
            _common("ethnicity", "Ethnicity"),
            _DISABILITY,
            _f("adopter_ffa", "Is the (prospective) adopter fostering for adoption?", r".*adopter fostering for.*"),
            _f("enquiry", "Date enquiry received", r"(date )?enquiry received.*|enquiry date"),
            _f("stage1_start", "Date Stage 1 started", r".*stage (1|one) start.*"),
            _f("stage1_end", "Date Stage 1 ended", r".*stage (1|one) end.*"),
            _f("stage2_start", "Date Stage 2 started", r".*stage (2|two) start.*"),
            _f("stage2_end", "Date Stage 2 ended", r".*stage (2|two) end.*"),
            _f("submitted", "Date application submitted", r".*application submitted.*"),
            _f("approved", "Date application approved", r".*application approved.*"),
            _f("adopter_matched", "Date adopter matched with child(ren)", r".*adopter matched.*"),
            _f("adopter_placed", "Date child/children placed with adopter(s)", r".*placed with adopter.*"),
            _f("adopter_children", "No. of children placed", r"(no|number) of children placed.*"),
            _common("adoption_order", "Date of Adoption Order", r"(date of )?adoption order( date)?"),
            _f("left", "Date of leaving adoption process", r".*leaving adoption process.*"),
            _f("left_reason", "Reason for leaving adoption process", r"reason .*leaving.*"),
        ),
    ),
)  # fmt: skip
BY_NUMBER = {one.number: one for one in LISTS}
_LIST_N = re.compile(r"\b(?:annex a )?list ?0*(1[01]|[1-9])\b")
# Sheets whose name fits several lists are tried in this order: the more particular words first.
_NAMED = (11, 10, 9, 5, 2, 8, 7, 6, 4, 3, 1)


def normal(text: str) -> str:
    """Words in lower case without punctuation, and without (Y/N) at the end."""
    words = re.sub(r"[^a-z0-9]+", " ", text.casefold().replace("&", " and ")).strip()
    return re.sub(r" y n$", "", words)


def named(sheet: str) -> AnnexList | None:
    """The list a sheet is called by: List 4, Annex A List 04, Contacts, Care Leavers."""
    words = normal(sheet)
    if match := _LIST_N.search(words):
        return BY_NUMBER[int(match[1])]
    plain = re.sub(r"^\d+ ", "", words)
    return next((BY_NUMBER[n] for n in _NAMED if re.fullmatch(BY_NUMBER[n].called, plain)), None)
