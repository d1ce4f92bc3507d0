"""HR files as they really come: what is understood is read and remarked, what is not is a sentence with its line."""

from datetime import date

import pytest

from collabpoints.domain.errors import Code
from collabpoints.domain.staff import Directory, FileRefused, read_directory
from collabpoints.domain.staff_cells import FromAbove
from collabpoints.domain.staff_changes import PresentPerson, compare
from collabpoints.domain.staff_remarks import RemarkKind, Remarks
from collabpoints.domain.staff_zeros import with_zeros
from tests.domain.test_staff import HEADING, read

TODAY = date(2026, 11, 22)
ROADS = ("0101", "도로과")


def told(remarks: Remarks, kind: RemarkKind) -> list[tuple[int, str, str, str]]:
    """Line, value, meaning and more of the remarks of one kind."""
    return [tuple(one[1:]) for remark in remarks.lists() if remark.kind is kind for one in remark.remarks]  # type: ignore[misc]


def why(*lines: tuple[str, ...], heading: tuple[str, ...] = HEADING) -> list[tuple[Code, object]]:
    with pytest.raises(FileRefused) as fault:
        read(*lines, heading=heading)
    return [(refusal.code, dict(refusal.values).get("line")) for refusal in fault.value.refusals]


def test_a_file_as_it_comes_is_read_and_told() -> None:
    rows = enumerate(
        [
            ("2026년 하반기 직원 현황", "", "", "", ""),
            ("", "", "", "", ""),
            ("행번", "성명(한글)", "소속코드", "소속부서", "생년월일"),
            ("100", "홍길동 ", "0101", "도로과", "1990"),
            ("200", "김민수", "", "", ""),
            ("", "", "", "", ""),
            ("합 계: 2명", "", "", "", ""),
            ("", "", "", "작성자 총무과", ""),
        ],
        start=1,
    )
    directory = read_directory(rows)
    assert [(one.name, one.department_code) for one in directory.people.values()] == [
        ("홍길동", "0101"),
        ("김민수", "0101"),
    ]
    assert told(directory.remarks, RemarkKind.HEADING) == [(3, "", "", "")]
    assert told(directory.remarks, RemarkKind.COLUMNS_UNREAD) == [(3, "생년월일", "", "")]
    assert told(directory.remarks, RemarkKind.FROM_ABOVE) == [(5, "도로과", "", "")]
    assert [line for line, *_rest in told(directory.remarks, RemarkKind.LINE_PASSED)] == [7, 8]


def test_a_block_is_one_remark_with_its_last_line() -> None:
    empty = [(str(number), "김민수", "", "") for number in range(3)]
    remarks = read(
        ("100", "홍길동", *ROADS), *empty, ("200", "이하늘", "0102", "하천과"), ("300", "박", "", "")
    ).remarks
    assert told(remarks, RemarkKind.FROM_ABOVE) == [(3, "도로과", "", "5"), (7, "하천과", "", "")]


def test_a_plain_file_needs_no_words() -> None:
    assert read(("100", "홍길동", *ROADS)).remarks.lists() == ()


def test_a_merged_code_beside_the_same_name_is_the_one_above() -> None:
    assert read(("100", "홍길동", *ROADS), ("200", "김민수", "", "도로과")).people["200"].department_code == "0101"


def test_another_name_without_its_code_is_refused() -> None:
    assert why(("100", "홍길동", *ROADS), ("200", "김민수", "", "하천과")) == [(Code.CELL_MISSING, 3)]


def test_the_first_line_has_nothing_above() -> None:
    assert why(("100", "홍길동", "", "")) == [(Code.CELL_MISSING, 2), (Code.CELL_MISSING, 2)]


def test_below_a_team_an_empty_cell_does_not_say_which_team() -> None:
    heading = (*HEADING, "팀명")
    found = why(("100", "홍길동", *ROADS, "1팀"), ("200", "김민수", "", "", ""), heading=heading)
    assert found == [(Code.CELL_MISSING, 3)]


def test_merged_cells_say_the_team_too() -> None:
    above = [FromAbove(cell) for cell in (*ROADS, "1팀")]
    people = read(("100", "홍길동", *ROADS, "1팀"), ("200", "김민수", *above), heading=(*HEADING, "팀명")).people
    assert people["200"].department_code == people["100"].department_code == "0101/1팀"


