"""Personal telephone numbers are pointed out, however they are written; an office's are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.telephones import personal_numbers


@pytest.mark.parametrize(
    "number",
    ["010-1234-5678", "01012345678", "010 1234 5678", "010.1234.5678", "010–1234–5678", "010·1234·5678", "(010) 1234-5678",
     "010) 1234-5678", "010/1234/5678", "010 - 1234 - 5678", "０１０－１２３４－５６７８", "٠١٠١٢٣٤٥٦٧٨", "+82 10-1234-5678", "+82-10-1234-5678",
     "+821012345678", "82-10-1234-5678", "+82 (0)10-1234-5678", "+82 010 1234 5678", "O1O-1234-5678", "o10-1234-5678", "0l0-1234-5678",
     "011-234-5678", "016-234-5678", "019-9234-5678", "공일공 일이삼사 오육칠팔", "공일공-일이삼사-오육칠팔", "영일영일이삼사오육칠팔", "공일공 1234 5678"],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "제 번호는 {}입니다.", "전화 주세요({})", "연락처:{}"])
def test_a_mobile_number_is_found_as_it_was_typed(number: str, around: str) -> None:
    (found,) = personal_numbers(around.format(number))
    assert found.strip("()") == number.strip("()")


@pytest.mark.parametrize(
    "text",
    ["041-635-2000", "02-123-4567", "내선 2345", "1588-1234", "070-1234-5678", "2026-11-22", "예산 010 과목 12건", "110-1234-5678",
     "352-010-1234-5678", "20101234567890", "900101-1234567", "공일공 사업", "일이삼사오육칠팔", "010-1234", "010-1234-56789", "제8조 010.12.34", ""],
)  # fmt: skip
def test_other_numbers_are_not(text: str) -> None:
    assert personal_numbers(text) == ()


def test_several_are_told_in_order_and_each_once() -> None:
    assert personal_numbers("010-1111-2222, 공일공 일이삼사 오육칠팔, 010-1111-2222") == (
        "010-1111-2222",
        "공일공 일이삼사 오육칠팔",
    )


@given(st.text(max_size=200))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    assert all(number in text for number in personal_numbers(text))


@given(st.from_regex(r"010[ .-]?[0-9]{4}[ .-]?[0-9]{4}", fullmatch=True), st.sampled_from(["가", " ", "\n", "。"]))
def test_every_mobile_number_is_found_among_words(number: str, beside: str) -> None:
    assert personal_numbers(f"{beside}{number}{beside}") == (number,)
