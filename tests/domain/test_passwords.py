"""What a password must be, in examples and in the large."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.errors import Code
from collabpoints.domain.passwords import COMMON, MAXIMUM, MINIMUM, Personal, is_hashable, judge_password, normalised

HONG = Personal(login="A100234", name="홍길동", number="100234", phone="041-635-2716")


def codes(password: str, personal: Personal = HONG) -> set[Code]:
    return {refusal.code for refusal in judge_password(password, personal)}


@pytest.mark.parametrize(
    "good",
    [
        "봄비에 젖은 돌담길 산책",
        "mountain-river-teacup",
        "가나 다섯 마리 고래밥",
        "tkatlqdlf wjs qktk",
        "X7!kq 92 vb:",
        "🌱🍂☕🎏🪁🧶🧭🪴🛶🎐",
    ],
)
def test_a_long_one_of_ones_own_is_welcome(good: str) -> None:
    assert codes(good) == set()


@pytest.mark.parametrize(
    "common",
    ["qwer1234!!", "QWER1234@@", "1q2w3e4r5t", "password2026!", "passw0rd123", "collabpoints", "Collabpoints1!", "dkssudgktpdy1",
     "qlalfqjsgh1!", "1234567890", "asdfghjkl;'", "aaaaaaaaaaaa", "1212121212", "abcdefghij", "가각갂갃간갅갆갇갈갉", "9876543210",
     "비밀번호1234!!", "1qaz2wsx3edc", "qwer1234qwer1234", "admin1234!@#"],
)  # fmt: skip
def test_common_ones_are_refused_however_they_are_dressed_up(common: str) -> None:
    assert Code.PASSWORD_COMMON in codes(common)


@pytest.mark.parametrize(
    "personal",
    [
        "홍길동 만세 만세 만만세",
        "a100234-secretive",
        "xx100234yyzzaa",
        "ofelia 2716 marron",
        "ＡＡ１００２３４ keys on",
    ],
)
def test_what_everybody_can_look_up_must_not_stand_in_it(personal: str) -> None:
    assert Code.PASSWORD_PERSONAL in codes(personal)


def test_a_name_typed_decomposed_is_still_the_name() -> None:
    assert Code.PASSWORD_PERSONAL in codes(unicodedata.normalize("NFD", "홍길동 만세 만세 만만세"))


def test_nothing_known_about_a_person_refuses_nothing() -> None:
    assert codes("mountain-river-teacup", Personal("", "", "", "")) == set()


def test_the_shortest_and_the_longest() -> None:
    assert codes("k9$m2Xq!v") == {Code.PASSWORD_SHORT}
    assert codes("k9$m2Xq!vw") == set()
    assert codes("달빛고요숲" * 25 + "abc") == set()
    assert codes("달빛고요숲" * 25 + "abcd") == {Code.PASSWORD_LONG}


def test_length_is_counted_after_composing() -> None:
    decomposed = unicodedata.normalize("NFD", "각난닫랄맘밥삿앙잦")
    assert len(decomposed) > MINIMUM
    assert Code.PASSWORD_SHORT in codes(decomposed)


@pytest.mark.parametrize("hostile", ["mountain\x00river-teacup", "mountain\ud800river-teacup", "mountain\triver\x1b"])
def test_characters_that_no_keyboard_types_are_refused_before_hashing(hostile: str) -> None:
    assert codes(hostile) == {Code.TEXT_INVISIBLE}
    assert not is_hashable(hostile)


def test_a_megabyte_is_refused_by_its_length_alone() -> None:
    assert codes("달" * 1_000_000) == {Code.PASSWORD_LONG}
    assert not is_hashable("달" * 1_000_000)


def test_two_keyboards_give_one_password() -> None:
    assert normalised(unicodedata.normalize("NFD", "달빛고요숲 ﾊﾝｸﾞﾙ")) == normalised("달빛고요숲 ﾊﾝｸﾞﾙ")


def test_the_list_is_folded_as_it_is_looked_up() -> None:
    assert all(word == word.casefold() == unicodedata.normalize("NFKC", word) for word in COMMON)
    assert len(COMMON) >= 100


@given(st.sampled_from(sorted(COMMON)), st.text("0123456789!@#$%^&*() -_", max_size=30))
def test_no_common_one_becomes_a_secret_by_digits_and_signs(common: str, tail: str) -> None:
    assert Code.PASSWORD_COMMON in codes(common + tail)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_judged_and_lengths_are_held(typed: str) -> None:
    if not judge_password(typed, HONG):
        assert MINIMUM <= len(normalised(typed)) <= MAXIMUM
