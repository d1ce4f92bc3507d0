"""Only whole points in ASCII digits exist (promise 5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.points import parse_points


@pytest.mark.parametrize(
    "text",
    [
        "-5",
        "0",
        "1e3",
        "１２",
        "٣",
        "1_0",
        "5.0",
        " 10",
        "10 ",
        "+10",
        "010",
        "",
        "0x10",
        "1,000",
        "10\n",
        "²",
        "999999",
    ],
)
def test_other_spellings_are_refused(text: str) -> None:
    assert parse_points(text) is None


@given(st.integers(1, 99_999))
def test_whole_numbers_are_read(points: int) -> None:
    assert parse_points(str(points)) == points


@given(st.text())
def test_whatever_is_read_was_written_so(text: str) -> None:
    points = parse_points(text)
    assert points is None or str(points) == text
