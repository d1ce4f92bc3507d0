"""What may be proposed as special points, and who decides: the rules, over all small worlds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_book import SpecialKind
from collabpoints.domain.scheme_words import Approver, Beneficiary
from collabpoints.domain.special_points import (
    Decider,
    Receiver,
    is_for,
    judge_decider,
    judge_proposal,
)

REASON = "세 부서의 자료를 하나로 모아 민원 처리 기간을 절반으로 줄였습니다."


def a_kind(
    minimum: int = 10,
    maximum: int = 50,
    given_to: Beneficiary = Beneficiary.EITHER,
    approved_by: Approver = Approver.OFFICER,
) -> SpecialKind:
    return SpecialKind("innovation", "혁신", "Innovation", minimum, maximum, given_to, approved_by)


KIND = a_kind()
PERSON = Receiver(person_id=2, department_ids=frozenset({20}), is_there=True)
DEPARTMENT = Receiver(person_id=None, department_ids=frozenset({20}), is_there=True)

few = st.integers(1, 4)
departments = st.frozensets(st.integers(20, 23), max_size=2)
receivers = st.builds(
    Receiver,
    person_id=st.none() | few,
    department_ids=st.frozensets(st.integers(20, 23), min_size=1, max_size=2),
    is_there=st.booleans(),
)
kinds = st.builds(
    lambda low, width, to, by: a_kind(low, low + width, to, by),
    st.integers(1, 60),
    st.integers(0, 60),
    st.sampled_from(Beneficiary),
    st.sampled_from(Approver),
)
deciders = st.builds(
    Decider,
    person_id=few,
    roles=st.frozensets(st.sampled_from(list(Role))),
    headed_department_ids=departments,
    is_agency_head=st.booleans(),
)


def codes(refusals: tuple[Refusal, ...]) -> set[Code]:
    return {refusal.code for refusal in refusals}


def propose(
    kind: SpecialKind | None = KIND, receiver: Receiver = PERSON, points: int = 30, reason: str = REASON
) -> set[Code]:
    return codes(judge_proposal(kind, receiver, proposer_person_id=1, points=points, reason=reason))


def test_a_good_proposal_meets_no_objection() -> None:
    assert propose() == propose(receiver=DEPARTMENT) == set()


@pytest.mark.parametrize("points", [-1, 0, 9, 51, 1000])
def test_points_outside_the_bounds_are_refused_with_the_bounds(points: int) -> None:
    refusals = judge_proposal(KIND, PERSON, proposer_person_id=1, points=points, reason=REASON)
    assert refusals == (Refusal.of(Code.SPECIAL_POINTS_OUTSIDE, "points", minimum=10, maximum=50),)


@pytest.mark.parametrize("points", [10, 11, 50])
def test_the_bounds_themselves_are_within(points: int) -> None:
    assert propose(points=points) == set()


def test_nobody_proposes_for_himself() -> None:
    assert propose(receiver=Receiver(1, frozenset({20}), is_there=True)) == {Code.SPECIAL_FOR_ONESELF}


def test_a_kind_of_departments_is_not_for_a_person_nor_the_other_way_round() -> None:
    assert propose(a_kind(given_to=Beneficiary.DEPARTMENT)) == {Code.SPECIAL_NOT_FOR_PERSON}
    assert propose(a_kind(given_to=Beneficiary.PERSON), DEPARTMENT) == {Code.SPECIAL_NOT_FOR_DEPARTMENT}


def test_who_left_and_what_closed_gets_nothing() -> None:
    assert propose(receiver=Receiver(2, frozenset({20}), is_there=False)) == {Code.RECEIVER_GONE}
    assert propose(receiver=Receiver(None, frozenset({20}), is_there=False)) == {Code.DEPARTMENT_CLOSED}


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("", Code.REASON_MISSING),
        ("ㅤㅤㅤㅤㅤㅤㅤㅤㅤㅤ", Code.REASON_MISSING),
        ("잘했음", Code.TEXT_SHORT),
        ("가" * 1001, Code.TEXT_LONG),
        ("주민번호 900101-1234567 확인을 도움", Code.RESIDENT_NUMBER),
    ],
)
def test_a_reason_is_a_text_like_any_other(reason: str, code: Code) -> None:
    assert code in propose(reason=reason)


def test_every_objection_comes_at_once() -> None:
    receiver = Receiver(1, frozenset({20}), is_there=False)
    assert propose(None, receiver, reason="") == {
        Code.SPECIAL_FOR_ONESELF, Code.RECEIVER_GONE, Code.SPECIAL_KIND_UNKNOWN, Code.REASON_MISSING,
    }  # fmt: skip


@given(kind=st.none() | kinds, receiver=receivers, proposer=few, points=st.integers(-5, 130))
def test_what_meets_no_objection_is_within_every_bound(
    kind: SpecialKind | None, receiver: Receiver, proposer: int, points: int
) -> None:
    refusals = judge_proposal(kind, receiver, proposer_person_id=proposer, points=points, reason=REASON)
    may = (
        kind is not None
        and receiver.is_there
        and receiver.person_id != proposer
        and kind.minimum <= points <= kind.maximum
        and is_for(kind, is_person=receiver.person_id is not None)
    )
    assert (refusals == ()) == may


@given(decider=deciders, receiver=receivers, proposer=few)
def test_whoever_may_decide_has_nothing_to_do_with_it(decider: Decider, receiver: Receiver, proposer: int) -> None:
    is_free = not judge_decider(decider, receiver, proposer_person_id=proposer)
    assert is_free == (
        decider.person_id not in (proposer, receiver.person_id)
        and not (receiver.person_id is None and decider.headed_department_ids & receiver.department_ids)
    )


@given(decider=deciders, kind=kinds)
def test_only_the_role_that_the_scheme_names_approves(decider: Decider, kind: SpecialKind) -> None:
    holds = {
        Approver.OFFICER: Role.OFFICER in decider.roles,
        Approver.REVIEWER: Role.REVIEWER in decider.roles,
        Approver.AGENCY_HEAD: decider.is_agency_head,
    }
    assert decider.approves(kind) == holds[kind.approved_by]
