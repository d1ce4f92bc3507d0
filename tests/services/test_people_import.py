"""People come from HR's file."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select

from collabpoints.db import db
from collabpoints.domain.errors import Code, Refused
from collabpoints.domain.roles import SystemReason
from collabpoints.domain.staff import read_directory
from collabpoints.domain.staff_changes import Plan
from collabpoints.formats.staff_files import staff_rows
from collabpoints.models import (
    Account,
    Appointment,
    Department,
    DepartmentPath,
    Employee,
    Person,
    RoleGrant,
    SearchTerm,
    StaffImport,
)
from collabpoints.queries.directory import plan_of
from collabpoints.services.people_import import Applying, import_staff
from tests.factories.agencies import an_agency

DATA = Path(__file__).parent.parent / "data"
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
HEADING = "사번,성명,부서코드,부서명,상위부서코드,직급,직위,담당업무,전자우편,행정전화,재직상태,발령일"
BUREAU = "900,최용하,0100,기획조정실,0000,3급,실장,총괄,choe@haneul.example,041-635-2000,재직,2023-01-01"
HONG = "100,홍길동,0101,정책기획관,0100,7급,주무관,예산,hong@haneul.example,041-635-2001,재직,2024-07-01"
KIM = "200,김민수,0102,예산담당관,0100,6급,팀장,결산,kim@haneul.example,041-635-2002,재직,2025-01-01"
LEE = "300,이하늘,0102,예산담당관,0100,7급,주무관,지출,lee@haneul.example,041-635-2003,재직,2025-01-01"


def bring_in(
    agency_id: int, *lines: str, today: date = TODAY, percent: int = 100, confirm: bool = False, heading: str = HEADING
) -> Plan:
    """Import a file of these lines."""
    content = "\n".join((heading, *lines)).encode()
    return bring_in_file(agency_id, content, today=today, percent=percent, confirm=confirm)


def bring_in_file(
    agency_id: int, content: bytes, *, today: date = TODAY, percent: int = 100, confirm: bool = False
) -> Plan:
    directory = read_directory(staff_rows(content))
    applying = Applying(today=today, now=NOW, removal_percent=percent, confirm_removals=confirm)
    return import_staff(agency_id, directory, applying=applying, file_name="staff.csv", content=content)


def people() -> list[tuple[str, str, str]]:
    """Everybody who serves: number, name, path of the department where he serves last."""
    rows = db.session.execute(
        select(Employee.number, Person.name, DepartmentPath.names)
        .join(Person, Person.id == Employee.person_id)
        .join(Appointment, Appointment.employee_id == Employee.id)
        .join(Department, Department.id == Appointment.department_id)
        .join(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(Employee.left_on.is_(None), Appointment.ends_on.is_(None))
        .order_by(Employee.number)
    )
    return [(row.number, row.name, row.names) for row in rows]


def posts(number: str) -> list[tuple[str, str, date, date | None]]:
    """Somebody's appointments in their order: department code, duty, from, to."""
    rows = db.session.execute(
        select(Department.code, Appointment.duty, Appointment.starts_on, Appointment.ends_on)
        .join(Employee, Employee.id == Appointment.employee_id)
        .join(Department, Department.id == Appointment.department_id)
        .where(Employee.number == number)
        .order_by(Appointment.starts_on)
    )
    return [tuple(row) for row in rows]  # type: ignore[misc]


def department(code: str) -> Department:
    db.session.rollback()
    return db.session.execute(select(Department).where(Department.code == code)).scalar_one()


def path(code: str) -> str:
    path_id = department(code).path_id
    return db.session.execute(select(DepartmentPath.names).where(DepartmentPath.id == path_id)).scalar_one()


def account(number: str) -> Account:
    db.session.rollback()
    return db.session.execute(select(Account).where(Account.login == number)).scalar_one()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[Code]:
    return [refusal.code for refusal in refused.value.refusals]


