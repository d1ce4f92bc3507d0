"""Refusals: how a rule says no.

A rule answers with a code, the form field it is about, and values. The sentence that a person reads is made at the
door, from one catalogue (`views/sentences.py`), in Korean and English.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Code(StrEnum):
    """Everything that a rule can object to. Each has a sentence in `views/sentences.py`; a house test checks it."""

    # who may send to whom
    ONESELF = "oneself"
    SAME_BUREAU = "same_bureau"
    SAME_DEPARTMENT = "same_department"
    SAME_TEAM = "same_team"
    OWN_LINE = "own_line"
    POSITION_WITHOUT_POINTS = "position_without_points"
    RECIPIENT_TAKES_NO_PART = "recipient_takes_no_part"
    SENDER_TAKES_NO_PART = "sender_takes_no_part"
    SENDER_NOT_YET = "sender_not_yet"
    PAIR_CAP_REACHED = "pair_cap_reached"
    CANNOT_RECEIVE = "cannot_receive"
    CANNOT_SEND = "cannot_send"
    RECIPIENT_MISSING = "recipient_missing"
    RECIPIENT_UNKNOWN = "recipient_unknown"
    RECIPIENTS_TOO_MANY = "recipients_too_many"
    # how much
    ALLOWANCE_SHORT = "allowance_short"
    POINTS_NOT_ALLOWED = "points_not_allowed"
    # what is written
    TEXT_EMPTY = "text_empty"
    TEXT_SHORT = "text_short"
    TEXT_LONG = "text_long"
    TEXT_INVISIBLE = "text_invisible"
    TEXT_STACKED = "text_stacked"
    RESIDENT_NUMBER = "resident_number"
    HELP_KIND_UNKNOWN = "help_kind_unknown"
    # reorganisations
    REORGANISATION_EMPTY = "reorganisation_empty"
    REORGANISATION_DAY_MISSING = "reorganisation_day_missing"
    REORGANISATION_DAY_PAST = "reorganisation_day_past"
    REORGANISATION_SETTLED = "reorganisation_settled"
    REORGANISATION_CHANGED = "reorganisation_changed"
    REORGANISATION_UNKNOWN = "reorganisation_unknown"
    REORGANISATION_CODE_TWICE = "reorganisation_code_twice"
    REORGANISATION_TOP = "reorganisation_top"
    REORGANISATION_BELOW_STAYS = "reorganisation_below_stays"
    REORGANISATION_PEOPLE_STAY = "reorganisation_people_stay"
    REORGANISATION_SAME = "reorganisation_same"
    REORGANISATION_LOOP = "reorganisation_loop"
    REORGANISATION_BELOW_TEAM = "reorganisation_below_team"
    REORGANISATION_TOO_DEEP = "reorganisation_too_deep"
    REORGANISATION_NOBODY_GOES = "reorganisation_nobody_goes"
    REORGANISATION_MOVE_LOST = "reorganisation_move_lost"
    REORGANISATION_NOBODY_CHOSEN = "reorganisation_nobody_chosen"
    REORGANISATION_CODE_MISSING = "reorganisation_code_missing"
    REORGANISATION_ORDERS_LOST = "reorganisation_orders_lost"
    # when
    MONTH_ENDED = "month_ended"
    # confirming a month
    CLOSING_MONTH_RUNNING = "closing_month_running"
    CLOSING_TOO_EARLY = "closing_too_early"
    CLOSING_EARLIER_FIRST = "closing_earlier_first"
    CLOSING_ASKED = "closing_asked"
    CLOSING_DONE = "closing_done"
    # schemes
    MONTH_INVALID = "month_invalid"
    SCHEME_MONTH_OVER = "scheme_month_over"
    SCHEME_MONTH_BEGUN = "scheme_month_begun"
    SCHEME_MONTH_NOT_RUNNING = "scheme_month_not_running"
    SCHEME_UNIT_RUNNING = "scheme_unit_running"
    SCHEME_SAME = "scheme_same"
    SCHEME_NEEDS_ADMINISTRATOR = "scheme_needs_administrator"
    SECOND_PERSON_NEEDED = "second_person_needed"
    DRAFT_EXISTS = "draft_exists"
    DRAFT_CHANGED = "draft_changed"
    # one press is one note
    FORM_ALREADY_USED = "form_already_used"
    FORM_ID_INVALID = "form_id_invalid"
    # after sending
    TAKE_BACK_TOO_LATE = "take_back_too_late"
    ALREADY_READ = "already_read"
    ALREADY_WITHDRAWN = "already_withdrawn"
    ALREADY_REPLIED = "already_replied"
    # review, reclaim, second look
    ALREADY_REPORTED = "already_reported"
    ALREADY_REVIEWED = "already_reviewed"
    OWN_CASE = "own_case"
    NOTE_UNOPENED = "note_unopened"
    NOT_RECLAIMED = "not_reclaimed"
    APPEAL_TOO_LATE = "appeal_too_late"
    APPEAL_WAITING = "appeal_waiting"
    ALREADY_APPEALED = "already_appealed"
    APPEAL_DECIDED = "appeal_decided"
    # signing in
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_TOO_MANY_TRIES = "sign_in_too_many_tries"
    PASSWORD_WRONG = "password_wrong"
    PASSWORD_AGAIN = "password_again"
    PASSWORD_SHORT = "password_short"
    PASSWORD_LONG = "password_long"
    PASSWORD_COMMON = "password_common"
    PASSWORD_PERSONAL = "password_personal"
    PASSWORD_SAME = "password_same"
    PASSWORDS_DIFFER = "passwords_differ"
    LINK_UNUSABLE = "link_unusable"
    # roles
    ROLE_ALREADY_HELD = "role_already_held"
    ROLE_NOT_HELD = "role_not_held"
    ROLE_LAST_ADMINISTRATOR = "role_last_administrator"
    ROLE_NEEDS_DEPARTMENT = "role_needs_department"
    PERSON_UNKNOWN = "person_unknown"
    DEPARTMENT_UNKNOWN = "department_unknown"
    REASON_MISSING = "reason_missing"
    # lists
    NAME_TAKEN = "name_taken"
    # lobby screens
    PLACE_MISSING = "place_missing"
    # the agency
    AGENCY_EXISTS = "agency_exists"
    AGENCY_CODE_INVALID = "agency_code_invalid"
    NUMBER_INVALID = "number_invalid"
    NAME_MISSING = "name_missing"
    # people import (the table's line, column and value stand in `values`)
    FILE_UNREADABLE = "file_unreadable"
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    CELL_MISSING = "cell_missing"
    CELL_INVISIBLE = "cell_invisible"
    CELL_INVALID = "cell_invalid"
    CELL_LONG = "cell_long"
    NUMBER_TWICE = "number_twice"
    DEPARTMENT_CONTRADICTS = "department_contradicts"
    DEPARTMENT_LOOP = "department_loop"
    ZEROS_UNCLEAR = "zeros_unclear"
    ORDERS_TOO_MANY = "orders_too_many"
    ORDER_ACT_UNKNOWN = "order_act_unknown"
    ORDER_NAME_DIFFERS = "order_name_differs"
    STATUS_UNKNOWN = "status_unknown"
    DATE_INVALID = "date_invalid"
    JOINED_AFTER_POST = "joined_after_post"
    REMOVES_TOO_MANY = "removes_too_many"
    FILE_CHANGED = "file_changed"
    # staff orders
    ORDER_NOT_NOW = "order_not_now"
    ORDER_DAY_INVALID = "order_day_invalid"
    ORDER_DAY_OUTSIDE = "order_day_outside"
    ORDER_BEFORE_POST = "order_before_post"
    ORDER_UNTIL_BEFORE = "order_until_before"
    ORDER_ALREADY_SO = "order_already_so"
    ORDER_NUMBER_TAKEN = "order_number_taken"
    ORDER_SAME_RECORD = "order_same_record"
    ORDER_OWN_MERGE = "order_own_merge"
    ORDER_UNCONFIRMED = "order_unconfirmed"
    NUMBER_OF_SAME_PERSON = "number_of_same_person"
    # special points and their evidence
    SPECIAL_KIND_UNKNOWN = "special_kind_unknown"
    SPECIAL_NOT_FOR_PERSON = "special_not_for_person"
    SPECIAL_NOT_FOR_DEPARTMENT = "special_not_for_department"
    SPECIAL_POINTS_OUTSIDE = "special_points_outside"
    SPECIAL_FOR_ONESELF = "special_for_oneself"
    SPECIAL_OWN_PROPOSAL = "special_own_proposal"
    SPECIAL_OWN_DEPARTMENT = "special_own_department"
    SPECIAL_ALREADY_DECIDED = "special_already_decided"
    SPECIAL_NOTHING_TO_RECLAIM = "special_nothing_to_reclaim"
    RECORDS_DAYS_WRONG = "records_days_wrong"
    RECORDS_DAY_NOT_OVER = "records_day_not_over"
    RECORDS_ONLY_OWN = "records_only_own"
    SPECIAL_MONTH_ENDED = "special_month_ended"
    RECEIVER_GONE = "receiver_gone"
    RECEIVER_WITHOUT_POST = "receiver_without_post"
    DEPARTMENT_CLOSED = "department_closed"
    EVIDENCE_TOO_MANY = "evidence_too_many"
    EVIDENCE_TOO_LARGE = "evidence_too_large"
    EVIDENCE_EMPTY = "evidence_empty"
    EVIDENCE_TYPE = "evidence_type"
    EVIDENCE_CONTENT = "evidence_content"
    # prizes, and the note of a month
    PRIZE_BOARD_PROVISIONAL = "prize_board_provisional"
    PRIZE_NONE_FOR_SPAN = "prize_none_for_span"
    PRIZE_ALREADY_OPEN = "prize_already_open"
    PRIZE_CLOSED = "prize_closed"
    PRIZE_CHANGED = "prize_changed"
    PRIZE_TIER_UNKNOWN = "prize_tier_unknown"
    PRIZE_TIER_SAME = "prize_tier_same"
    PRIZE_NO_STANDING = "prize_no_standing"
    PRIZE_ALREADY_PROPOSED = "prize_already_proposed"
    PRIZE_DECLINED = "prize_declined"
    PRIZE_NOT_PROPOSED = "prize_not_proposed"
    PRIZE_NOT_HIDDEN = "prize_not_hidden"
    PRIZE_ONESELF = "prize_oneself"
    PRIZE_ANSWERED = "prize_answered"
    PRIZE_EMPTY = "prize_empty"
    PRIZE_UNASKED = "prize_unasked"
    PRIZE_UNANSWERED = "prize_unanswered"
    PRIZE_TOO_MANY = "prize_too_many"
    PRIZE_WORDS_MISSING = "prize_words_missing"
    PRIZE_DAY_INVALID = "prize_day_invalid"
    PRIZE_NOBODY = "prize_nobody"
    NOTE_PRIZE_NONE = "note_prize_none"
    NOTE_PRIZE_MONTH_OPEN = "note_prize_month_open"
    NOTE_PRIZE_OWN = "note_prize_own"
    NOTE_PRIZE_PERSON_GONE = "note_prize_person_gone"
    NOTE_PRIZE_CHOSEN = "note_prize_chosen"
    NOTE_PRIZE_OVER = "note_prize_over"
    NOTE_PRIZE_UNANSWERED = "note_prize_unanswered"
    # files taken out, and handed in
    EXPORT_WITHOUT_MONTHS = "export_without_months"
    EXPORT_UNBALANCED = "export_unbalanced"
    EXPORT_BACKWARDS = "export_backwards"
    EXPORT_TOO_LONG = "export_too_long"
    EXPORT_NOT_SHOWN = "export_not_shown"
    EXPORT_WITHOUT_BOARD = "export_without_board"
    SUBMISSION_RECIPIENT_MISSING = "submission_recipient_missing"
    SUBMISSION_PURPOSE_MISSING = "submission_purpose_missing"
    SUBMISSION_LONG = "submission_long"
    SUBMISSION_EMPTY = "submission_empty"
    # documents to print
    FONT_MISSING = "font_missing"
    LETTERS_WITHOUT_FONT = "letters_without_font"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One rule's no. `field` is the form field it concerns (or "" for the whole), `values` fill the sentence."""

    code: Code
    field: str = ""
    values: tuple[tuple[str, str | int], ...] = ()

    @classmethod
    def of(cls, code: Code, field: str = "", **values: str | int) -> "Refusal":
        return cls(code, field, tuple(sorted(values.items())))


@dataclass(eq=False)
class Refused(Exception):
    """Raised by a service when rules refuse the act; nothing was written. Carries every refusal at once."""

    refusals: Sequence[Refusal] = field(default_factory=tuple)

    def __str__(self) -> str:
        return ", ".join(f"{refusal.field or '*'}: {refusal.code}" for refusal in self.refusals)


class NotFound(Exception):
    """What was asked for does not exist for this person: absent and forbidden look the same (promise 15)."""


class Busy(Exception):
    """The database could not be had in time; nothing was written and trying again is safe."""
