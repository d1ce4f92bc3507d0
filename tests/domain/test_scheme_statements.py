"""What a scheme says in plain statements: each field is heard, what is not limited is not spoken of."""

from dataclasses import replace

import pytest
from hypothesis import given

from collabpoints.domain.roles import Role, Status
from collabpoints.domain.scheme_book import Division, SpecialKind, Tier
from collabpoints.domain.scheme_fields import FIELDS
from collabpoints.domain.scheme_statements import Says, Topic, statements
from collabpoints.domain.scheme_words import (
    AllowanceUnit,
    Approver,
    Beneficiary,
    Level,
    Measure,
    Purpose,
    Span,
    StockCheck,
    Viewers,
)
from collabpoints.domain.schemes import PRESETS, Scheme, parse_scheme, preset_text
from tests.domain.old_schemes import OLD_DIRECTIVE
from tests.strategies.schemes import schemes

DIRECTIVE = parse_scheme(OLD_DIRECTIVE)
YEAR = frozenset({Span.YEAR})
TIER = Tier(Span.YEAR, "최우수", "First", 1, 1)
KIND = SpecialKind("idea", "혁신", "Idea", 10, 50, Beneficiary.PERSON, Approver.OFFICER)


def said(scheme: Scheme) -> list[Says]:
    return [statement.says for statement in statements(scheme)]


ONE_CHANGED: dict[str, list[tuple[object, Says]]] = {
    "used_for_ko": [("포상에 씁니다.", Says.USED_FOR)],
    "used_for_en": [("For honours.", Says.USED_FOR)],
    "purposes": [(frozenset({Purpose.DEPARTMENT_EVALUATION}), Says.PURPOSES), (frozenset(), Says.NO_PURPOSE)],
    "allowance_unit": [(AllowanceUnit.NOTES, Says.ALLOWANCE_IN_NOTES)],
    "allowance": [(201, Says.ALLOWANCE_IN_POINTS)],
    "points_allowed": [((20,), Says.POINTS_FIXED), ((10, 20), Says.POINTS_CHOSEN)],
    "has_points_for_own_line": [(False, Says.OWN_LINE_THANKS)],
    "positions_without_points": [(("군수",), Says.POSITIONS_THANKS)],
    "is_same_department_allowed": [(True, Says.TO_EVERYBODY)],
    "same_level": [(Level.BUREAU, Says.NOT_WITHIN_BUREAU), (Level.TEAM, Says.NOT_WITHIN_TEAM)],
    "is_other_agency_allowed": [(True, Says.OTHER_AGENCIES_LATER)],
    "pair_cap": [(3, Says.PAIR_CAP)],
    "receiving_statuses": [(frozenset({Status.ACTIVE}), Says.RECEIVE)],
    "receiving_ranks_left_out": [(("3급",), Says.RECEIVE_NO_POINTS)],
    "receiving_employments_left_out": [(("임기제",), Says.RECEIVE_NO_POINTS)],
    "receiving_days_after_joining": [(1, Says.RECEIVE_AFTER_DAYS)],
    "sending_statuses": [(frozenset({Status.ACTIVE}), Says.SEND)],
    "sending_ranks_left_out": [(("3급",), Says.SEND_NO_POINTS)],
    "sending_employments_left_out": [(("임기제",), Says.SEND_NO_POINTS)],
    "sending_days_after_joining": [(1, Says.SEND_AFTER_DAYS)],
    "text_minimum": [(11, Says.TEXT_LENGTH)],
    "text_maximum": [(501, Says.TEXT_LENGTH)],
    "is_guided": [(True, Says.TEXT_GUIDED)],
    "stock_phrases": [(("늘 고맙습니다",), Says.STOCK_PHRASES)],
    "stock_check": [(StockCheck.REVIEW, Says.STOCK_REVIEW)],
    "take_back_minutes": [(31, Says.TAKE_BACK), (0, Says.NO_TAKE_BACK)],
    "is_allowance_restored": [(True, Says.RECLAIM_RESTORES_ALLOWANCE)],
    "is_pair_cap_restored": [(True, Says.RECLAIM_RESTORES_CAP)],
    "appeal_days": [(15, Says.APPEAL)],
    "is_public_at_first": [(False, Says.PRIVATE_AT_FIRST)],
    "ranking_viewers": [(Viewers.EVERYONE, Says.SEEN_BY_EVERYONE), (Viewers.LEADS_AND_HR, Says.SEEN_BY_LEADS)],
    "received_basis_points": [(10_001, Says.SCORE_WEIGHTED)],
    "sent_basis_points": [(1, Says.SCORE_WEIGHTED)],
    "special_kinds": [((KIND,), Says.SPECIAL_KIND), ((KIND,), Says.SCORE_SPECIAL)],
    "persons_ranked_by": [(Measure.SENT, Says.PERSONS_RANKED)],
    "persons_ties": [((Measure.RECEIVED,), Says.PERSONS_TIES)],
    "departments_ranked_by": [(Measure.SENT, Says.DEPARTMENTS_RANKED)],
    "is_per_head": [(True, Says.DEPARTMENTS_PER_HEAD)],
    "departments_ties": [((Measure.RECEIVED,), Says.DEPARTMENTS_TIES)],
    "divisions": [((Division("본청", "Headquarters", ("1",)),), Says.DIVISIONS)],
    "prize_spans": [(frozenset({Span.YEAR, Span.MONTH}), Says.PRIZE_SPANS)],
    "tiers": [
        ((TIER,), Says.TIER),
        ((replace(TIER, departments=0),), Says.TIER_PERSONS),
        ((replace(TIER, persons=0),), Says.TIER_DEPARTMENTS),
    ],
    "roles_without_prizes": [(frozenset({Role.OFFICER}), Says.ROLES_WITHOUT_PRIZES)],
    "ranks_without_prizes": [(("3급",), Says.RANKS_WITHOUT_PRIZES)],
    "year_begins_in": [(3, Says.YEAR_BEGINS)],
    "has_second_person": [(False, Says.ONE_PERSON)],
}
ELSEWHERE = {"code", "name_ko", "name_en", "source", "assumptions", "credit_cap_hundredths"}


