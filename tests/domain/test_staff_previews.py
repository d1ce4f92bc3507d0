"""A plan as it is shown."""

from datetime import date

from collabpoints.domain.staff import read_directory
from collabpoints.domain.staff_changes import PresentDepartment, PresentPerson, compare
from collabpoints.domain.staff_previews import MOST_ROWS, StaffPreview, Topic, preview_of

TODAY = date(2026, 11, 22)
HEADING = ("사번", "성명", "부서코드", "부서명", "직위", "전화번호", "재직상태")
HONG = PresentPerson(1, 1, "100", "홍길동", "", "2001", "active", None, "A", "7급", "주무관", "예산", date(2024, 7, 1),
                     "기간제", None)  # fmt: skip
A = PresentDepartment(1, "A", "총무과", "", 2, 1, True)


def shown(
    *lines: tuple[str, ...], people: tuple[PresentPerson, ...] = (HONG,), heading: tuple[str, ...] = HEADING
) -> StaffPreview:
    directory = read_directory(enumerate((heading, *lines), start=1))
    return preview_of(compare(directory, departments={"A": A}, people=people, agency_name="하늘도", today=TODAY))


def rows(preview: StaffPreview, topic: Topic) -> list[tuple[str, str, str, str, date | None]]:
    return [
        (row.code, row.name, row.before, row.after, row.starts_on)
        for one in preview.lists
        if one.topic is topic
        for row in one.rows
    ]


def test_only_what_differs_is_shown() -> None:
    preview = shown(("100", "홍길동", "A", "총무과", "주무관", "2002", "휴직"))
    assert rows(preview, Topic.CHANGED) == [("100", "홍길동", "2001 · 재직", "2002 · 휴직", None)]


def test_another_employment_and_joining_day_are_shown_by_what_they_are() -> None:
    line = ("100", "홍길동", "A", "총무과", "공무직", "2026.3.2")
    preview = shown(line, heading=(*HEADING[:4], "고용형태", "임용일"))
    assert rows(preview, Topic.CHANGED) == [("100", "홍길동", "기간제 · -", "공무직 · 임용일 2026-03-02", None)]


def test_who_joins_on_a_day_to_come_begins_then_unless_the_file_says_when() -> None:
    heading = (*HEADING[:4], "임용일", "발령일")
    lines = [
        ("200", "김민수", "A", "총무과", "2026-12-01", ""),
        ("300", "이하늘", "A", "총무과", "2026-12-01", "2026-12-15"),
        ("400", "박서연", "A", "총무과", "2020-12-01", ""),
    ]
    new = rows(shown(*lines, people=(), heading=heading), Topic.NEW)
    assert [row[-1] for row in new] == [date(2026, 12, 1), date(2026, 12, 15), TODAY]


def test_who_returns_on_a_day_to_come_begins_then() -> None:
    gone = HONG._replace(status="left", left_on=date(2025, 1, 1))
    preview = shown(("100", "홍길동", "A", "총무과", "2026-12-01"), people=(gone,), heading=(*HEADING[:4], "임용일"))
    assert [row[-1] for row in rows(preview, Topic.RETURNED)] == [date(2026, 12, 1)]


def test_a_move_shows_both_departments_and_its_day() -> None:
    preview = shown(("100", "홍길동", "B", "인사과", "주무관", "2001", "재직"))
    assert rows(preview, Topic.MOVED) == [("100", "홍길동", "총무과", "인사과", TODAY)]
    assert rows(preview, Topic.DEPARTMENTS_CLOSED) == [("A", "총무과", "총무과", "", None)]
    assert preview.count(Topic.DEPARTMENTS_OPENED) == 1


def test_a_page_of_rows_is_shown_and_all_are_counted() -> None:
    preview = shown(*[(str(place), "김민수", "A", "총무과", "", "", "") for place in range(300)], people=())
    new = preview.lists[0]
    assert (new.count, len(new.rows), new.unshown) == (300, MOST_ROWS, 100)


def test_nothing_to_change_is_empty() -> None:
    assert shown(("100", "홍길동", "A", "총무과", "주무관", "2001", "재직")).is_empty


def test_another_plan_has_another_digest() -> None:
    same, other = (("100", "홍길동", "A", "총무과", "주무관", phone, "재직") for phone in ("2001", "2002"))
    assert shown(same).digest != shown(other).digest
    assert shown(other).digest == shown(other).digest
