"""The words of the activity log: everything that is written down has one of them."""

from __future__ import annotations

from enum import StrEnum

from goldenthread_web.people.happenings import Happening


class Verb(StrEnum):
    """What somebody did, in words that follow a name: "Dana Director ... signed in"."""

    # What the people app tells.
    SIGNED_IN = Happening.SIGNED_IN
    SIGN_IN_FAILED = Happening.SIGN_IN_FAILED
    SIGN_IN_LOCKED = Happening.SIGN_IN_LOCKED
    SIGNED_OUT = Happening.SIGNED_OUT
    SESSION_ENDED = Happening.SESSION_ENDED
    PASSWORD_CHANGED = Happening.PASSWORD_CHANGED
    PASSWORD_RESET_ASKED = Happening.PASSWORD_RESET_ASKED
    SECOND_FACTOR_ADDED = Happening.SECOND_FACTOR_ADDED
    SECOND_FACTOR_REMOVED = Happening.SECOND_FACTOR_REMOVED
    PERSON_ADDED = Happening.PERSON_ADDED
    PERSON_CHANGED = Happening.PERSON_CHANGED
    PERSON_INVITED = Happening.PERSON_INVITED
    PERSON_CLOSED = Happening.PERSON_CLOSED
    PERSON_OPENED = Happening.PERSON_OPENED
    ROLE_GIVEN = Happening.ROLE_GIVEN
    ROLE_ENDED = Happening.ROLE_ENDED
    TEAM_ADDED = Happening.TEAM_ADDED
    TEAM_CHANGED = Happening.TEAM_CHANGED
    BREAK_GLASS_TAKEN = Happening.BREAK_GLASS_TAKEN
    BREAK_GLASS_ENDED = Happening.BREAK_GLASS_ENDED

    # Returns and loads.
    LOAD_UPLOADED = "uploaded returns"
    LOAD_STARTED = "started a load"
    LOAD_FINISHED = "finished a load"
    LOAD_FAILED = "failed a load"
    LOAD_CANCELLED = "cancelled a load"
    LOAD_RELEASED = "released a load"
    LOAD_WITHDRAWN = "withdrew a load"
    LOAD_REMOVED = "removed a load"
    SOURCE_CHANGED = "changed where returns come from"

    # Figures.
    TARGET_SET = "set a target"
    PRIORITIES_SET = "set priorities"
    COMMENTARY_WRITTEN = "wrote commentary"
    COMMENTARY_PUBLISHED = "published commentary"
    COMMENTARY_WITHDRAWN = "withdrew commentary"
    FIGURES_EXPORTED = "exported figures"

    # Inspections.
    INSPECTION_SAVED = "entered an inspection"
    FINDING_SAVED = "entered a finding"
    FINDING_MOVED = "moved a finding on"
    CLOCK_STARTED = "started a clock"
    CLOCK_STOPPED = "stopped a clock"
    STATEMENT_WRITTEN = "wrote in the self-evaluation"
    STATEMENT_DROPPED = "took a statement out of the self-evaluation"
    PUBLISHED_IMPORTED = "brought in published judgements"

    # Boards.
    BOARD_SAVED = "set up or changed a board"
    BOARD_SUCCEEDED = "began the board that follows"
    TERMS_WRITTEN = "wrote terms of reference"
    MEMBER_SAVED = "changed who sits on a board"
    MEETING_PLANNED = "planned a meeting"
    MEETING_CHANGED = "changed the day or the place of a meeting"
    MEETING_MOVED = "moved a meeting on"
    MEETING_REMOVED = "removed a meeting"
    MEETING_RESTORED = "restored a meeting"
    ITEM_PROPOSED = "raised an item"
    ITEM_CHANGED = "changed an item"
    ITEM_MOVED = "moved an item on"
    ITEM_VOICE = "said where an item comes from"
    ITEMS_CARRIED = "carried items to the next meeting"
    AGENDA_ORDERED = "ordered an agenda"
    MINUTE_WRITTEN = "wrote a minute"
    ATTENDANCE_RECORDED = "recorded who was at a meeting"
    OBSERVER_RECORDED = "recorded an observer at a meeting"
    INTEREST_RECORDED = "recorded an interest declared at a meeting"
    ATTENDANCE_STRUCK = "struck out an observer or an interest recorded by mistake"
    PAPER_ATTACHED = "attached a paper"
    PAPER_WITHDRAWN = "withdrew a paper"
    PAPER_OPENED = "opened a paper"
    DECISION_RECORDED = "recorded a decision"
    BOARD_ACTION_RAISED = "raised an action at a board"
    BOARD_ACTION_CHANGED = "gave an action of a board another owner or day"
    BOARD_ACTION_DONE = "finished an action of a board"
    CHALLENGED = "challenged at a board"
    ESCALATED = "escalated from a board"
    ANSWERED = "answered a board"
    WATCHED = "put something under a board's watch"
    WATCH_RELEASED = "released something from a board's watch"

    # Suggestions.
    SUGGESTION_RAISED = "raised a suggestion"
    SUGGESTION_MOVED = "moved a suggestion on"
    SUGGESTION_MERGED = "merged a suggestion with another"
    SUGGESTION_FOLLOWED = "recorded what a suggestion saved"

    # Plans.
    PLAN_WRITTEN = "wrote a plan"
    PLAN_MOVED = "moved a plan on"
    PLAN_FROZEN = "froze a version of a plan"
    PLAN_IMPORTED = "brought a plan in from a workbook"
    PLAN_EXPORTED = "exported a plan"
    ACTION_RAISED = "entered an action"
    ACTION_CHANGED = "changed an action"
    ACTION_MOVED = "moved an action on"
    ACTION_UPDATED = "reported on an action"
    ACTION_DATED = "dealt with a due date"
    ACTION_RATED = "rated the impact of an action"
    EVIDENCE_ADDED = "added evidence"
    EVIDENCE_OPENED = "opened a file of evidence"
    EVIDENCE_REVIEWED = "reviewed evidence"
    REMINDED = "reminded an owner"

    # What is taken out of boards.
    PACK_TAKEN = "took the pack of a meeting"
    CALENDAR_ADDRESS_MADE = "made an address for their calendar"
    CALENDAR_ADDRESS_DROPPED = "took back the address of their calendar"

    # The thread.
    PARAGRAPH_TIED = "tied a paragraph to what it speaks of"
    PARAGRAPH_UNTIED = "untied a paragraph"

    # Children's records: each sight of a child has an event of its own.
    CHILD_SEEN = "saw a child's record"
    CHILD_LISTED = "saw a child in a list"
    CHILD_EXPORTED = "exported a child's record"
    CHILD_HISTORY_SEEN = "saw who had looked at a child"

    # The log itself.
    LOG_EXPORTED = "exported the activity log"


# After these every record reads as before: somebody looked, took a file, or came and went.
OF_READING = frozenset(
    {
        Verb.SIGNED_IN, Verb.SIGN_IN_FAILED, Verb.SIGN_IN_LOCKED, Verb.SIGNED_OUT, Verb.SESSION_ENDED,
        Verb.PASSWORD_CHANGED, Verb.PASSWORD_RESET_ASKED, Verb.SECOND_FACTOR_ADDED, Verb.SECOND_FACTOR_REMOVED,
        Verb.FIGURES_EXPORTED, Verb.PLAN_EXPORTED, Verb.PAPER_OPENED, Verb.EVIDENCE_OPENED, Verb.PACK_TAKEN,
        Verb.CALENDAR_ADDRESS_MADE, Verb.CALENDAR_ADDRESS_DROPPED, Verb.CHILD_SEEN, Verb.CHILD_LISTED,
        Verb.CHILD_EXPORTED, Verb.CHILD_HISTORY_SEEN, Verb.LOG_EXPORTED,
    }
)  # fmt: skip
OF_CHILDREN = frozenset({Verb.CHILD_SEEN, Verb.CHILD_LISTED, Verb.CHILD_EXPORTED, Verb.CHILD_HISTORY_SEEN})
