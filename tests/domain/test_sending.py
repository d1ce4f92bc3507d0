"""The one place that decides whether a note may be sent."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.errors import Code
from collabpoints.domain.roles import Status
from collabpoints.domain.scheme_words import Level
from collabpoints.domain.schemes import Scheme, parse_scheme, preset_text
from collabpoints.domain.sending import (
    MOST_RECIPIENTS,
    RecipientFacts,
    SenderFacts,
    judge_pair,
    judge_sender,
    judge_sending,
)
from tests.strategies.schemes import schemes

DIRECTIVE = parse_scheme(preset_text("directive-2016"))
CHUNGNAM = parse_scheme(preset_text("chungnam-2015"))
TEXT = "늦게까지 자료를 함께 살펴봐 주셨습니다."
SENDER = SenderFacts(person_id=1, home_department_id=10, status=Status.ACTIVE, remaining=200)
OTHER = RecipientFacts(person_id=2, home_department_id=20, status=Status.ACTIVE, counted_notes=0)
NEIGHBOUR = RecipientFacts(person_id=3, home_department_id=10, status=Status.ACTIVE, counted_notes=0)


def codes(*recipients: RecipientFacts, points: int = 10, text: str = TEXT, sender: SenderFacts = SENDER) -> list[Code]:
    return [refusal.code for refusal in judge_sending(DIRECTIVE, sender, recipients, text=text, points=points)]


def test_to_another_department_it_goes() -> None:
    assert codes(OTHER) == []


def test_within_the_department_only_thanks_go() -> None:
    assert codes(NEIGHBOUR) == [Code.SAME_DEPARTMENT]
    assert codes(NEIGHBOUR, points=0) == []
    assert judge_pair(CHUNGNAM, SENDER, NEIGHBOUR, has_points=True) == ()


def test_never_to_oneself_under_any_post() -> None:
    me_elsewhere = RecipientFacts(person_id=1, home_department_id=99, status=Status.ACTIVE, counted_notes=0)
    assert codes(me_elsewhere) == [Code.ONESELF]
    assert codes(me_elsewhere, points=0) == [Code.ONESELF]


def test_of_leave_nothing_more_is_told() -> None:
    away = RecipientFacts(person_id=2, home_department_id=20, status=Status.LEAVE, counted_notes=0)
    (refusal,) = judge_pair(DIRECTIVE, SENDER, away, has_points=True)
    assert (refusal.code, dict(refusal.values)) == (Code.CANNOT_RECEIVE, {"person": 2})


def test_the_cap_of_the_pair() -> None:
    assert codes(RecipientFacts(2, 20, Status.ACTIVE, counted_notes=1)) == []
    assert codes(RecipientFacts(2, 20, Status.ACTIVE, counted_notes=2)) == [Code.PAIR_CAP_REACHED]


def test_what_several_notes_need_is_counted_together() -> None:
    poor = SenderFacts(1, 10, Status.ACTIVE, remaining=10)
    third = RecipientFacts(4, 20, Status.ACTIVE, 0)
    assert codes(OTHER, sender=poor) == []
    assert codes(OTHER, third, sender=poor) == [Code.ALLOWANCE_SHORT]


@pytest.mark.parametrize("points", [-10, 1, 5, 20, 100])
def test_only_the_points_that_the_scheme_allows(points: int) -> None:
    assert Code.POINTS_NOT_ALLOWED in codes(OTHER, points=points)


def test_nobody_and_too_many() -> None:
    assert codes() == [Code.RECIPIENT_MISSING]
    crowd = [RecipientFacts(100 + place, 20, Status.ACTIVE, 0) for place in range(MOST_RECIPIENTS + 1)]
    assert Code.RECIPIENTS_TOO_MANY in codes(*crowd)


def test_one_without_a_post_neither_sends_nor_receives() -> None:
    assert Code.CANNOT_SEND in codes(OTHER, sender=SenderFacts(1, None, Status.ACTIVE, 200))
    assert codes(RecipientFacts(2, None, Status.ACTIVE, 0)) == [Code.CANNOT_RECEIVE]


# what the other fields of a scheme say

OPEN = replace(DIRECTIVE, is_same_department_allowed=True, pair_cap=None)


def between(scheme: Scheme, sender: dict[str, Any] | None = None, **recipient: Any) -> list[Code]:
    """Why points cannot go between two people of whom these things are known."""
    of, to = replace(SENDER, **(sender or {})), replace(OTHER, **recipient)
    return [refusal.code for refusal in judge_sending(scheme, of, (to,), text=TEXT, points=10)]


def thanks(scheme: Scheme, sender: dict[str, Any] | None = None, **recipient: Any) -> list[Code]:
    of, to = replace(SENDER, **(sender or {})), replace(OTHER, **recipient)
    return [refusal.code for refusal in judge_sending(scheme, of, (to,), text=TEXT, points=0)]


@pytest.mark.parametrize(
    ("level", "of", "to", "codes"),
    [
        (Level.BUREAU, {"bureau_id": 1}, {"bureau_id": 1}, [Code.SAME_BUREAU]),
        (Level.BUREAU, {"bureau_id": 1}, {"bureau_id": 2}, []),
        (Level.BUREAU, {}, {"bureau_id": 1}, []),  # a department that stands under no bureau
        (Level.BUREAU, {}, {"home_department_id": 10}, [Code.SAME_BUREAU]),
        (Level.DEPARTMENT, {"bureau_id": 1}, {"bureau_id": 1}, []),
        (Level.DEPARTMENT, {"team_id": 31}, {"home_department_id": 10, "team_id": 32}, [Code.SAME_DEPARTMENT]),
        (Level.TEAM, {"team_id": 31}, {"home_department_id": 10, "team_id": 32}, []),
        (Level.TEAM, {"team_id": 31}, {"home_department_id": 10, "team_id": 31}, [Code.SAME_TEAM]),
        (Level.TEAM, {"team_id": 31}, {"home_department_id": 10}, []),  # the head of the department is in no team
        (Level.TEAM, {}, {"home_department_id": 10}, [Code.SAME_TEAM]),  # a department without teams
    ],
)
def test_what_is_the_same_department_is_the_schemes_choice(
    level: Level, of: dict[str, Any], to: dict[str, Any], codes: list[Code]
) -> None:
    scheme = replace(DIRECTIVE, same_level=level)
    assert between(scheme, of, **to) == codes
    assert thanks(scheme, of, **to) == []
    assert between(replace(scheme, is_same_department_allowed=True), of, **to) == []


def test_a_single_point_is_points_too() -> None:
    scheme = replace(DIRECTIVE, points_allowed=(1,))
    refusals = judge_sending(scheme, SENDER, (NEIGHBOUR,), text=TEXT, points=1)
    assert [refusal.code for refusal in refusals] == [Code.SAME_DEPARTMENT]


def test_two_without_a_department_are_not_in_the_same_one() -> None:
    nowhere = RecipientFacts(2, None, Status.ACTIVE, 0)
    sender = replace(SENDER, home_department_id=None)
    assert [refusal.code for refusal in judge_pair(DIRECTIVE, sender, nowhere, has_points=True)] == [
        Code.CANNOT_RECEIVE
    ]


def test_the_own_line_of_approval_gets_points_or_thanks_alone() -> None:
    assert between(OPEN, is_in_line_of_approval=True) == []
    strict = replace(OPEN, has_points_for_own_line=False)
    assert between(strict, is_in_line_of_approval=True) == [Code.OWN_LINE]
    assert between(strict, is_in_line_of_approval=False) == []
    assert thanks(strict, is_in_line_of_approval=True) == []


def test_listed_positions_get_thanks_alone() -> None:
    scheme = replace(OPEN, positions_without_points=("도지사", "부지사"))
    assert between(scheme, position="부지사") == [Code.POSITION_WITHOUT_POINTS]
    assert between(scheme, position="과장") == []
    assert between(scheme, position="") == []
    assert thanks(scheme, position="부지사") == []


@pytest.mark.parametrize(
    ("field", "value", "known"),
    [
        ("receiving_ranks_left_out", ("3급",), {"rank": "3급"}),
        ("receiving_employments_left_out", ("임기제",), {"employment": "임기제"}),
        ("receiving_days_after_joining", 30, {"joined_days": 29}),
    ],
)
def test_who_takes_no_part_as_a_recipient_gets_thanks_alone(field: str, value: object, known: dict[str, Any]) -> None:
    scheme = replace(OPEN, **{field: value})  # type: ignore[arg-type]
    assert between(scheme, **known) == [Code.RECIPIENT_TAKES_NO_PART]
    assert thanks(scheme, **known) == []
    assert between(scheme, known) == []  # as a sender he does take part
    assert between(scheme) == []  # of whom HR's file does not say it, he takes part


@pytest.mark.parametrize(
    ("field", "value", "known", "code"),
    [
        ("sending_ranks_left_out", ("3급",), {"rank": "3급"}, Code.SENDER_TAKES_NO_PART),
        ("sending_employments_left_out", ("임기제",), {"employment": "임기제"}, Code.SENDER_TAKES_NO_PART),
        ("sending_days_after_joining", 30, {"joined_days": 29}, Code.SENDER_NOT_YET),
    ],
)
def test_who_takes_no_part_as_a_sender_may_thank(field: str, value: object, known: dict[str, Any], code: Code) -> None:
    scheme = replace(OPEN, **{field: value})  # type: ignore[arg-type]
    assert between(scheme, known) == [code]
    assert thanks(scheme, known) == []
    assert between(scheme, **known) == []
    assert between(scheme) == []


def test_a_newcomer_learns_how_many_days_are_left() -> None:
    scheme = replace(OPEN, sending_days_after_joining=30)
    (refusal,) = judge_sender(scheme, replace(SENDER, joined_days=10), has_points=True)
    assert (refusal.code, dict(refusal.values)) == (Code.SENDER_NOT_YET, {"days": 20})
    assert judge_sender(scheme, replace(SENDER, joined_days=30), has_points=True) == ()


@pytest.mark.parametrize(("days", "left"), [(0, None), (1, 6), (30, 35)])
def test_who_serves_before_he_joins_is_a_newcomer_only_where_the_scheme_knows_of_any(
    days: int, left: int | None
) -> None:
    scheme = replace(OPEN, sending_days_after_joining=days, receiving_days_after_joining=days)
    refusals = judge_sender(scheme, replace(SENDER, joined_days=-5), has_points=True)
    assert [dict(refusal.values)["days"] for refusal in refusals] == ([] if left is None else [left])
    assert between(scheme, joined_days=-5) == ([] if left is None else [Code.RECIPIENT_TAKES_NO_PART])


def test_of_employment_and_first_days_nothing_more_is_told() -> None:
    scheme = replace(OPEN, receiving_employments_left_out=("임기제",), receiving_days_after_joining=9)
    said = [
        judge_pair(scheme, SENDER, replace(OTHER, **known), has_points=True)
        for known in ({"employment": "임기제"}, {"joined_days": 1}, {"employment": "임기제", "joined_days": 1})
    ]
    assert said[0] == said[1] == said[2]
    assert len(said[0]) == 1


def test_every_objection_comes_at_once() -> None:
    scheme = replace(
        DIRECTIVE, has_points_for_own_line=False, positions_without_points=("과장",), receiving_ranks_left_out=("5급",)
    )
    head = {"home_department_id": 10, "is_in_line_of_approval": True, "position": "과장", "rank": "5급"}
    assert between(scheme, {"remaining": 0}, **head, counted_notes=2) == [
        Code.SAME_DEPARTMENT,
        Code.OWN_LINE,
        Code.POSITION_WITHOUT_POINTS,
        Code.RECIPIENT_TAKES_NO_PART,
        Code.PAIR_CAP_REACHED,
        Code.ALLOWANCE_SHORT,
    ]


people = st.fixed_dictionaries(
    {
        "home_department_id": st.sampled_from([10, 20]),
        "bureau_id": st.sampled_from([1, 2, None]),
        "team_id": st.sampled_from([31, 32, None]),
        "rank": st.sampled_from(["", "5급", "9급"]),
        "employment": st.sampled_from(["", "공무직", "임기제"]),
        "joined_days": st.none() | st.integers(0, 400),
    }
)
lists_of_words = {"ranks": st.sampled_from([(), ("5급",)]), "employments": st.sampled_from([(), ("임기제",)])}


@given(
    schemes(sending_statuses=frozenset(Status), receiving_statuses=frozenset(Status)),
    people, people, st.booleans(), st.sampled_from(["", "과장"]), lists_of_words["ranks"], lists_of_words["employments"],
)  # fmt: skip
def test_thanks_alone_may_always_be_sent(
    scheme: Scheme,
    of: dict[str, Any],
    to: dict[str, Any],
    is_above: bool,
    position: str,
    ranks: tuple[str, ...],
    employments: tuple[str, ...],
) -> None:
    scheme = replace(
        scheme, sending_ranks_left_out=ranks, receiving_ranks_left_out=ranks,
        sending_employments_left_out=employments, positions_without_points=("과장",),
    )  # fmt: skip
    sender = replace(SENDER, remaining=0, **of)
    recipient = replace(OTHER, is_in_line_of_approval=is_above, position=position, **to)
    assert judge_sender(scheme, sender, has_points=False) == ()
    assert judge_pair(scheme, sender, recipient, has_points=False) == ()


facts = st.builds(
    RecipientFacts, st.integers(1, 5), st.sampled_from([10, 20, None]), st.sampled_from(Status), st.integers(0, 3)
)


@given(st.lists(facts, max_size=5, unique_by=lambda f: f.person_id), st.sampled_from([0, 10]), st.integers(0, 200))
def test_what_passes_together_passes_one_by_one(recipients: list[RecipientFacts], points: int, remaining: int) -> None:
    sender = SenderFacts(1, 10, Status.ACTIVE, remaining)
    if not judge_sending(DIRECTIVE, sender, recipients, text=TEXT, points=points):
        assert recipients
        assert DIRECTIVE.cost(points) * len(recipients) <= remaining
        for recipient in recipients:
            assert judge_pair(DIRECTIVE, sender, recipient, has_points=points > 0) == ()
            assert recipient.person_id != sender.person_id
