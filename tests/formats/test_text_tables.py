"""A table in a terminal: columns stand straight, whatever is written in them."""

from collabpoints.formats.text_tables import text_table


def test_columns_stand_straight_although_hangul_is_twice_as_wide() -> None:
    assert text_table(["작업", "다음"], [["months", "12월"], ["한글이름", "-"]]) == [
        "작업      다음",
        "────────  ────",
        "months    12월",
        "한글이름  -",
    ]


def test_without_rows_the_headings_stand_alone() -> None:
    assert text_table(["a", "b"], []) == ["a  b", "─  ─"]


def test_nothing_stands_behind_the_last_word() -> None:
    assert all(line == line.rstrip() for line in text_table(["a", "b"], [["x", ""], ["", "yy"]]))