class TestTheRealFile:
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_both_formats_give_the_same_directory(self, app: Flask, kind: str) -> None:
        agency_id = an_agency()
        bring_in_file(agency_id, (DATA / f"staff-2026-10.{kind}").read_bytes())
        found = people()
        assert len(found) == 1240
        assert ("201300001", "최용하", "기획조정실") in found
        other = "xlsx" if kind == "csv" else "csv"
        assert bring_in_file(agency_id, (DATA / f"staff-2026-10.{other}").read_bytes()).is_empty

    def test_twenty_seven_names_are_shared(self, app: Flask) -> None:
        bring_in_file(an_agency(), (DATA / "staff-2026-10.csv").read_bytes())
        shared = select(Person.name).group_by(Person.name).having(func.count() > 1).subquery()
        assert db.session.scalar(select(func.count()).select_from(shared)) == 27

    def test_department_codes_keep_their_zeros_and_the_top_is_the_agency(self, app: Flask) -> None:
        bring_in_file(an_agency(), (DATA / "staff-2026-10.csv").read_bytes())
        assert (department("0000").name, department("0000").level) == ("하늘도", 0)
        assert (department("0100").level, department("0101").level) == (1, 2)
        assert path("0101") == "기획조정실 정책기획관"

    def test_a_second_dry_run_is_empty(self, app: Flask) -> None:
        agency_id = an_agency()
        content = (DATA / "staff-2026-10.csv").read_bytes()
        bring_in_file(agency_id, content)
        assert plan_of(agency_id, read_directory(staff_rows(content)), today=TODAY).is_empty

    def test_a_second_import_writes_nothing(self, app: Flask) -> None:
        agency_id = an_agency()
        content = (DATA / "staff-2026-10.csv").read_bytes()
        bring_in_file(agency_id, content)
        tables = (Person, Employee, Account, Appointment, Department, DepartmentPath, SearchTerm, StaffImport)
        before = [db.session.scalar(select(func.count()).select_from(table)) for table in tables]
        bring_in_file(agency_id, content, today=date(2027, 1, 4))
        assert [db.session.scalar(select(func.count()).select_from(table)) for table in tables] == before


def test_somebody_new_gets_an_account_without_a_password(app: Flask) -> None:
    bring_in(an_agency(), HONG)
    assert (account("100").password_hash, account("100").is_active) == (None, True)
    assert posts("100") == [("0101", "예산", date(2024, 7, 1), None)]


def test_somebody_new_can_be_found(app: Flask) -> None:
    bring_in(an_agency(), HONG)
    assert any(term.startswith("ㅎㄱㄷ") for term in db.session.scalars(select(SearchTerm.term)))


def test_a_move_ends_the_old_appointment_on_the_day_of_the_new(app: Flask) -> None:
    agency_id = an_agency()
    bring_in(agency_id, HONG, KIM)
    plan = bring_in(
        agency_id, HONG.replace("0101,정책기획관", "0102,예산담당관").replace("2024-07-01", "2026-11-01"), KIM
    )
    assert [change.wanted.number for change in plan.moved] == ["100"]
    assert posts("100") == [
        ("0101", "예산", date(2024, 7, 1), date(2026, 11, 1)),
        ("0102", "예산", date(2026, 11, 1), None),
    ]


def test_a_move_in_the_future_is_kept_with_its_date(app: Flask) -> None:
    agency_id = an_agency()
    bring_in(agency_id, HONG, KIM)
    moved = HONG.replace("0101,정책기획관", "0102,예산담당관").replace("2024-07-01", "2027-01-01")
    bring_in(agency_id, moved, KIM)
    assert [(code, begun, ended) for code, _duty, begun, ended in posts("100")] == [
        ("0101", date(2024, 7, 1), date(2027, 1, 1)),
        ("0102", date(2027, 1, 1), None),
    ]
    assert bring_in(agency_id, moved, KIM).is_empty


def test_a_cancelled_move_leaves_him_where_he_is(app: Flask) -> None:
    agency_id = an_agency()
    bring_in(agency_id, HONG, KIM)
    bring_in(agency_id, HONG.replace("0101,정책기획관", "0102,예산담당관").replace("2024-07-01", "2027-01-01"), KIM)
    bring_in(agency_id, HONG, KIM)
    assert {code for code, _duty, _begun, _ended in posts("100")} == {"0101"}
    assert posts("100")[-1][3] is None