@pytest.mark.parametrize(
    ("name", "value", "says"), [(name, value, says) for name, cases in ONE_CHANGED.items() for value, says in cases]
)
def test_a_field_changed_by_one_is_heard(name: str, value: object, says: Says) -> None:
    before = replace(DIRECTIVE, prize_spans=YEAR)
    after = replace(before, **{name: value})  # type: ignore[arg-type]
    new = set(statements(after)) - set(statements(before))
    assert says in {statement.says for statement in new}


def test_every_field_is_heard() -> None:
    assert {field.name for field in FIELDS} - ELSEWHERE == set(ONE_CHANGED)


def test_the_cap_of_credit_is_heard_with_the_credit() -> None:
    with_credit = replace(DIRECTIVE, purposes=frozenset({Purpose.PERSONAL_CREDIT}), credit_cap_hundredths=50)
    (heard,) = [dict(one.values) for one in statements(with_credit) if one.says is Says.CREDIT_CAP]
    assert str(heard["cap"]) == "Wording(ko='0.5점', en='0.5 credits')"


@given(schemes())
def test_what_points_are_used_for_comes_first_and_topics_stand_together(scheme: Scheme) -> None:
    found = statements(scheme)
    assert found[0].says is Says.USED_FOR
    places = [list(Topic).index(statement.topic) for statement in found]
    assert places == sorted(places)


@given(schemes())
def test_no_statement_is_made_twice_but_of_kinds_and_tiers(scheme: Scheme) -> None:
    repeatable = {Says.SPECIAL_KIND, Says.TIER, Says.TIER_PERSONS, Says.TIER_DEPARTMENTS}
    once = [says for says in said(scheme) if says not in repeatable]
    assert len(once) == len(set(once))


@pytest.mark.parametrize("code", PRESETS)
def test_every_preset_says_what_its_points_are_used_for_who_and_how_much(code: str) -> None:
    topics = {statement.topic for statement in statements(parse_scheme(preset_text(code)))}
    assert {Topic.USES, Topic.ALLOWANCE, Topic.POINTS, Topic.RECIPIENTS, Topic.TEXT, Topic.PRIZES} <= topics
