"""How tall a tree stands (domain/tree_scales.py)."""

import pytest

from collabpoints.domain.spans import Span
from collabpoints.domain.tree_scales import scale_of


@pytest.mark.parametrize("begins_in", [1, 3, 12])
def test_a_month_s_tree_grows_through_the_prize_year(begins_in: int) -> None:
    year = Span.parse("2026", begins_in)

    heights = [scale_of(Span.parse(str(month)), begins_in) for month in year.months]

    assert (heights[0], heights[-1]) == (80, 100)
    assert heights == sorted(set(heights))


@pytest.mark.parametrize("span", ["2026", "2026-H1", "2026-Q2"])
def test_a_longer_span_stands_at_its_full_height(span: str) -> None:
    assert scale_of(Span.parse(span), 1) == 100