def test_another_duty_is_a_new_appointment_from_the_day_of_the_import(app: Flask) -> None:
    agency_id = an_agency()
    bring_in(agency_id, HONG)
    plan = bring_in(agency_id, HONG.replace("예산", "조례"))
    assert len(plan.changed) == 1
    assert posts("100") == [("0101", "예산", date(2024, 7, 1), TODAY), ("0101", "조례", TODAY, None)]


def test_two_changes_on_one_day_leave_the_last(app: Flask) -> None:
    agency_id = an_agency()
    bring_in(agency_id, HONG)
    bring_in(agency_id, HONG.replace("예산", "조례"))
    bring_in(agency_id, HONG.replace("예산", "홍보"))
    assert [duty for _code, duty, _begun, _ended in posts("100")] == ["예산", "홍보"]


def test_another_telephone_leaves_the_appointment(app: Flask) -> None:
    agency_id = an_agency()
    bring_in(agency_id, HONG)
    bring_in(agency_id, HONG.replace("2001", "9876"))
    assert len(posts("100")) == 1
    assert db.session.scalar(select(Employee.phone)) == "041-635-9876"


def test_another_name_is_the_same_person(app: Flask) -> None:
    agency_id = an_agency()
    bring_in(agency_id, HONG)
    plan = bring_in(agency_id, HONG.replace("홍길동", "홍길순"))
    assert len(plan.renamed) == 1
    assert db.session.scalars(select(Person.name)).all() == ["홍길순"]
    assert any(term.startswith("ㅎㄱㅅ") for term in db.session.scalars(select(SearchTerm.term)))


def test_a_column_that_is_missing_changes_nothing(app: Flask) -> None:
    agency_id = an_agency()
    bring_in(agency_id, "100,홍길동,0101,정책기획관,7급,휴직", heading="사번,성명,부서코드,부서명,직급,상태")
    assert bring_in(agency_id, "100,홍길동,0101,정책기획관", heading="사번,성명,부서코드,부서명").is_empty


