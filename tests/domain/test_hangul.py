import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from collabpoints.domain.hangul import (
    LEADING,
    composing_range,
    folded,
    initial_range,
    initials,
    prefix_end,
    readings,
    typed,
)

SYLLABLES = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)


def _fits(query: str, name: str) -> bool:
    return typed(query).matches(name)


def test_initials_of_a_name() -> None:
    assert initials("홍길동") == "ㅎㄱㄷ"
    assert initials("뺑뺑이 A") == "ㅃㅃㅇ A"


@settings(deadline=None)
@given(SYLLABLES)
def test_the_initial_of_a_syllable_is_the_first_of_its_canonical_parts(syllable: str) -> None:
    assert LEADING.index(initials(syllable)) == ord(unicodedata.normalize("NFD", syllable)[0]) - 0x1100


@settings(deadline=None)
@example("\u0339 \u0334")
@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@settings(deadline=None)
@given(st.text(SYLLABLES))
def test_decomposed_text_folds_like_composed_text(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(text) == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (" 홍 길\u3000동 ", "홍길동"),
        ("ㄳ", "ㄱㅅ"),
        ("홍ㄺ", "홍ㄹㄱ"),
        ("\u1112\u1100\u1103", "ㅎㄱㄷ"),
        ("\u11ab", "ㄴ"),
        ("２０１０", "2010"),
        ("ＡＢｃ", "abc"),
        ("\uffa1\uffb5", "ㄱㅅ"),
    ],
)
def test_what_keyboards_and_office_programs_leave_is_folded(written: str, meant: str) -> None:
    assert folded(written) == meant


@settings(deadline=None)
@given(SYLLABLES)
def test_a_syllable_is_the_first_of_what_it_may_become(syllable: str) -> None:
    low, high = composing_range(syllable)
    assert low == syllable < high


@pytest.mark.parametrize(
    ("typed_so_far", "syllable", "is_on_the_way"),
    [
        ("기", "길", True),
        ("우", "원", True),
        ("으", "의", True),
        ("달", "닭", True),
        ("기", "까", False),
        ("길", "김", False),
        ("아", "애", False),
    ],
)
def test_a_syllable_may_still_become_another(typed_so_far: str, syllable: str, is_on_the_way: bool) -> None:
    low, high = composing_range(typed_so_far)
    assert (low <= syllable < high) is is_on_the_way


@settings(deadline=None)
@given(SYLLABLES)
def test_a_syllable_lies_in_the_range_of_its_initial_alone(syllable: str) -> None:
    ranges = [initial_range(consonant) for consonant in LEADING]
    assert [low <= syllable < high for low, high in ranges].index(True) == LEADING.index(initials(syllable))
    assert sum(low <= syllable < high for low, high in ranges) == 1


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0x10FFFE), min_size=1), st.text())
def test_every_text_with_a_beginning_lies_in_the_range_of_the_beginning(beginning: str, rest: str) -> None:
    assert beginning <= beginning + rest < prefix_end(beginning)


def test_the_end_of_a_range_is_never_half_a_character() -> None:
    assert prefix_end("\ud7ff") == "\ue000"


@pytest.mark.parametrize(
    ("query", "name", "is_found"),
    [
        ("홍길동", "홍길동", True),
        ("길동", "홍길동", True),
        ("홍ㄱㄷ", "홍길동", True),
        ("ㅎ길ㄷ", "홍길동", True),
        ("홍기", "홍길동", True),
        ("홍가", "홍길동", False),
        ("ㅎㄷ", "홍길동", False),
        ("홍길동전", "홍길동", False),
        ("tran", "TRAN Thi", True),
    ],
)
def test_a_query_matches_a_name(query: str, name: str, is_found: bool) -> None:
    assert _fits(query, name) is is_found


@pytest.mark.parametrize(
    ("seen", "typed_keys"),
    [("임ㅅ", "이ㅁㅅ"), ("밗ㅇ", "박ㅅㅇ"), ("섟", "서ㄱㅅ"), ("인", "이ㄴ"), ("있", "이ㅆ")],
)
def test_a_consonant_that_the_keyboard_pulled_up_is_let_go_again(seen: str, typed_keys: str) -> None:
    assert typed(typed_keys) in readings(typed(seen))


def test_the_plain_reading_comes_first_and_an_open_syllable_has_no_other() -> None:
    assert readings(typed("임ㅅ"))[0] == typed("임ㅅ")
    assert readings(typed("이")) == (typed("이"),)
    assert readings(typed("ㅎㄱㄷ")) == (typed("ㅎㄱㄷ"),)
    assert readings(typed("임수진")) == (typed("임수진"), typed("임수지ㄴ"))
