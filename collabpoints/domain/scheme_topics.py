"""What the plain statements of a scheme are made of: topics, codes, values. The sentences stand at the door."""

from dataclasses import dataclass
from enum import StrEnum

from collabpoints.domain.scheme_book import Scheme
from collabpoints.domain.scheme_fields import BY_NAME
from collabpoints.domain.scheme_words import Wording


class Topic(StrEnum):
    """What the statements of one paragraph are about."""

    USES = "uses"
    ALLOWANCE = "allowance"
    POINTS = "points"
    RECIPIENTS = "recipients"
    SENDERS = "senders"
    TEXT = "text"
    AFTERWARDS = "afterwards"
    SCORE = "score"
    SPECIAL = "special"
    RANKING = "ranking"
    CLOSING = "closing"
    PRIZES = "prizes"
    HANDS = "hands"


class Says(StrEnum):
    """Each has a sentence in `views/scheme_statements.py`; a test checks it."""

    USED_FOR = "used_for"
    PURPOSES = "purposes"
    NO_PURPOSE = "no_purpose"
    CREDIT_CAP = "credit_cap"
    ALLOWANCE_IN_NOTES = "allowance_in_notes"
    ALLOWANCE_IN_POINTS = "allowance_in_points"
    POINTS_FIXED = "points_fixed"
    POINTS_CHOSEN = "points_chosen"
    THANKS_ARE_FREE = "thanks_are_free"
    OWN_LINE_THANKS = "own_line_thanks"
    POSITIONS_THANKS = "positions_thanks"
    TO_EVERYBODY = "to_everybody"
    NOT_WITHIN_BUREAU = "not_within_bureau"
    NOT_WITHIN_DEPARTMENT = "not_within_department"
    NOT_WITHIN_TEAM = "not_within_team"
    PAIR_CAP = "pair_cap"
    OTHER_AGENCIES_LATER = "other_agencies_later"
    RECEIVE = "receive"
    RECEIVE_NO_POINTS = "receive_no_points"
    RECEIVE_AFTER_DAYS = "receive_after_days"
    SEND = "send"
    SEND_NO_POINTS = "send_no_points"
    SEND_AFTER_DAYS = "send_after_days"
    TEXT_LENGTH = "text_length"
    TEXT_GUIDED = "text_guided"
    STOCK_HINT = "stock_hint"
    STOCK_REVIEW = "stock_review"
    STOCK_PHRASES = "stock_phrases"
    PUBLIC_AT_FIRST = "public_at_first"
    PRIVATE_AT_FIRST = "private_at_first"
    TAKE_BACK = "take_back"
    NO_TAKE_BACK = "no_take_back"
    RECLAIM = "reclaim"
    RECLAIM_RESTORES_ALLOWANCE = "reclaim_restores_allowance"
    RECLAIM_RESTORES_CAP = "reclaim_restores_cap"
    APPEAL = "appeal"
    SCORE_RECEIVED = "score_received"
    SCORE_WEIGHTED = "score_weighted"
    SCORE_SPECIAL = "score_special"
    SPECIAL_KIND = "special_kind"
    PERSONS_RANKED = "persons_ranked"
    PERSONS_TIES = "persons_ties"
    DEPARTMENTS_RANKED = "departments_ranked"
    DEPARTMENTS_PER_HEAD = "departments_per_head"
    DEPARTMENTS_TIES = "departments_ties"
    DIVISIONS = "divisions"
    SEEN_BY_EVERYONE = "seen_by_everyone"
    SEEN_FIRST_TEN = "seen_first_ten"
    SEEN_BY_LEADS = "seen_by_leads"
    HEADS_SEE_SUMS = "heads_see_sums"
    HEADS_SEE_THANKED = "heads_see_thanked"
    CORRECTION_DAYS = "correction_days"
    NO_CORRECTION_DAYS = "no_correction_days"
    PRIZE_SPANS = "prize_spans"
    TIER = "tier"
    TIER_PERSONS = "tier_persons"
    TIER_DEPARTMENTS = "tier_departments"
    ROLES_WITHOUT_PRIZES = "roles_without_prizes"
    RANKS_WITHOUT_PRIZES = "ranks_without_prizes"
    RECENT_WITHOUT_PRIZES = "recent_without_prizes"
    YEAR_BEGINS = "year_begins"
    CERTIFICATE = "certificate"
    NOTE_PRIZE = "note_prize"
    SECOND_PERSON = "second_person"
    ONE_PERSON = "one_person"


@dataclass(frozen=True, slots=True)
class Statement:
    """One rule in words to come: `values` fill its sentence, wordings in the reader's language."""

    topic: Topic
    says: Says
    values: tuple[tuple[str, int | Wording], ...] = ()

    @classmethod
    def of(cls, topic: Topic, says: Says, **values: int | Wording) -> "Statement":
        return cls(topic, says, tuple(sorted(values.items(), key=lambda pair: pair[0])))


def worded(scheme: Scheme, name: str) -> Wording:
    """The value of a field by its name, as people read it."""
    return BY_NAME[name].worded(getattr(scheme, name))


def listed(words: tuple[str, ...]) -> Wording:
    """The agency's own words, which nobody translates."""
    said = ", ".join(words)
    return Wording(said, said)
