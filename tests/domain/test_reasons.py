"""Reasons that people type when they decide about others."""

import pytest

from collabpoints.domain.errors import Code
from collabpoints.domain.reasons import LONGEST, judge_reason


def codes(reason: str, *, is_required: bool = True) -> list[Code]:
    return [refusal.code for refusal in judge_reason(reason, is_required=is_required)]


def test_a_sentence_is_a_reason() -> None:
    assert codes("같은 글을 여러 사람에게 보냈습니다.") == []


@pytest.mark.parametrize(("reason", "code"), [("", Code.REASON_MISSING), ("ㅤ", Code.TEXT_INVISIBLE)])
def test_nothing_that_can_be_read_is_no_reason(reason: str, code: Code) -> None:
    assert code in codes(reason)


def test_where_none_is_asked_for_none_may_be_given() -> None:
    assert codes("", is_required=False) == []


@pytest.mark.parametrize("is_required", [True, False])
def test_a_reason_carries_no_registration_number(is_required: bool) -> None:
    assert codes("900101-1234567 때문입니다", is_required=is_required) == [Code.RESIDENT_NUMBER]


def test_a_reason_has_an_end() -> None:
    assert codes("가" * LONGEST) == []
    assert codes("가" * (LONGEST + 1)) == [Code.TEXT_LONG]
