"""Rows of a board that are kept for the next reader: never other ones than would be written anew for him."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from collabpoints.db import unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import Measure, Viewers
from collabpoints.domain.spans import Span
from collabpoints.models import Appointment, DepartmentPath, Employee, Month, Person
from collabpoints.services.accounts import choose_ranking
from collabpoints.services.months import turn_months
from collabpoints.services.reviews import reclaim
from collabpoints.views import board_rows
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.boards import boards_of, close_by_hand, newest_month
from tests.factories.clocks import turn_clock
from tests.factories.reviews import REASON, a_bench
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world

SignIn = Callable[[Colleague], FlaskClient]
Change = Callable[[World], object]


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    board_rows.written.cache_clear()
    yield
    board_rows.written.cache_clear()


@pytest.fixture
def world(app: Flask) -> World:
    """A confirmed month of Kim (30 points), Park (20) and Hong (10), which everybody may see."""
    world = a_world()
    change_scheme(
        points_allowed=(10, 20, 30),
        persons_ranked_by=Measure.RECEIVED,
        departments_ranked_by=Measure.RECEIVED,
        ranking_viewers=Viewers.EVERYONE,
    )
    world.send(world.lim, world.kim, points=30)
    world.send(world.hong, world.park, points=20)
    world.send(world.kim, world.hong)
    confirm(world)
    return world


def confirm(world: World) -> None:
    with unit_of_work() as session:
        session.execute(update(Month).values(state="ended", ended_at=datetime(2026, 12, 1, tzinfo=UTC)))
    close_by_hand(world.agency_id, month(world), world.lim.person_id, datetime(2026, 12, 8, 1, tzinfo=UTC))


def month(world: World) -> str:
    return str(newest_month(world.agency_id))


def shown(client: FlaskClient, world: World, query: str = "") -> list[str]:
    """The rows of the page as text, after it was held against the same page written anew."""
    kept = table(client, world, query)
    board_rows.written.cache_clear()
    assert kept == table(client, world, query)
    return [
        " ".join(re.sub(r"<[^>]+>", " ", row).split())
        for row in re.findall(r"<tr role=\"row\">\s*<td.*?</tr>", kept, flags=re.S)
    ]


def table(client: FlaskClient, world: World, query: str) -> str:
    page = client.get(f"/boards/{month(world)}/persons{query}")
    assert page.status_code == 200
    return page.text.partition("<tbody")[2].partition("</tbody>")[0]


def look(client: FlaskClient, world: World, query: str = "") -> None:
    """Somebody looks, and his rows are kept."""
    table(client, world, query)


def rename(world: World) -> None:
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == world.kim.person_id).values(name="김서준"))


def promote(world: World) -> None:
    with unit_of_work() as session:
        his = update(Appointment).where(Appointment.employee_id == world.kim.employee_id)
        session.execute(his.values(position="사무관"))


def merge(world: World) -> None:
    kept, merged = world.park, world.kim
    with unit_of_work() as session:
        session.execute(
            update(Person).where(Person.id == merged.person_id).values(merged_into_person_id=kept.person_id)
        )
        gone = {"person_id": kept.person_id, "left_on": date(2026, 1, 1), "status": "left"}
        session.execute(update(Employee).where(Employee.id == merged.employee_id).values(**gone))
        theirs = update(Appointment).where(Appointment.employee_id == merged.employee_id)
        session.execute(theirs.values(ends_on=date(2026, 1, 1)))
        session.execute(
            update(Appointment).where(Appointment.employee_id == kept.employee_id).values(position="서기관")
        )


def spell_the_path_anew(world: World) -> None:
    with unit_of_work() as session:
        path = update(DepartmentPath).where(DepartmentPath.names == "복지정책과")
        session.execute(path.values(names="돌봄정책과"))


def weigh_what_was_sent(_world: World) -> None:
    change_scheme(sent_basis_points=5_000)


def opt_out(world: World) -> None:
    choose_ranking(world.kim.person_id, is_opted_out=True)


CHANGES: dict[str, tuple[Change, str]] = {
    "a name": (rename, "1위 김서준 주무관 복지정책과 30 10 1 1 1"),
    "a position": (promote, "1위 김민수 사무관 복지정책과 30 10 1 1 1"),
    "two records that are one person's": (merge, "1위 김민수 서기관 복지정책과 30 10 1 1 1"),
    "the path of a department": (spell_the_path_anew, "1위 김민수 주무관 돌봄정책과 30 10 1 1 1"),
    "the scheme": (weigh_what_was_sent, "1위 김민수 주무관 복지정책과 30 30 10 1 1 1"),
    "opting out": (opt_out, "2위 박서연 주무관 도로과 20 1 1 1"),
}


@pytest.mark.parametrize(("change", "first"), CHANGES.values(), ids=CHANGES)
def test_what_changes_is_seen_at_the_next_look(world: World, sign_in: SignIn, change: Change, first: str) -> None:
    client = sign_in(world.hong)
    assert shown(client, world)[0] == "1위 김민수 주무관 복지정책과 30 10 1 1 1"
    look(client, world)
    change(world)
    assert shown(client, world)[0] == first


def test_who_opted_out_is_gone_at_once_and_back_at_once(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    for is_opted_out, names in ((False, ["김민수", "박서연", "홍길동"]), (True, ["박서연", "홍길동"])) * 2:
        choose_ranking(world.kim.person_id, is_opted_out=is_opted_out)
        assert [row.split()[1] for row in shown(client, world)] == names
        look(client, world)


def test_each_reader_gets_his_language(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    look(client, world)
    client.set_cookie("language", "en")
    assert shown(client, world)[0].startswith("No. 1 김민수")
    look(client, world)
    client.set_cookie("language", "ko")
    assert shown(client, world)[0].startswith("1위 김민수")


def test_each_order_and_each_page_has_its_own_rows(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collabpoints.views.boards.PAGE", 2)
    client = sign_in(world.hong)
    names = {
        query: [row.split()[1] for row in shown(client, world, query)]
        for query in ("", "?page=2", "?by=sent", "", "?by=sent&page=2", "?by=notes")
    }
    assert names == {
        "": ["김민수", "박서연"],
        "?page=2": ["홍길동"],
        "?by=sent": ["홍길동", "김민수"],
        "?by=sent&page=2": [],
        "?by=notes": ["김민수", "박서연"],
    }


def test_the_bar_stands_under_the_order_that_was_asked_for(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    by_points, by_notes = (table(client, world, query) for query in ("", "?by=notes"))
    assert by_points.count("<svg") == by_notes.count("<svg") == 3
    assert by_points != by_notes


def test_a_board_made_anew_is_seen_at_once(app: Flask, sign_in: SignIn) -> None:
    world = a_world()
    change_scheme(points_allowed=(10, 20), persons_ranked_by=Measure.RECEIVED, ranking_viewers=Viewers.EVERYONE)
    world.send(world.hong, world.kim)
    boards_of(world.agency_id)
    client = sign_in(world.hong)
    assert shown(client, world) == ["1위 김민수 주무관 복지정책과 10 1 1 1"]
    look(client, world)
    world.send(world.lim, world.kim, points=20)
    boards_of(world.agency_id)
    assert shown(client, world) == ["1위 김민수 주무관 복지정책과 30 2 2 1"]


def test_confirming_keeps_the_rows_and_a_correction_after_it_moves_nothing(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_clock(monkeypatch, "2026-11-10T10:00+09:00")
    bench = a_bench(persons_ranked_by=Measure.RECEIVED, ranking_viewers=Viewers.EVERYONE)
    world, november = bench.world, Span.parse("2026-11")
    note_id = bench.reported(world.hong, world.kim)
    boards_of(world.agency_id)
    client = sign_in(world.hong)

    def page() -> tuple[str, list[str]]:
        text = client.get(f"/boards/{november}/persons").text
        return text, re.findall(r"<tr role=\"row\">\s*<td.*?</tr>", text, flags=re.S)

    before, provisional = page()
    turn_clock(monkeypatch, "2026-12-09T10:00+09:00")
    turn_months(world.agency_id)
    close_by_hand(world.agency_id, "2026-11", bench.oh.person_id, datetime(2026, 12, 9, 1, tzinfo=UTC))
    after, confirmed = page()
    reclaim(note_id, agency_id=world.agency_id, person_id=bench.shin.person_id, reason=REASON)
    boards_of(world.agency_id, november)
    _corrected, corrected = page()
    assert provisional == confirmed == corrected
    assert len(provisional) == 1
    assert ("잠정" in before, "확정했습니다" in before) == (True, False)
    assert "확정했습니다" in after


def test_before_confirming_a_correction_is_seen_at_once(app: Flask, sign_in: SignIn) -> None:
    bench = a_bench(persons_ranked_by=Measure.RECEIVED, ranking_viewers=Viewers.EVERYONE)
    world = bench.world
    note_id = bench.reported(world.hong, world.kim)
    world.send(world.hong, world.park)
    boards_of(world.agency_id)
    client = sign_in(world.hong)
    assert [row.split()[1] for row in shown(client, world)] == ["김민수", "박서연"]
    look(client, world)
    reclaim(note_id, agency_id=world.agency_id, person_id=bench.shin.person_id, reason=REASON)
    boards_of(world.agency_id)
    assert [row.split()[1] for row in shown(client, world)] == ["박서연"]


class TestTwoReaders:
    """What one was shown stays with those who may see it too."""

    @pytest.fixture
    def world(self, app: Flask) -> World:
        world = a_world()
        change_scheme(points_allowed=(10, 20), persons_ranked_by=Measure.RECEIVED, ranking_viewers=Viewers.LEADS_AND_HR)
        world.send(world.hong, world.kim, points=20)
        world.send(world.hong, world.park)
        boards_of(world.agency_id)
        return world

    def test_what_an_officer_saw_is_shown_to_nobody_else(self, world: World, sign_in: SignIn) -> None:
        officer = a_colleague(world.agency_id, "한아름", world.planning, roles=(Role.OFFICER,))
        assert len(shown(sign_in(officer), world)) == 2
        look(sign_in(officer), world)
        page = sign_in(world.hong).get(f"/boards/{month(world)}/persons").text
        assert "김민수" not in page
        assert "이 순위는 부서장과 운영 담당자만 봅니다" in page

    def test_where_the_scheme_comes_to_show_fewer_ranks_fewer_are_shown(self, world: World, sign_in: SignIn) -> None:
        change_scheme(ranking_viewers=Viewers.EVERYONE)
        recipients = [a_colleague(world.agency_id, f"이웃{at:02d}", world.welfare) for at in range(12)]
        for at, recipient in enumerate(recipients):
            givers = [a_colleague(world.agency_id, f"도움이{at}-{which}", world.roads) for which in range(at + 1)]
            for giver in givers:
                world.send(giver, recipient, points=20)
        boards_of(world.agency_id)
        client = sign_in(world.hong)
        assert len(shown(client, world)) == 14
        look(client, world)
        change_scheme(ranking_viewers=Viewers.FIRST_TEN)
        assert [row.split()[0] for row in shown(client, world)] == [f"{rank}위" for rank in range(1, 11)]


def test_the_second_reader_gets_what_is_kept(world: World, sign_in: SignIn) -> None:
    first = table(sign_in(world.hong), world, "")
    second = table(sign_in(world.kim), world, "")
    assert first == second
    assert board_rows.written.cache_info()[:2] == (1, 1)  # hits and misses


def test_no_more_pages_are_kept_than_said(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    for at in range(board_rows.KEPT + 3):
        with unit_of_work() as session:
            session.execute(update(Person).where(Person.id == world.kim.person_id).values(name=f"김민수{at}"))
        look(client, world)
    assert board_rows.written.cache_info().currsize == board_rows.KEPT
