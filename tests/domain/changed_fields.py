"""Each field of a scheme with values that differ from the directive's by one step, and what the page then says."""

from dataclasses import replace

from collabpoints.domain.roles import Role, Status
from collabpoints.domain.scheme_book import Division, SpecialKind, Tier
from collabpoints.domain.scheme_statements import Says
from collabpoints.domain.scheme_words import (
    AllowanceUnit,
    Approver,
    Beneficiary,
    Certificate,
    HeadView,
    Level,
    Measure,
    Purpose,
    Span,
    StockCheck,
    Viewers,
)
from collabpoints.domain.schemes import parse_scheme
from tests.domain.old_schemes import OLD_DIRECTIVE

YEAR = frozenset({Span.YEAR})
TIER = Tier(Span.YEAR, "최우수", "First", 1, 1)
KIND = SpecialKind("idea", "혁신", "Idea", 10, 50, Beneficiary.PERSON, Approver.OFFICER)
BASE = replace(parse_scheme(OLD_DIRECTIVE), prize_spans=YEAR, has_note_prize=False)
"""The directive, with prizes at the end of the year but none for a note: what the values below are changed from."""

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
    "heads_see": [(HeadView.THANKED, Says.HEADS_SEE_THANKED)],
    "correction_workdays": [(6, Says.CORRECTION_DAYS), (0, Says.NO_CORRECTION_DAYS)],
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
    "recent_months_without_prizes": [(1, Says.RECENT_WITHOUT_PRIZES)],
    "year_begins_in": [(3, Says.YEAR_BEGINS)],
    "certificate": [(Certificate.COMMENDATION, Says.CERTIFICATE)],
    "has_note_prize": [(True, Says.NOTE_PRIZE)],
    "has_second_person": [(False, Says.ONE_PERSON)],
}
