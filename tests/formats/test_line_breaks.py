"""Lines of Korean text: nothing is left out, nothing is wider than its line."""

from hypothesis import given
from hypothesis import strategies as st

from collabpoints.formats.line_breaks import even_lines_of, lines_of, one_line, paragraphs

WORDS = st.text("가나다라 abc.\n", max_size=80)


def _wide(text: str) -> float:
    """Hangul twice as wide as a digit, as most fonts draw it."""
    return sum(1.0 if "가" <= letter <= "힣" else 0.5 for letter in text)


def _letters(text: str) -> str:
    return "".join(text.split())


@given(WORDS, st.floats(1, 30))
def test_no_line_is_wider_than_its_width_and_no_letter_is_lost(text: str, width: float) -> None:
    lines = lines_of(text, width, _wide)
    assert all(_wide(line) <= width for line in lines)
    assert _letters("".join(lines)) == _letters(text)


@given(WORDS, st.floats(1, 30))
def test_even_lines_too(text: str, width: float) -> None:
    lines = [line for paragraph in even_lines_of(text, width, _wide) for line in paragraph]
    assert all(_wide(line) <= width + 1e-9 for line in lines)
    assert _letters("".join(lines)) == _letters(text)


def test_lines_end_between_words() -> None:
    assert lines_of("서로 도와 함께 일합니다", 6, _wide) == ["서로 도와", "함께", "일합니다"]


def test_a_word_wider_than_the_line_is_cut_between_letters() -> None:
    assert lines_of("가나다라마바 사", 4, _wide) == ["가나다라", "마바 사"]


def test_a_line_end_in_the_text_ends_a_line() -> None:
    assert lines_of("가\n나 다", 10, _wide) == ["가", "나 다"]


def test_even_lines_leave_no_line_much_emptier_than_the_others() -> None:
    text = "가가 나나 다다 라라 마마마마마마마 바바바바"
    assert lines_of(text, 11, _wide) == ["가가 나나 다다 라라", "마마마마마마마", "바바바바"]
    assert even_lines_of(text, 11, _wide) == [["가가 나나 다다", "라라 마마마마마마마", "바바바바"]]


def test_the_last_line_is_no_single_short_word_where_that_can_be_helped() -> None:
    text = "고마운 마음을 담아 드리는 것"
    assert lines_of(text, 13, _wide) == ["고마운 마음을 담아 드리는", "것"]
    assert even_lines_of(text, 13, _wide) == [["고마운 마음을 담아", "드리는 것"]]


def test_one_line_composes_letters_and_drops_what_cannot_be_seen() -> None:
    assert one_line(" 김\t하\n늘\u200b\ufe0f ") == "김 하 늘"
    assert one_line("\u1100\u1161") == "가"


def test_paragraphs_stay_and_empty_ones_go() -> None:
    assert paragraphs("가  나\r\n\n \n다") == "가 나\n다"
