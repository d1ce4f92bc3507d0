"""What HR's file may look like, and everything that can be wrong with it."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.errors import Code, Refused
from collabpoints.domain.staff import MOST_SHOWN, Directory, FileRefused, read_directory
from collabpoints.domain.staff_columns import HEADINGS, Column

HEADING = ("사번", "성명", "부서코드", "부서명")


def read(*lines: tuple[str, ...], heading: tuple[str, ...] = HEADING) -> Directory:
    return read_directory(enumerate((heading, *lines), start=1))


def refused(*lines: tuple[str, ...], heading: tuple[str, ...] = HEADING) -> list[tuple[Code, dict[str, str | int]]]:
    """What the file is refused for: codes with their values."""
    with pytest.raises(FileRefused) as fault:
        read(*lines, heading=heading)
    return [(refusal.code, dict(refusal.values)) for refusal in fault.value.refusals]


@pytest.mark.parametrize(("column", "heading"), [(column, one) for column in HEADINGS for one in HEADINGS[column]])
def test_every_usual_heading_is_known(column: Column, heading: str) -> None:
    others = [one for one in HEADING if one != column.value]
    cells = {"사번": "100", "성명": "홍길동", "부서코드": "0101", "부서명": "총무과"}
    values = {Column.SINCE: "2026-01-01", Column.STATUS: "휴직", Column.PLACE: "7", Column.EMAIL: "a@b.example",
              Column.JOINED: "2026-01-01"}  # fmt: skip
    own = cells.get(column.value) or values.get(column, "0100")
    team = ("팀명",) if column is Column.TEAM_CODE else ()
    directory = read(
        (own, *(cells[one] for one in others), *("1팀" for _one in team)), heading=(heading, *others, *team)
    )
    assert directory.people["100"].name == "홍길동"


def test_the_guide_names_every_heading() -> None:
    table = (Path(__file__).parents[2] / "docs" / "hr.md").read_text(encoding="utf-8")
    for column, headings in HEADINGS.items():
        row = next(line for line in table.splitlines() if line.startswith(f"| {column.value} |"))
        told = {one.strip() for one in row.split("|")[2].split(",")}
        assert told - {"-"} == set(headings) - {column.value}


def test_headings_are_compared_in_nfc_without_spaces_and_case() -> None:
    heading = (unicodedata.normalize("NFD", " 사 번 "), "이름", "부서 코드", "소속\n부서", "E-Mail")
    directory = read(("7", "홍길동", "1", "총무과", "a@b.example"), heading=heading)
    assert directory.people["7"].email == "a@b.example"


def test_columns_may_stand_in_any_order() -> None:
    directory = read(("총무과", "0101", "홍길동", "100"), heading=HEADING[::-1])
    assert directory.people["100"].department_code == "0101"


def test_a_title_above_the_heading_is_passed_over() -> None:
    directory = read(("", "", "", ""), HEADING, ("100", "홍길동", "0101", "총무과"), heading=("직원 현황", "", "", ""))
    assert list(directory.people) == ["100"]
    assert directory.people["100"].line == 4


def test_a_line_of_totals_is_nobody() -> None:
    assert len(read(("100", "홍길동", "0101", "총무과"), ("합 계", "", "", "1명")).people) == 1


def test_names_are_kept_in_nfc() -> None:
    directory = read(("100", unicodedata.normalize("NFD", "홍길동"), "0101", "총무과"))
    assert directory.people["100"].name == "홍길동"


def test_leading_zeros_stay() -> None:
    assert list(read(("007", "홍길동", "0101", "총무과")).departments) == ["0101"]


def test_missing_columns_are_named_all_at_once() -> None:
    found = refused(("100", "홍길동"), heading=("사번", "성명"))
    assert found == [
        (Code.COLUMN_MISSING, {"column": "부서코드"}),
        (Code.COLUMN_MISSING, {"column": "부서명"}),
    ]


def test_two_headings_alike_are_refused() -> None:
    found = refused(("100", "홍길동", "0101", "총무과", "x"), heading=(*HEADING, "이름"))
    assert found == [(Code.COLUMN_TWICE, {"column": "성명"})]


def test_a_number_twice_names_both_lines() -> None:
    found = refused(("100", "홍길동", "0101", "총무과"), ("100", "김민수", "0101", "총무과"))
    assert found == [(Code.NUMBER_TWICE, {"line": 3, "first_line": 2, "value": "100"})]


def test_all_errors_are_told_at_once() -> None:
    found = refused(
        ("", "홍길동", "0101", "총무과"),
        ("200", "김\u3164수", "0101", "총무과"),
        ("3 0", "이하늘", "0101", "총무과"),
        ("400", "가" * 61, "0101", "총무과"),
    )
    assert [(code, values["line"], values["column"]) for code, values in found] == [
        (Code.CELL_MISSING, 2, "사번"),
        (Code.CELL_INVISIBLE, 3, "성명"),
        (Code.CELL_INVALID, 4, "사번"),
        (Code.CELL_LONG, 5, "성명"),
    ]


def test_a_wrong_cell_does_not_hide_what_its_row_contradicts() -> None:
    found = refused(("100", "", "0101", "총무과"), ("100", "", "0101", "인사과"))
    assert [(code, values["line"]) for code, values in found] == [
        (Code.CELL_MISSING, 2),
        (Code.CELL_MISSING, 3),
        (Code.NUMBER_TWICE, 3),
        (Code.DEPARTMENT_CONTRADICTS, 3),
    ]


@pytest.mark.parametrize(
    "hidden", ["\u3164", "\u115f", "\u1160", "\uffa0", "\u2800", "\u200b", "\u202e", "\0", "\ud800"]
)
def test_invisible_characters_are_refused_and_shown_by_code(hidden: str) -> None:
    ((code, values),) = refused(("100", f"홍{hidden}동", "0101", "총무과"))
    assert (code, values["value"]) == (Code.CELL_INVISIBLE, f"홍[U+{ord(hidden):04X}]동")


def test_an_invisible_cell_is_not_an_empty_one() -> None:
    ((code, _values),) = refused(("100", "\u200b", "0101", "총무과"))
    assert code is Code.CELL_INVISIBLE


def test_a_cell_of_hard_spaces_is_an_empty_one() -> None:
    ((code, _values),) = refused(("100", "\u00a0\u3000", "0101", "총무과"))
    assert code is Code.CELL_MISSING


def test_an_unknown_status_is_refused() -> None:
    found = refused(("100", "홍길동", "0101", "총무과", "퇴직"), heading=(*HEADING, "재직상태"))
    assert [(code, values["line"], values["value"]) for code, values in found] == [(Code.STATUS_UNKNOWN, 2, "퇴직")]


@pytest.mark.parametrize("column", ["발령일", "임용일"])
@pytest.mark.parametrize("text", ["2026-07-01", "2026.7.1", "2026. 7. 1.", "2026/07/01", "20260701", "2026년 7월 1일"])
def test_dates_as_offices_write_them(text: str, column: str) -> None:
    person = read(("100", "홍길동", "0101", "총무과", text), heading=(*HEADING, column)).people["100"]
    assert str(person.since if column == "발령일" else person.joined_on) == "2026-07-01"


@pytest.mark.parametrize("column", ["발령일", "임용일"])
@pytest.mark.parametrize(
    "text", ["2026-02-30", "26-07-01", "1026-07-01", "2026-7/1", "어제", "4565", "99999", "２０２６-07-01"]
)
def test_what_is_no_date_is_refused(text: str, column: str) -> None:
    found = refused(("100", "홍길동", "0101", "총무과", text), heading=(*HEADING, column))
    assert found == [(Code.DATE_INVALID, {"line": 2, "column": column, "value": text})]


def test_a_kind_of_employment_is_kept_as_hr_writes_it_and_trimmed() -> None:
    directory = read(("100", "홍길동", "0101", "총무과", "  시간선택제  임기제 "), heading=(*HEADING, "직종"))
    assert directory.people["100"].employment == "시간선택제 임기제"


def test_a_kind_of_employment_of_twenty_characters_fits_and_one_more_is_refused() -> None:
    heading = (*HEADING, "고용형태")
    assert read(("100", "홍길동", "0101", "총무과", "가" * 20), heading=heading).people["100"].employment == "가" * 20
    ((code, values),) = refused(("100", "홍길동", "0101", "총무과", "가" * 21), heading=heading)
    assert (code, values["column"], values["maximum"]) == (Code.CELL_LONG, "고용형태", 20)


def test_an_invisible_kind_of_employment_is_refused() -> None:
    ((code, _values),) = refused(("100", "홍길동", "0101", "총무과", "공무\u3164직"), heading=(*HEADING, "고용형태"))
    assert code is Code.CELL_INVISIBLE


def test_two_columns_that_both_name_the_kind_of_employment_are_refused() -> None:
    found = refused(("100", "홍길동", "0101", "총무과", "일반직", "공채"), heading=(*HEADING, "직종", "고용구분"))
    assert found == [(Code.COLUMN_TWICE, {"column": "고용형태"})]


@pytest.mark.parametrize(
    ("since", "joined"), [("2026-03-02", "2026-03-02"), ("2027-01-04", "2020.3.2"), ("", "2027-01-04")]
)
def test_one_joins_on_the_first_day_of_the_post_or_earlier(since: str, joined: str) -> None:
    heading = (*HEADING, "발령일", "임용일")
    assert read(("100", "홍길동", "0101", "총무과", since, joined), heading=heading).people["100"].joined_on


def test_who_would_serve_before_he_joined_is_refused() -> None:
    heading = (*HEADING, "발령일", "최초임용일")
    found = refused(
        ("100", "홍길동", "0101", "총무과", "2026-03-01", "2026.3.2"),
        ("100", "", "0101", "총무과", "2026-03-01", "2026.3.2"),
        heading=heading,
    )
    assert found[0] == (Code.JOINED_AFTER_POST, {"line": 2, "value": "2026.3.2", "since": "2026-03-01"})
    assert [code for code, _values in found[1:]] == [Code.CELL_MISSING, Code.NUMBER_TWICE]


def test_a_department_with_two_names_is_refused() -> None:
    found = refused(("100", "홍길동", "0101", "총무과"), ("200", "김민수", "0101", "인사과"))
    assert found == [(Code.DEPARTMENT_CONTRADICTS, {"line": 3, "first_line": 2, "column": "부서명", "value": "0101"})]


def test_departments_that_stand_above_each_other_are_refused() -> None:
    heading = (*HEADING, "상위부서코드")
    found = refused(("100", "홍길동", "A", "총무과", "B"), ("200", "김민수", "B", "인사과", "A"), heading=heading)
    assert [code for code, _values in found] == [Code.DEPARTMENT_LOOP, Code.DEPARTMENT_LOOP]


def test_a_bottomless_tree_is_refused() -> None:
    heading = (*HEADING, "상위부서코드")
    chain = [(str(place), "홍길동", f"D{place}", "과", f"D{place + 1}") for place in range(12)]
    assert Code.CELL_INVALID in {code for code, _values in refused(*chain, heading=heading)}


def test_paths_that_would_not_fit_are_refused() -> None:
    heading = (*HEADING, "상위부서코드")
    chain = [(str(place), "홍길동", f"D{place}", "과" * 99, f"D{place + 1}") for place in range(5)]
    assert Code.CELL_LONG in {code for code, _values in refused(*chain, heading=heading)}


def test_a_resident_number_in_any_column_is_refused_and_not_repeated() -> None:
    found = refused(("100", "홍길동", "0101", "총무과", "900101-1234567"), heading=(*HEADING, "비고"))
    assert found == [(Code.CELL_INVALID, {"line": 2, "column": "5", "value": "######-#######"})]


def test_two_hundred_errors_are_shown_and_all_are_counted() -> None:
    with pytest.raises(FileRefused) as fault:
        read(*[("", "홍길동", "0101", "총무과")] * 300)
    assert (len(fault.value.refusals), fault.value.total) == (MOST_SHOWN, 300)


def test_a_file_without_anybody_is_refused() -> None:
    assert refused() == [(Code.FILE_EMPTY, {})]


def test_teams_stand_below_their_department() -> None:
    directory = read(("100", "홍길동", "0101", "총무과", "T1", "서무팀"), heading=(*HEADING, "팀코드", "팀명"))
    assert directory.people["100"].department_code == "T1"
    assert (directory.departments["T1"].parent_code, directory.departments["T1"].is_team) == ("0101", True)


def test_a_team_without_a_code_is_known_by_its_department_and_name() -> None:
    directory = read(("100", "홍길동", "0101", "총무과", "서무팀"), heading=(*HEADING, "팀명"))
    assert directory.people["100"].department_code == "0101/서무팀"


def test_a_column_that_the_file_does_not_have_says_nothing() -> None:
    person = read(("100", "홍길동", "0101", "총무과")).people["100"]
    assert (person.phone, person.status, person.since) == (None, None, None)
    assert (person.employment, person.joined_on) == (None, None)


def test_an_empty_kind_of_employment_is_said_to_be_none_and_an_empty_joining_day_says_nothing() -> None:
    person = read(("100", "홍길동", "0101", "총무과", "", ""), heading=(*HEADING, "고용형태", "임용일")).people["100"]
    assert (person.employment, person.joined_on) == ("", None)


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=6))
def test_any_cells_are_read_or_refused(lines: list[list[str]]) -> None:
    try:
        people = read(*map(tuple, lines)).people
    except Refused:
        return
    assert all(person.name == unicodedata.normalize("NFC", person.name) for person in people.values())