class TestEmploymentAndJoining:
    """고용형태 and 임용일: optional, and what the file does not say stays."""

    HEADING = "사번,성명,부서코드,부서명,고용형태,임용일"
    BARE = "사번,성명,부서코드,부서명"
    HONG = "100,홍길동,0101,정책기획관"

    @pytest.fixture
    def agency_id(self, app: Flask) -> int:
        agency_id = an_agency()
        bring_in(agency_id, self.HONG + ",기간제,2026.3.2", heading=self.HEADING)
        return agency_id

    def kept(self) -> tuple[str, date | None]:
        row = db.session.execute(select(Employee.employment, Employee.joined_on)).one()
        db.session.rollback()
        return row.employment, row.joined_on

    def test_somebody_new_has_them(self, agency_id: int) -> None:
        assert self.kept() == ("기간제", date(2026, 3, 2))

    def test_without_them_nothing_is_known(self, app: Flask) -> None:
        bring_in(an_agency(), self.HONG, heading=self.BARE)
        assert self.kept() == ("", None)

    def test_another_of_each_is_kept_and_no_new_post_begins(self, agency_id: int) -> None:
        plan = bring_in(agency_id, self.HONG + ",공무직,2026-03-03", heading=self.HEADING)
        assert len(plan.changed) == 1
        assert self.kept() == ("공무직", date(2026, 3, 3))
        assert len(posts("100")) == 1

    @pytest.mark.parametrize("line", ["공무직,2026-03-02", "기간제,2026-03-03"])
    def test_one_of_them_alone_is_a_change(self, agency_id: int, line: str) -> None:
        assert len(bring_in(agency_id, f"{self.HONG},{line}", heading=self.HEADING).changed) == 1

    def test_the_same_file_again_changes_nothing(self, agency_id: int) -> None:
        assert bring_in(agency_id, self.HONG + ",기간제,2026-03-02", heading=self.HEADING).is_empty

    def test_a_file_without_the_columns_leaves_them(self, agency_id: int) -> None:
        assert bring_in(agency_id, self.HONG, heading=self.BARE).is_empty
        bring_in(agency_id, self.HONG + ",2009", heading=self.BARE + ",전화번호")
        assert self.kept() == ("기간제", date(2026, 3, 2))

    def test_an_empty_cell_empties_the_employment_and_leaves_the_joining_day(self, agency_id: int) -> None:
        bring_in(agency_id, self.HONG + ",,", heading=self.HEADING)
        assert self.kept() == ("", date(2026, 3, 2))
        assert bring_in(agency_id, self.HONG + ",,", heading=self.HEADING).is_empty

    def test_a_move_a_new_name_and_a_return_bring_them_along(self, agency_id: int) -> None:
        bring_in(agency_id, "100,홍길동,0102,예산담당관,공무직,2026-03-02", heading=self.HEADING)
        assert self.kept() == ("공무직", date(2026, 3, 2))
        bring_in(agency_id, "100,홍길순,0102,예산담당관,임기제,2026-03-02", heading=self.HEADING)
        assert self.kept() == ("임기제", date(2026, 3, 2))
        bring_in(agency_id, KIM.rpartition(",")[0], heading=HEADING.rpartition(",")[0])
        bring_in(agency_id, "100,홍길순,0102,예산담당관,일반직,2026-11-20", heading=self.HEADING)
        rows = db.session.execute(select(Employee.employment, Employee.joined_on).where(Employee.number == "100"))
        assert [tuple(row) for row in rows] == [("일반직", date(2026, 11, 20))]

    def test_who_joins_on_a_day_to_come_serves_from_then(self, app: Flask) -> None:
        agency_id = an_agency()
        line = self.HONG + ",일반직,2026-12-01"
        bring_in(agency_id, line, heading=self.HEADING)
        assert [begun for _code, _duty, begun, _ended in posts("100")] == [date(2026, 12, 1)]
        assert bring_in(agency_id, line, heading=self.HEADING).is_empty

    def test_dates_of_a_spreadsheet_are_read(self, app: Flask) -> None:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.append(self.HEADING.split(","))
        sheet.append([*self.HONG.split(","), "공무직", date(2026, 3, 2)])
        content = BytesIO()
        book.save(content)
        bring_in_file(an_agency(), content.getvalue())
        assert self.kept() == ("공무직", date(2026, 3, 2))


