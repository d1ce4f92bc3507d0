"""What a scheme says, as plain statements in the order in which an employee asks: what points are used for comes first.

A statement is a code and values; the door makes the sentence in the language of its reader.
"""

from collections.abc import Iterator
from functools import lru_cache

from collabpoints.domain.scheme_book import Scheme
from collabpoints.domain.scheme_prize_statements import (
    closing_statements,
    hands_statements,
    prize_statements,
    ranking_statements,
    score_statements,
    special_statements,
)
from collabpoints.domain.scheme_topics import Says, Statement, Topic, listed, worded
from collabpoints.domain.scheme_words import AllowanceUnit, Level, Purpose, StockCheck, Wording

__all__ = ["Says", "Statement", "Topic", "statements"]


@lru_cache(maxsize=64)  # an agency has few schemes, and every page of a board states one
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
        score_statements,
        special_statements,
        ranking_statements,
        closing_statements,
        prize_statements,
        hands_statements,
    )
    return tuple(statement for topic in topics for statement in topic(scheme))


def _uses(scheme: Scheme) -> Iterator[Statement]:
    topic = Topic.USES
    yield Statement.of(topic, Says.USED_FOR, sentence=Wording(scheme.used_for_ko, scheme.used_for_en))
    if scheme.purposes:
        yield Statement.of(topic, Says.PURPOSES, purposes=worded(scheme, "purposes"))
    else:
        yield Statement.of(topic, Says.NO_PURPOSE)
    if Purpose.PERSONAL_CREDIT in scheme.purposes:
        yield Statement.of(topic, Says.CREDIT_CAP, cap=worded(scheme, "credit_cap_hundredths"))


def _allowance(scheme: Scheme) -> Iterator[Statement]:
    is_notes = scheme.allowance_unit is AllowanceUnit.NOTES
    says = Says.ALLOWANCE_IN_NOTES if is_notes else Says.ALLOWANCE_IN_POINTS
    yield Statement.of(Topic.ALLOWANCE, says, count=scheme.allowance)


def _points(scheme: Scheme) -> Iterator[Statement]:
    topic = Topic.POINTS
    if scheme.fixed_points is not None:
        yield Statement.of(topic, Says.POINTS_FIXED, points=scheme.fixed_points)
    else:
        yield Statement.of(topic, Says.POINTS_CHOSEN, points=worded(scheme, "points_allowed"))
    yield Statement.of(topic, Says.THANKS_ARE_FREE)
    if not scheme.has_points_for_own_line:
        yield Statement.of(topic, Says.OWN_LINE_THANKS)
    if scheme.positions_without_points:
        yield Statement.of(topic, Says.POSITIONS_THANKS, positions=worded(scheme, "positions_without_points"))


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
    yield Statement.of(topic, Says.RECEIVE, statuses=worded(scheme, "receiving_statuses"))
    words = (*scheme.receiving_ranks_left_out, *scheme.receiving_employments_left_out)
    if words:
        yield Statement.of(topic, Says.RECEIVE_NO_POINTS, words=listed(words))
    if scheme.receiving_days_after_joining:
        yield Statement.of(topic, Says.RECEIVE_AFTER_DAYS, days=scheme.receiving_days_after_joining)


def _senders(scheme: Scheme) -> Iterator[Statement]:
    topic = Topic.SENDERS
    yield Statement.of(topic, Says.SEND, statuses=worded(scheme, "sending_statuses"))
    words = (*scheme.sending_ranks_left_out, *scheme.sending_employments_left_out)
    if words:
        yield Statement.of(topic, Says.SEND_NO_POINTS, words=listed(words))
    if scheme.sending_days_after_joining:
        yield Statement.of(topic, Says.SEND_AFTER_DAYS, days=scheme.sending_days_after_joining)


def _text(scheme: Scheme) -> Iterator[Statement]:
    topic = Topic.TEXT
    yield Statement.of(topic, Says.TEXT_LENGTH, minimum=scheme.text_minimum, maximum=scheme.text_maximum)
    if scheme.is_guided:
        yield Statement.of(topic, Says.TEXT_GUIDED)
    yield Statement.of(topic, Says.STOCK_HINT if scheme.stock_check is StockCheck.HINT else Says.STOCK_REVIEW)
    if scheme.stock_phrases:
        yield Statement.of(topic, Says.STOCK_PHRASES, phrases=listed(scheme.stock_phrases))
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
