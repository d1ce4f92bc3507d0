"""What may be typed: visible, upright, without registration numbers (promises 5 and 22)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.errors import Code
from collabpoints.domain.texts import cleaned, has_resident_number, is_stacked, is_unfit, judge_text


def codes(text: str, minimum: int = 1, maximum: int = 500) -> list[Code]:
    return [refusal.code for refusal in judge_text(cleaned(text), minimum=minimum, maximum=maximum)]


@pytest.mark.parametrize("name", ["HANGUL FILLER", "HANGUL CHOSEONG FILLER", "HANGUL JUNGSEONG FILLER",
                                  "HALFWIDTH HANGUL FILLER", "BRAILLE PATTERN BLANK", "MONGOLIAN VOWEL SEPARATOR"])  # fmt: skip
def test_what_looks_like_nothing_is_refused_alone_and_among_words(name: str) -> None:
    filler = unicodedata.lookup(name)
    assert Code.TEXT_EMPTY in codes(filler * 12)
    assert Code.TEXT_INVISIBLE in codes(f"도와주셔서{filler} 고맙습니다")


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t", "\u200b\ufeff\u2060\u00ad", "\u00a0\u3000\u2003", "\u0301\u0301", "\u200d" * 20]
)
def test_an_empty_note_cannot_be_faked(text: str) -> None:
    assert Code.TEXT_EMPTY in codes(text)


@pytest.mark.parametrize(
    "character", ["\u202e", "\u2066", "\u200f", "\x00", "\x1b", "\x85", "\u2028", "\ud800", "\U000e0041", "\ufffe"]
)
def test_what_turns_hides_or_breaks_text_is_refused(character: str) -> None:
    assert Code.TEXT_INVISIBLE in codes(f"고맙{character}습니다")


@pytest.mark.parametrize(
    "text", ["고맙습니다 👨‍👩‍👧‍👦", "❤️ 덕분입니다", "첫 줄\n둘째 줄", "ᄋᆞ·ᄂᆞᆯ", "café naïve", "표\t칸", "≥ 30% ①②"]
)
def test_what_people_write_is_fit(text: str) -> None:
    assert codes(text) == []


def test_what_pasting_brings_along_is_dropped() -> None:
    assert cleaned("\ufeff고\u200b맙\u00ad습니다\r\n네 ") == "고맙습니다\n네"


def test_limits_are_counted_after_composing() -> None:
    decomposed = unicodedata.normalize("NFD", "한글열자를적어보았어요")
    assert len(cleaned(decomposed)) == 11
    assert codes(decomposed, minimum=11, maximum=11) == []


def test_too_short_and_too_long_say_so() -> None:
    assert codes("짧다", minimum=10) == [Code.TEXT_SHORT]
    assert codes("가" * 501) == [Code.TEXT_LONG]


@pytest.mark.parametrize(
    "text",
    ["a" + "\u0301" * 4, "고" + "\u20dd" * 4, "क" + "\u093e" * 7, "ཀ" + "\u0f90" * 7, "\u1100" * 4, "ᄒ" + "\u1161" * 4,
     "가" + "\u11a8" * 4, "\ua960" * 4, "👨" + "\u200d👨" * 5],
)  # fmt: skip
def test_marks_and_parts_of_a_letter_without_end_are_refused(text: str) -> None:
    assert is_stacked(text)


@pytest.mark.parametrize(
    "text",
    [
        "a\u0301\u0302 e\u0301",
        "ᄋᆞ·ᄂᆞᆯ ᄒᆞᆫ글",
        "ကြွှံ့",
        "བསྒྲུབས",
        "👩🏻‍❤️‍💋‍👨🏿👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦",
        "ㅋㅋㅋㅋㅋㅋ ㅠㅠㅠㅠ",
        "नमस्ते",
    ],
)
def test_ordinary_letters_of_many_parts_are_not(text: str) -> None:
    assert not is_stacked(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    "code", [0x34F, 0x17B4, 0x180B, 0x2061, 0x2064, 0x206A, 0xFE00, 0xFE0F, 0xFFF9, 0x1D173, 0xE0100]
)
def test_what_cannot_be_seen_is_refused_in_a_name(code: int) -> None:
    assert is_unfit(f"홍{chr(code)}길동")


@pytest.mark.parametrize("text", ["❤️", "☎︎ 041", "1️⃣ 첫째", "‼️", "👩🏻‍⚕️", "↔️"])
def test_how_an_emoji_is_drawn_may_be_said(text: str) -> None:
    assert not is_unfit(text)


@pytest.mark.parametrize(
    "text",
    ["900101-1234567", "9001011234567", "900101 1234567", "９００１０１－１２３４５６７", "900101–5234567", "번호는 900101-1234567입니다",
     "900101 - 1234567", "9\u200b00101-1234567", "٩٠٠١٠١-١٢٣٤٥٦٧"],
)  # fmt: skip
def test_registration_numbers_are_recognised(text: str) -> None:
    assert has_resident_number(text)


@pytest.mark.parametrize(
    "text",
    ["041-635-2000", "010-1234-5678", "20261122-1234567", "991301-1234567", "900101-9234567", "1234567890123456"],
)
def test_other_numbers_are_not(text: str) -> None:
    assert not has_resident_number(text)


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text(st.characters(codec="utf-8")))
def test_what_passes_can_be_stored_and_seen(text: str) -> None:
    kept = cleaned(text)
    if not judge_text(kept, minimum=1, maximum=500):
        assert kept == unicodedata.normalize("NFC", kept)
        assert kept.strip()
        assert not is_unfit(kept)
        kept.encode("utf-8")