class TestLeaving:
    @pytest.fixture
    def agency_id(self, app: Flask) -> int:
        agency_id = an_agency()
        bring_in(agency_id, HONG, KIM, LEE)
        return agency_id

    def test_missing_from_the_file_has_left(self, agency_id: int) -> None:
        plan = bring_in(agency_id, HONG, KIM)
        assert [person.number for person in plan.left] == ["300"]
        assert posts("300") == [("0102", "지출", date(2025, 1, 1), TODAY)]

    def test_the_sessions_end(self, agency_id: int) -> None:
        before = account("300").session_epoch
        bring_in(agency_id, HONG, KIM)
        assert (account("300").session_epoch, account("300").is_active) == (before + 1, False)

    def test_the_search_forgets(self, agency_id: int) -> None:
        bring_in(agency_id, HONG, KIM)
        assert "이하늘" not in set(db.session.scalars(select(SearchTerm.term)))

    def test_roles_end_with_a_reason(self, agency_id: int) -> None:
        db.session.add(
            RoleGrant(agency_id=agency_id, person_id=account("300").person_id, role="officer", granted_at=NOW)
        )
        db.session.commit()
        bring_in(agency_id, HONG, KIM)
        grant = db.session.execute(select(RoleGrant)).scalar_one()
        assert grant.revoked_at is not None
        assert grant.revoked_reason == SystemReason.NOT_IN_FILE

    def test_the_last_administrator_leaves_only_when_an_operator_confirms(self, agency_id: int) -> None:
        db.session.add(
            RoleGrant(agency_id=agency_id, person_id=account("300").person_id, role="administrator", granted_at=NOW)
        )
        db.session.commit()
        with pytest.raises(Refused) as refused:
            bring_in(agency_id, HONG, KIM)
        assert codes(refused) == [Code.ROLE_LAST_ADMINISTRATOR]
        bring_in(agency_id, HONG, KIM, confirm=True)
        assert len(people()) == 2

    def test_a_future_appointment_is_gone(self, agency_id: int) -> None:
        bring_in(
            agency_id, HONG, KIM, LEE.replace("0102,예산담당관", "0101,정책기획관").replace("2025-01-01", "2027-01-01")
        )
        bring_in(agency_id, HONG, KIM)
        assert posts("300") == [("0102", "지출", date(2025, 1, 1), TODAY)]

    def test_who_returns_is_the_same_employee(self, agency_id: int) -> None:
        employee_id = db.session.scalar(select(Employee.id).where(Employee.number == "300"))
        bring_in(agency_id, HONG, KIM)
        plan = bring_in(agency_id, HONG, KIM, LEE, today=date(2026, 12, 1))
        assert [change.present.employee_id for change in plan.returned] == [employee_id]
        assert account("300").is_active
        assert posts("300") == [
            ("0102", "지출", date(2025, 1, 1), TODAY),
            ("0102", "지출", date(2026, 12, 1), None),
        ]

    def test_who_leaves_and_returns_on_one_day_serves(self, agency_id: int) -> None:
        bring_in(agency_id, HONG, KIM)
        bring_in(agency_id, HONG, KIM, LEE)
        assert [number for number, _name, _path in people()] == ["100", "200", "300"]
        assert bring_in(agency_id, HONG, KIM, LEE).is_empty

    def test_more_than_the_share_is_refused(self, agency_id: int) -> None:
        with pytest.raises(Refused) as refused:
            bring_in(agency_id, HONG, KIM, percent=33)
        assert codes(refused) == [Code.REMOVES_TOO_MANY]
        assert dict(refused.value.refusals[0].values) == {"removed": 1, "total": 3, "percent": 33}
        assert len(people()) == 3

    def test_exactly_the_share_may_leave(self, agency_id: int) -> None:
        bring_in(agency_id, HONG, percent=67)
        assert len(people()) == 1

    def test_more_than_the_share_may_leave_when_confirmed(self, agency_id: int) -> None:
        bring_in(agency_id, HONG, percent=10, confirm=True)
        assert len(people()) == 1


