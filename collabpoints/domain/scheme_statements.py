"""What a scheme says, as plain statements in the order in which an employee asks: what points are used for comes first.

A statement is a code and values; the door makes the sentence in the language of its reader.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from collabpoints.domain.scheme_book import WHOLE, Scheme
from collabpoints.domain.scheme_fields import BY_NAME
from collabpoints.domain.scheme_words import (
    AllowanceUnit,
    Level,
    Purpose,
    StockCheck,
    Viewers,
    Wording,
    wording_of,
)


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
    PRIZE_SPANS = "prize_spans"
    TIER = "tier"
    TIER_PERSONS = "tier_persons"
    TIER_DEPARTMENTS = "tier_departments"
    ROLES_WITHOUT_PRIZES = "roles_without_prizes"
    RANKS_WITHOUT_PRIZES = "ranks_without_prizes"
    YEAR_BEGINS = "year_begins"
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


def statements(scheme: Scheme) -> tuple[Statement, ...]:
    """All that the scheme says, topic by topic. What it does not limit is not spoken of."""
    topics = (
        _uses,
        _allowance,
        _points,
        _recipients,
        _senders,
        _text,
        _afterwards,
        _score,
        _special,
        _ranking,
        _prizes,
        _hands,
    )
    return tuple(statement for topic in topics for statement in topic(scheme))


def _worded(scheme: Scheme, name: str) -> Wording:
    return BY_NAME[name].worded(getattr(scheme, name))


def _uses(scheme: Scheme) -> Iterator[Statement]:
    topic = Topic.USES
    yield Statement.of(topic, Says.USED_FOR, sentence=Wording(scheme.used_for_ko, scheme.used_for_en))
    if scheme.purposes:
        yield Statement.of(topic, Says.PURPOSES, purposes=_worded(scheme, "purposes"))
    else:
        yield Statement.of(topic, Says.NO_PURPOSE)
    if Purpose.PERSONAL_CREDIT in scheme.purposes:
        yield Statement.of(topic, Says.CREDIT_CAP, cap=_worded(scheme, "credit_cap_hundredths"))


def _allowance(scheme: Scheme) -> Iterator[Statement]:
    is_notes = scheme.allowance_unit is AllowanceUnit.NOTES
    says = Says.ALLOWANCE_IN_NOTES if is_notes else Says.ALLOWANCE_IN_POINTS
    yield Statement.of(Topic.ALLOWANCE, says, count=scheme.allowance)


def _points(scheme: Scheme) -> Iterator[Statement]:
    topic = Topic.POINTS
    if scheme.fixed_points is not None:
        yield Statement.of(topic, Says.POINTS_FIXED, points=scheme.fixed_points)
    else:
        yield Statement.of(topic, Says.POINTS_CHOSEN, points=_worded(scheme, "points_allowed"))
    yield Statement.of(topic, Says.THANKS_ARE_FREE)
    if not scheme.has_points_for_own_line:
        yield Statement.of(topic, Says.OWN_LINE_THANKS)
    if scheme.positions_without_points:
        yield Statement.of(topic, Says.POSITIONS_THANKS, positions=_worded(scheme, "positions_without_points"))


def _recipients(scheme: Scheme) -> Iterator[Statement]:
    topic = Topic.RECIPIENTS
    within = {
        Level.BUREAU: Says.NOT_WITHIN_BUREAU,
        Level.DEPARTMENT: Says.NOT_WITHIN_DEPARTMENT,
        Level.TEAM: Says.NOT_WITHIN_TEAM,
    }
    yield Statement.of(topic, Says.TO_EVERYBODY if scheme.is_same_department_allowed else within[scheme.same_level])
    if scheme.pair_cap is not None:
        yield Statement.of(topic, Says.PAIR_CAP, cap=scheme.pair_cap)
    if scheme.is_other_agency_allowed:
        yield Statement.of(topic, Says.OTHER_AGENCIES_LATER)
    yield Statement.of(topic, Says.RECEIVE, statuses=_worded(scheme, "receiving_statuses"))
    words = (*scheme.receiving_ranks_left_out, *scheme.receiving_employments_left_out)
    if words:
        yield Statement.of(topic, Says.RECEIVE_NO_POINTS, words=_listed(words))
    if scheme.receiving_days_after_joining:
        yield Statement.of(topic, Says.RECEIVE_AFTER_DAYS, days=scheme.receiving_days_after_joining)


def _senders(scheme: Scheme) -> Iterator[Statement]:
    topic = Topic.SENDERS
    yield Statement.of(topic, Says.SEND, statuses=_worded(scheme, "sending_statuses"))
    words = (*scheme.sending_ranks_left_out, *scheme.sending_employments_left_out)
    if words:
        yield Statement.of(topic, Says.SEND_NO_POINTS, words=_listed(words))
    if scheme.sending_days_after_joining:
        yield Statement.of(topic, Says.SEND_AFTER_DAYS, days=scheme.sending_days_after_joining)


def _text(scheme: Scheme) -> Iterator[Statement]:
    topic = Topic.TEXT
    yield Statement.of(topic, Says.TEXT_LENGTH, minimum=scheme.text_minimum, maximum=scheme.text_maximum)
    if scheme.is_guided:
        yield Statement.of(topic, Says.TEXT_GUIDED)
    yield Statement.of(topic, Says.STOCK_HINT if scheme.stock_check is StockCheck.HINT else Says.STOCK_REVIEW)
    if scheme.stock_phrases:
        yield Statement.of(topic, Says.STOCK_PHRASES, phrases=_listed(scheme.stock_phrases))
    yield Statement.of(topic, Says.PUBLIC_AT_FIRST if scheme.is_public_at_first else Says.PRIVATE_AT_FIRST)


def _afterwards(scheme: Scheme) -> Iterator[Statement]:
    topic = Topic.AFTERWARDS
    if scheme.take_back_minutes:
        yield Statement.of(topic, Says.TAKE_BACK, minutes=scheme.take_back_minutes)
    else:
        yield Statement.of(topic, Says.NO_TAKE_BACK)
    yield Statement.of(topic, Says.RECLAIM)
    if scheme.is_allowance_restored:
        yield Statement.of(topic, Says.RECLAIM_RESTORES_ALLOWANCE)
    if scheme.is_pair_cap_restored and scheme.pair_cap is not None:
        yield Statement.of(topic, Says.RECLAIM_RESTORES_CAP)
    yield Statement.of(topic, Says.APPEAL, days=scheme.appeal_days)


def _score(scheme: Scheme) -> Iterator[Statement]:
    topic = Topic.SCORE
    if (scheme.received_basis_points, scheme.sent_basis_points) == (WHOLE, 0):
        yield Statement.of(topic, Says.SCORE_RECEIVED)
    else:
        received, sent = (_worded(scheme, name) for name in ("received_basis_points", "sent_basis_points"))
        yield Statement.of(topic, Says.SCORE_WEIGHTED, received=received, sent=sent)
    if scheme.special_kinds:
        yield Statement.of(topic, Says.SCORE_SPECIAL)


def _special(scheme: Scheme) -> Iterator[Statement]:
    for kind in scheme.special_kinds:
        points = f"{kind.minimum}~{kind.maximum}" if kind.minimum < kind.maximum else str(kind.minimum)
        yield Statement.of(
            Topic.SPECIAL,
            Says.SPECIAL_KIND,
            name=Wording(kind.name_ko, kind.name_en),
            points=Wording(points, points.replace("~", " to ")),
            to=wording_of(kind.given_to),
            by=wording_of(kind.approved_by),
        )


def _ranking(scheme: Scheme) -> Iterator[Statement]:
    topic = Topic.RANKING
    yield Statement.of(topic, Says.PERSONS_RANKED, by=wording_of(scheme.persons_ranked_by))
    if scheme.persons_ties:
        yield Statement.of(topic, Says.PERSONS_TIES, order=_worded(scheme, "persons_ties"))
    says = Says.DEPARTMENTS_PER_HEAD if scheme.is_per_head else Says.DEPARTMENTS_RANKED
    yield Statement.of(topic, says, by=wording_of(scheme.departments_ranked_by))
    if scheme.departments_ties:
        yield Statement.of(topic, Says.DEPARTMENTS_TIES, order=_worded(scheme, "departments_ties"))
    if scheme.divisions:
        names = [Wording(division.name_ko, division.name_en) for division in scheme.divisions]
        yield Statement.of(
            topic, Says.DIVISIONS, names=Wording(", ".join(n.ko for n in names), ", ".join(n.en for n in names))
        )
    seen = {
        Viewers.EVERYONE: Says.SEEN_BY_EVERYONE,
        Viewers.FIRST_TEN: Says.SEEN_FIRST_TEN,
        Viewers.LEADS_AND_HR: Says.SEEN_BY_LEADS,
    }
    yield Statement.of(topic, seen[scheme.ranking_viewers])


def _prizes(scheme: Scheme) -> Iterator[Statement]:
    topic = Topic.PRIZES
    if not scheme.prize_spans:
        return
    yield Statement.of(topic, Says.PRIZE_SPANS, spans=_worded(scheme, "prize_spans"))
    for tier in scheme.tiers:
        named = {"span": wording_of(tier.span), "name": Wording(tier.name_ko, tier.name_en)}
        if tier.persons and tier.departments:
            yield Statement.of(topic, Says.TIER, persons=tier.persons, departments=tier.departments, **named)
        elif tier.persons:
            yield Statement.of(topic, Says.TIER_PERSONS, persons=tier.persons, **named)
        else:
            yield Statement.of(topic, Says.TIER_DEPARTMENTS, departments=tier.departments, **named)
    if scheme.roles_without_prizes:
        yield Statement.of(topic, Says.ROLES_WITHOUT_PRIZES, roles=_worded(scheme, "roles_without_prizes"))
    if scheme.ranks_without_prizes:
        yield Statement.of(topic, Says.RANKS_WITHOUT_PRIZES, ranks=_worded(scheme, "ranks_without_prizes"))
    if scheme.year_begins_in != 1:
        yield Statement.of(topic, Says.YEAR_BEGINS, month=scheme.year_begins_in)


def _hands(scheme: Scheme) -> Iterator[Statement]:
    yield Statement.of(Topic.HANDS, Says.SECOND_PERSON if scheme.has_second_person else Says.ONE_PERSON)


def _listed(words: tuple[str, ...]) -> Wording:
    said = ", ".join(words)
    return Wording(said, said)
