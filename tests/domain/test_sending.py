"""The one place that decides whether a note may be sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.errors import Code
from collabpoints.domain.roles import Status
from collabpoints.domain.schemes import parse_scheme, preset_text
from collabpoints.domain.sending import MOST_RECIPIENTS, RecipientFacts, SenderFacts, judge_pair, judge_sending

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
