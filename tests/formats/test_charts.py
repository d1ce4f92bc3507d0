"""Charts are drawn from their numbers alone, and nothing in them runs."""

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from collabpoints.formats.charts import Column, bar, columns

SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def heights(values: list[int]) -> list[int]:
    made = columns([Column("1월", value, str(value)) for value in values], name="notes", title="t", description="d")
    return [int(rect.get("height", "")) for rect in drawn(made).iter(f"{SVG}rect") if rect.get("x")]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12))
def test_a_larger_number_is_never_a_smaller_column(values: list[int]) -> None:
    tall = heights(values)
    assert len(tall) == len(values)
    assert all(0 <= one <= 84 for one in tall)
    for value, one in zip(values, tall, strict=True):
        assert all(one <= other for larger, other in zip(values, tall, strict=True) if value <= larger)


def test_the_largest_fills_the_room_and_nothing_is_nothing() -> None:
    assert heights([0, 7]) == [0, 84]
    assert heights([0, 0]) == [0, 0]


def test_a_chart_has_a_title_a_description_and_a_role() -> None:
    made = drawn(columns([Column("10월", 5, "5", is_marked=True)], name="notes", title="제목", description="설명"))
    assert made.get("role") == "img"
    named = {one.get("id"): one.text for one in made if one.get("id")}
    assert [named[one] for one in made.get("aria-labelledby", "").split()] == ["제목", "설명"]


def test_what_stands_in_a_chart_is_text() -> None:
    evil = "<script>alert(1)</script>&\"'"
    made = drawn(columns([Column(evil, 1, evil)], name="notes", title=evil, description=evil))
    assert not list(made.iter(f"{SVG}script"))
    assert [text.text for text in made.iter(f"{SVG}text")] == [evil, evil]


def test_no_chart_carries_a_style() -> None:
    made = columns([Column("10월", 5, "5")], name="notes", title="t", description="d") + bar(1, 2)
    assert not re.search(r"\sstyle=|<style|on\w+=", made)


def test_a_bar_is_as_wide_as_its_share() -> None:
    widths = [[rect.get("width") for rect in drawn(bar(*one)).iter(f"{SVG}rect")] for one in ((1, 2), (0, 0), (3, 3))]
    assert widths == [["1000", "500"], ["1000", "0"], ["1000", "1000"]]


def test_a_bar_is_not_read_out_twice() -> None:
    assert drawn(bar(1, 2)).get("aria-hidden") == "true"
