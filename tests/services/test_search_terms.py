from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.people_search import terms_of
from collabpoints.models import Employee, Person, SearchTerm
from collabpoints.services import search_terms
from collabpoints.services.search_terms import refresh_terms
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency


@pytest.fixture
def agency_id(app: Flask) -> int:
    return an_agency()


@pytest.fixture
def hong(agency_id: int) -> Colleague:
    return a_colleague(agency_id, "홍길동", a_department(agency_id, "총무과"), number="20002004", duty="예산 편성")


def _refresh(agency_id: int, employee_ids: list[int] | None = None) -> int:
    with unit_of_work() as session:
        return refresh_terms(session, agency_id, employee_ids)


def _terms(employee_id: int) -> set[tuple[int, str]]:
    with reading() as session:
        rows = session.execute(
            select(SearchTerm.kind, SearchTerm.term).where(SearchTerm.employee_id == employee_id)
        ).all()
        return {(kind, term) for kind, term in rows}


def _rename(colleague: Colleague, name: str) -> None:
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == colleague.person_id).values(name=name))


def test_everybody_has_his_terms_and_they_are_counted(agency_id: int, hong: Colleague) -> None:
    wanted = terms_of("홍길동", "예산 편성", "041-635-2004")
    assert _refresh(agency_id) == len(wanted)
    assert _terms(hong.employee_id) == wanted


def test_writing_them_again_changes_nothing(agency_id: int, hong: Colleague) -> None:
    _refresh(agency_id)
    before = _terms(hong.employee_id)
    assert _refresh(agency_id) == _refresh(agency_id, [hong.employee_id]) == len(before)
    assert _terms(hong.employee_id) == before


def test_a_new_name_replaces_the_old_one_and_leaves_others_alone(agency_id: int, hong: Colleague) -> None:
    other = a_colleague(agency_id, "박서준", a_department(agency_id, "감사관"))
    _refresh(agency_id)
    for colleague in (hong, other):
        _rename(colleague, "김민수")
    _refresh(agency_id, [hong.employee_id])
    assert _terms(hong.employee_id) == terms_of("김민수", "예산 편성", "041-635-2004")
    assert (1, "박서준") in _terms(other.employee_id)


def test_who_has_left_has_none(agency_id: int, hong: Colleague) -> None:
    _refresh(agency_id)
    with unit_of_work() as session:
        session.execute(
            update(Employee).where(Employee.id == hong.employee_id).values(status="left", left_on=date(2026, 1, 1))
        )
        assert refresh_terms(session, agency_id, [hong.employee_id]) == 0
    assert _terms(hong.employee_id) == set()


def test_terms_are_written_in_slices_of_any_size(
    agency_id: int, hong: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    department_id = a_department(agency_id, "감사관")
    people = [hong, *(a_colleague(agency_id, f"김민{letter}", department_id) for letter in "가나다라")]
    monkeypatch.setattr(search_terms, "_TOGETHER", 2)
    together = _refresh(agency_id)
    assert together == sum(len(_terms(colleague.employee_id)) for colleague in people)
    assert _refresh(agency_id, [colleague.employee_id for colleague in people]) == together