class TestDepartments:
    @pytest.fixture
    def agency_id(self, app: Flask) -> int:
        agency_id = an_agency()
        bring_in(agency_id, BUREAU, HONG, KIM)
        return agency_id

    def test_a_renamed_bureau_gives_new_paths_below_and_keeps_the_old(self, agency_id: int) -> None:
        old = department("0101").path_id
        bring_in(agency_id, BUREAU.replace("기획조정실", "기획실"), HONG, KIM)
        assert path("0101") == "기획실 정책기획관"
        assert (
            db.session.scalar(select(DepartmentPath.names).where(DepartmentPath.id == old)) == "기획조정실 정책기획관"
        )

    def test_an_old_name_finds_its_old_path_again(self, agency_id: int) -> None:
        old = department("0101").path_id
        bring_in(agency_id, BUREAU.replace("기획조정실", "기획실"), HONG, KIM)
        bring_in(agency_id, BUREAU, HONG, KIM)
        assert department("0101").path_id == old

    def test_a_moved_department_has_another_path(self, agency_id: int) -> None:
        bring_in(agency_id, BUREAU, HONG, KIM.replace("0100,6급", "0000,6급"), heading=HEADING)
        assert path("0102") == "예산담당관"

    def test_a_department_that_is_missing_closes(self, agency_id: int) -> None:
        bring_in(agency_id, BUREAU, HONG)
        assert (department("0102").closed_on, department("0101").closed_on) == (TODAY, None)

    def test_a_department_that_appears_again_opens(self, agency_id: int) -> None:
        bring_in(agency_id, BUREAU, HONG)
        bring_in(agency_id, BUREAU, HONG, KIM)
        assert department("0102").closed_on is None

    def test_a_team_is_judged_as_its_department(self, agency_id: int) -> None:
        heading = HEADING + ",팀코드,팀명"
        bring_in(agency_id, BUREAU + ",,", HONG + ",T1,기획팀", KIM + ",,", heading=heading)
        team = department("T1")
        assert (team.level, team.home_id) == (3, department("0101").id)
        assert path("T1") == "기획조정실 정책기획관 기획팀"

    def test_a_department_is_its_own_home(self, agency_id: int) -> None:
        assert department("0101").home_id == department("0101").id

    def test_paths_carry_ids_without_the_top(self, agency_id: int) -> None:
        path_id = department("0101").path_id
        ids = db.session.scalar(select(DepartmentPath.ids).where(DepartmentPath.id == path_id))
        assert ids == f"{department('0100').id}/{department('0101').id}"

    def test_the_official_order_follows_the_file(self, agency_id: int) -> None:
        heading = HEADING + ",직제순"
        bring_in(agency_id, BUREAU + ",1", HONG + ",9", KIM + ",3", heading=heading)
        assert department("0102").official_order < department("0101").official_order

    def test_without_one_the_present_order_stays(self, agency_id: int) -> None:
        assert bring_in(agency_id, KIM, HONG, BUREAU).is_empty

    def test_parents_stand_before_children(self, agency_id: int) -> None:
        order = [department(code).official_order for code in ("0000", "0100", "0101", "0102")]
        assert order == sorted(order)


def test_nothing_is_written_when_the_middle_fails(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise RuntimeError("the power went out")

    monkeypatch.setattr("collabpoints.services.people_import.refresh_terms", fail)
    agency_id = an_agency()
    with pytest.raises(RuntimeError):
        bring_in(agency_id, HONG)
    assert db.session.scalar(select(func.count(Person.id))) == 0
    assert db.session.scalar(select(func.count(Department.id))) == 0


def test_a_number_with_which_another_signs_in_is_refused(app: Flask) -> None:
    agency_id = an_agency()
    bring_in(agency_id, HONG)
    account("100").login = "200"
    db.session.commit()
    with pytest.raises(Refused) as refused:
        bring_in(agency_id, HONG, KIM)
    assert codes(refused) == [Code.CELL_INVALID]


def test_the_history_has_a_line(app: Flask) -> None:
    agency_id = an_agency()
    bring_in(agency_id, HONG, KIM)
    row = db.session.execute(select(StaffImport)).scalar_one()
    assert (row.state, row.new_people, row.content) == ("applied", 2, None)


def test_an_administrator_on_the_page_cannot_confirm_the_last_one_away(app: Flask) -> None:
    agency_id = an_agency()
    bring_in(agency_id, HONG, KIM)
    chief = account("100").person_id
    db.session.add(RoleGrant(agency_id=agency_id, person_id=chief, role="administrator", granted_at=NOW))
    db.session.commit()
    content = f"{HEADING}\n{KIM}".encode()
    applying = Applying(TODAY, NOW, removal_percent=100, confirm_removals=True, actor_person_id=chief)
    with pytest.raises(Refused) as refused:
        import_staff(agency_id, read_directory(staff_rows(content)), applying=applying, file_name="", content=content)
    assert codes(refused) == [Code.ROLE_LAST_ADMINISTRATOR]


def test_a_file_that_does_not_say_what_stands_above_leaves_the_tree_as_it_is(app: Flask) -> None:
    agency_id = an_agency()
    bring_in(agency_id, BUREAU, HONG)
    plan = bring_in(
        agency_id,
        "900,최용하,0100,기획조정실",
        "100,홍길동,0101,정책기획관",
        heading="사번,성명,부서코드,부서명",
    )
    assert (plan.department_changes, path("0101")) == ([], "기획조정실 정책기획관")