def test_a_date_as_the_number_of_its_day_is_read_and_told() -> None:
    directory = read(("100", "홍길동", *ROADS, "46204"), heading=(*HEADING, "발령일"))
    assert str(directory.people["100"].since) == "2026-07-01"
    assert told(directory.remarks, RemarkKind.SERIAL) == [(2, "46204", "2026-07-01", "발령일")]


@pytest.mark.parametrize("text", ["합계", "총 1,240명", "소 계", "합계: 1,240", "이하여백", "-이하여백-", "TOTAL"])
def test_a_line_that_says_how_many_is_nobody(text: str) -> None:
    assert len(read(("100", "홍길동", *ROADS), (text, "", "", "1")).people) == 1


class TestLostZeros:
    def padded(self, *lines: tuple[str, ...], numbers: tuple[str, ...] = (), codes: tuple[str, ...] = ()) -> Directory:
        return with_zeros(read(*lines), set(numbers), set(codes))

    def test_the_one_number_that_fits_is_meant(self) -> None:
        found = self.padded(("7", "홍길동", *ROADS), numbers=("0007", "0017"))
        assert (list(found.people), found.people["0007"].number) == (["0007"], "0007")
        assert told(found.remarks, RemarkKind.NUMBER_PADDED) == [(2, "7", "0007", "")]

    def test_what_is_known_as_it_stands_stays(self) -> None:
        assert list(self.padded(("7", "홍길동", *ROADS), numbers=("0007", "7")).people) == ["7"]

    def test_two_that_fit_are_refused_with_the_line(self) -> None:
        with pytest.raises(FileRefused) as fault:
            self.padded(("7", "홍길동", *ROADS), numbers=("0007", "007"))
        assert [(one.code, dict(one.values)["line"]) for one in fault.value.refusals] == [(Code.ZEROS_UNCLEAR, 2)]

    def test_somebody_new_stays_as_he_is_written(self) -> None:
        assert list(self.padded(("8", "홍길동", *ROADS), numbers=("0007",)).people) == ["8"]

    def test_codes_get_theirs_too_with_their_people_and_parents(self) -> None:
        lines = (("100", "홍길동", "100", "기획실", "0"), ("200", "김민수", "101", "예산과", "100"))
        written = read(*lines, heading=(*HEADING, "상위부서코드"))
        found = with_zeros(written, {"100", "200"}, {"0000", "0100", "0101"})
        assert sorted(found.departments) == ["0000", "0100", "0101"]
        assert (found.departments["0101"].parent_code, found.people["200"].department_code) == ("0100", "0101")


def known(number: str, name: str, **more: str) -> PresentPerson:
    return PresentPerson(
        1, 1, number, name, more.get("email", ""), more.get("phone", ""), "active", None, "0101", "", "", "", TODAY, "",
        None,
    )  # fmt: skip


class TestHints:
    def hints(self, *present: PresentPerson) -> Remarks:
        heading = (*HEADING, "이메일", "전화")
        directory = read(
            ("100", "홍길동", *ROADS, "hong@a.example", "041-635-2000"),
            ("200", "홍길동", *ROADS, "", ""),
            heading=heading,
        )
        return compare(directory, departments={}, people=present, agency_name="하늘도", today=TODAY).remarks

    def test_one_name_twice_in_a_department_is_told(self) -> None:
        assert told(self.hints(), RemarkKind.SAME_NAME) == [(3, "홍길동", "도로과", "100, 200")]

    @pytest.mark.parametrize("clue", [{"email": "HONG@a.example"}, {"phone": "041 635 2000"}])
    def test_the_same_name_with_the_same_clue_may_be_one_person(self, clue: dict[str, str]) -> None:
        found = self.hints(known("900", "홍길동", **clue))
        assert told(found, RemarkKind.SAME_PERSON) == [(2, "홍길동", "100", "900")]

    def test_the_same_name_alone_says_nothing(self) -> None:
        assert told(self.hints(known("900", "홍길동")), RemarkKind.SAME_PERSON) == []

    def test_a_parent_that_never_appears_is_told_with_its_name(self) -> None:
        directory = read(("100", "홍길동", *ROADS, "0000"), heading=(*HEADING, "상위부서코드"))
        found = compare(directory, departments={}, people=(), agency_name="하늘도", today=TODAY)
        assert told(found.remarks, RemarkKind.PARENT_NAMED) == [(2, "0000", "하늘도", "")]
