"""What the machine singles out for a reviewer, and what it leaves alone."""

from dataclasses import replace
from itertools import count

import pytest

from collabpoints.domain.note_flags import FlagKind, Sighting, repeated_texts, stock_phrase
from collabpoints.domain.scheme_words import StockCheck
from collabpoints.domain.schemes import Scheme, parse_scheme, preset_text

TEXT = "어제 늦게까지 예산 자료를 같이 살펴봐 주셔서 제때 낼 수 있었습니다."
_ids = count(1)


def a_scheme(check: StockCheck, *phrases: str) -> Scheme:
    return replace(parse_scheme(preset_text("directive-2016")), stock_check=check, stock_phrases=phrases)


def a_note(recipient: int, *, batch: int, text: str = TEXT, name: str = "김민수") -> Sighting:
    return Sighting(next(_ids), batch, recipient, name, text)


@pytest.mark.parametrize("text", ["감사합니다^^", "수고 많으셨습니다!!"])
def test_a_stock_phrase_is_seen_where_the_scheme_asks_for_it(text: str) -> None:
    found = stock_phrase(a_scheme(StockCheck.REVIEW), a_note(1, batch=1, text=text))
    assert found is not None
    assert found.kind is FlagKind.STOCK_PHRASE
    assert found.detail


def test_the_agencys_own_phrases_count_too() -> None:
    note = a_note(1, batch=1, text="하늘처럼 든든합니다 감사합니다")
    assert stock_phrase(a_scheme(StockCheck.REVIEW), note) is None
    assert stock_phrase(a_scheme(StockCheck.REVIEW, "하늘처럼 든든합니다"), note) is not None


def test_where_the_scheme_leaves_it_at_a_hint_no_reviewer_is_asked() -> None:
    assert stock_phrase(a_scheme(StockCheck.HINT), a_note(1, batch=1, text="감사합니다^^")) is None


def test_a_text_that_says_what_the_help_was_is_left_alone() -> None:
    assert stock_phrase(a_scheme(StockCheck.REVIEW), a_note(1, batch=1)) is None


def test_one_text_to_three_people_with_two_presses_is_found_with_how_many_notes_carry_it() -> None:
    notes = [a_note(1, batch=1), a_note(2, batch=1), a_note(3, batch=2)]
    assert [(found.note_id, found.detail) for found in repeated_texts(notes)] == [(note.note_id, "3") for note in notes]


def test_one_press_to_many_is_one_thank_you_to_all_of_them() -> None:
    assert repeated_texts([a_note(place, batch=1) for place in range(20)]) == []


def test_one_text_to_two_people_is_left_alone() -> None:
    assert repeated_texts([a_note(1, batch=1), a_note(2, batch=2), a_note(1, batch=3)]) == []


@pytest.mark.parametrize("other", [TEXT.replace(" ", ""), TEXT + "!!! ^^", TEXT.replace(".", "~"), f"박서연, {TEXT}"])
def test_spaces_signs_and_the_recipients_name_make_no_other_text(other: str) -> None:
    third = a_note(3, batch=3, text=other, name="박서연")
    assert len(repeated_texts([a_note(1, batch=1), a_note(2, batch=2), third])) == 3


def test_other_words_make_another_text() -> None:
    other = a_note(3, batch=3, text=TEXT.replace("예산", "감사"))
    assert repeated_texts([a_note(1, batch=1), a_note(2, batch=2), other]) == []


def test_texts_of_signs_alone_are_told_apart() -> None:
    signs = [a_note(1, batch=1, text="^^"), a_note(2, batch=2, text="!!"), a_note(3, batch=3, text="~~")]
    assert repeated_texts(signs) == []
