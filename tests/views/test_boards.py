"""Leaderboards as people open them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import Measure, Viewers
from collabpoints.domain.spans import Span
from collabpoints.models import AccessRecord, Month
from collabpoints.services.accounts import choose_ranking
from tests.factories.agencies import Colleague, a_colleague, a_department
from tests.factories.boards import boards_of, close_by_hand, newest_month
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world

SignIn = Callable[[Colleague], FlaskClient]
POINTS = tuple(range(10, 130, 10))
GAP = "순위 공개를 원하지 않은 직원의 자리는 비워 둡니다. 다른 사람의 순위는 달라지지 않습니다."


@pytest.fixture
def world(app: Flask) -> World:
    world = a_world()
    change_scheme(points_allowed=POINTS, persons_ranked_by=Measure.RECEIVED, departments_ranked_by=Measure.RECEIVED)
    return world


@pytest.fixture
def neighbours(world: World) -> list[Colleague]:
    return thanked(world)


def thanked(world: World) -> list[Colleague]:
    """The first got 120 points, the next 110, and so on to 10, each of another colleague: twelve ranks."""
    giving = a_department(world.agency_id, "민원봉사과")
    people = [a_colleague(world.agency_id, f"이웃{at:02d}", world.welfare) for at in range(1, 13)]
    for place, one in enumerate(people):
        giver = a_colleague(world.agency_id, f"도움이{place}", giving)
        world.send(giver, one, points=120 - 10 * place)
    boards_of(world.agency_id)
    return people


def month(world: World) -> str:
    return str(newest_month(world.agency_id))


def rows(page: str) -> list[str]:
    """The rows of a page's tables of standings, as text."""
    bodies = re.findall(r"<tr role=\"row\">\s*<td.*?</tr>", page, flags=re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", body).split()) for body in bodies]


def test_the_menu_leads_to_the_newest_month_by_its_own_address(
    world: World, neighbours: list[Colleague], sign_in: SignIn
) -> None:
    answer = sign_in(world.hong).get("/boards")
    assert answer.location == f"/boards/{month(world)}/departments"


def test_before_any_board_the_page_says_so_kindly(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.hong).get("/boards")
    assert page.status_code == 200
    assert "이 기간의 순위가 없습니다" in page.text


@pytest.mark.parametrize("subject", ["departments", "persons"])
def test_a_span_without_a_board_says_so_and_leads_to_others(
    world: World, neighbours: list[Colleague], sign_in: SignIn, subject: str
) -> None:
    page = sign_in(world.hong).get(f"/boards/2026-01/{subject}")
    assert page.status_code == 200
    assert "이 기간의 순위가 없습니다" in page.text
    assert f'href="/boards/{month(world)}/{subject}"' in page.text


@pytest.mark.parametrize(
    "span", ["2026-13", "2026-q3", "%EF%BC%92026", "0", "2026-Q5", "latest", "2026-1", "..%2F2026"]
)
def test_what_is_no_span_is_no_page(world: World, sign_in: SignIn, span: str) -> None:
    assert sign_in(world.hong).get(f"/boards/{span}/persons").status_code == 404


@pytest.mark.parametrize(
    "query", ["by=nonsense", "by=per_head", "by=", "page=0", "page=-1", "page=x", "mine=2", "order=x"]
)
def test_an_unknown_wish_shows_the_board_as_it_is(
    world: World, neighbours: list[Colleague], sign_in: SignIn, query: str
) -> None:
    client = sign_in(world.hong)
    page = client.get(f"/boards/{month(world)}/persons?{query}")
    assert page.status_code == 200
    assert rows(page.text) == rows(client.get(f"/boards/{month(world)}/persons").text)


def test_a_page_that_no_board_has_is_no_page(world: World, neighbours: list[Colleague], sign_in: SignIn) -> None:
    assert sign_in(world.hong).get(f"/boards/{month(world)}/persons?page=999999999").status_code == 404


def test_the_first_ten_are_shown_with_their_figures(world: World, neighbours: list[Colleague], sign_in: SignIn) -> None:
    shown = rows(sign_in(world.hong).get(f"/boards/{month(world)}/persons").text)
    assert [row.partition("위")[0] for row in shown] == [str(rank) for rank in range(1, 11)]
    assert shown[0] == "1위 이웃01 주무관 복지정책과 120 1 1 1"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DEPARTMENT_HEAD, Role.ADMINISTRATOR])
def test_no_role_sees_more_than_the_first_ten_here(
    world: World, neighbours: list[Colleague], sign_in: SignIn, role: Role
) -> None:
    somebody = a_colleague(world.agency_id, "한아름", world.planning, roles=(role,))
    assert len(rows(sign_in(somebody).get(f"/boards/{month(world)}/persons").text)) == 10


def test_ones_own_place_is_shown_on_asking_only(world: World, neighbours: list[Colleague], sign_in: SignIn) -> None:
    client = sign_in(neighbours[11])
    assert "내 자리:" not in client.get(f"/boards/{month(world)}/persons").text
    page = client.get(f"/boards/{month(world)}/persons?mine=1").text
    assert "내 자리: 12위" in page
    assert "동료 1명에게서 고마움을 받았습니다: 1건, 10포인트." in page


def test_somebody_with_nothing_gets_no_rank_and_no_zero(
    world: World, neighbours: list[Colleague], sign_in: SignIn
) -> None:
    page = sign_in(world.choi).get(f"/boards/{month(world)}/persons?mine=1").text
    told = page[page.index("message__body") :].partition("</div>")[0]
    assert "나눈 도움이 모두 포인트로 남는 것은 아닙니다" in told
    assert not re.search(r"\d|위", told.partition("</p>")[2])


def test_who_only_gave_is_told_what_he_gave_and_no_rank(
    world: World, neighbours: list[Colleague], sign_in: SignIn
) -> None:
    world.send(world.hong, world.kim)
    boards_of(world.agency_id)
    page = sign_in(world.hong).get(f"/boards/{month(world)}/persons?mine=1").text
    assert "내 기록" in page
    assert "고마움을 1건, 10포인트 전했습니다." in page
    assert "내 자리:" not in page


def test_who_opted_out_leaves_a_gap_that_the_page_explains(
    world: World, neighbours: list[Colleague], sign_in: SignIn
) -> None:
    choose_ranking(neighbours[1].person_id, is_opted_out=True)
    page = sign_in(world.hong).get(f"/boards/{month(world)}/persons").text
    assert [row[:7] for row in rows(page)[:2]] == ["1위 이웃01", "3위 이웃03"]
    assert "이웃02" not in page
    assert GAP in page


def test_who_opted_out_still_sees_his_own_place(world: World, neighbours: list[Colleague], sign_in: SignIn) -> None:
    choose_ranking(neighbours[1].person_id, is_opted_out=True)
    page = sign_in(neighbours[1]).get(f"/boards/{month(world)}/persons?mine=1").text
    assert "내 자리: 2위" in page
    assert "다른 사람에게는 보이지 않습니다" in page


@pytest.mark.parametrize("subject", ["departments", "persons"])
def test_the_rule_of_the_gap_stands_under_every_board(
    world: World, neighbours: list[Colleague], sign_in: SignIn, subject: str
) -> None:
    assert GAP in sign_in(world.hong).get(f"/boards/{month(world)}/{subject}").text


def test_the_page_prints_the_rules_and_what_points_are_for(
    world: World, neighbours: list[Colleague], sign_in: SignIn
) -> None:
    page = sign_in(world.hong).get(f"/boards/{month(world)}/persons").text
    assert "개인 순위는 받은 포인트로 매깁니다." in page
    assert "(1, 2, 2, 4)" in page
    assert "연말에 협업포인트 우수자와 우수 부서를 뽑아 시상하는 데 씁니다." in page
    assert "까지 기록을 집계했습니다." in page


def test_another_order_says_that_the_ranks_stay(world: World, neighbours: list[Colleague], sign_in: SignIn) -> None:
    page = sign_in(world.hong).get(f"/boards/{month(world)}/departments?by=notes").text
    assert "순위는 언제나 운영 기준에 따른 순위입니다" in page


def test_official_order_is_offered_for_departments(world: World, neighbours: list[Colleague], sign_in: SignIn) -> None:
    world.send(world.kim, world.hong)
    boards_of(world.agency_id)
    client = sign_in(world.hong)
    by_rank = rows(client.get(f"/boards/{month(world)}/departments").text)
    official = rows(client.get(f"/boards/{month(world)}/departments?order=official").text)
    assert [row.split()[1] for row in by_rank] == ["복지정책과", "기획담당관"]
    assert [row.split()[1] for row in official] == ["기획담당관", "복지정책과"]


def test_of_a_small_department_only_name_and_rank_are_shown(
    world: World, neighbours: list[Colleague], sign_in: SignIn
) -> None:
    world.send(world.kim, world.hong)
    boards_of(world.agency_id)
    page = sign_in(world.hong).get(f"/boards/{month(world)}/departments").text
    (row,) = [row for row in rows(page) if "기획담당관" in row]
    assert row.startswith("2위 기획담당관 평균 인원")
    assert row.endswith("적은 사람의 숫자가 드러나지 않도록 이 부서의 숫자는 보이지 않습니다.")


def test_ones_own_department_is_shown_on_asking_and_hidden_as_everywhere(
    world: World, neighbours: list[Colleague], sign_in: SignIn
) -> None:
    world.send(world.kim, world.hong)
    boards_of(world.agency_id)
    page = sign_in(world.lim).get(f"/boards/{month(world)}/departments?mine=1").text
    told = page[page.index("message__body") :].partition("</div>")[0]
    assert "기획담당관: 2위" in told
    assert "숫자는 보이지 않습니다" in told
    assert "10포인트" not in told


def test_a_department_with_nothing_is_told_so_kindly(
    world: World, neighbours: list[Colleague], sign_in: SignIn
) -> None:
    page = sign_in(world.park).get(f"/boards/{month(world)}/departments?mine=1").text
    assert "나눈 도움이 모두 포인트로 남는 것은 아닙니다" in page


class TestViewers:
    """Who sees it is the scheme's."""

    @pytest.fixture
    def world(self, app: Flask) -> World:
        world = a_world()
        change_scheme(points_allowed=POINTS, persons_ranked_by=Measure.RECEIVED, ranking_viewers=Viewers.LEADS_AND_HR)
        return world

    @pytest.mark.parametrize("subject", ["departments", "persons"])
    def test_others_get_a_page_that_says_who_does(
        self, world: World, neighbours: list[Colleague], sign_in: SignIn, subject: str
    ) -> None:
        page = sign_in(world.hong).get(f"/boards/{month(world)}/{subject}?mine=1")
        assert page.status_code == 200
        assert "이 순위는 부서장과 운영 담당자만 봅니다" in page.text
        assert "이웃01" not in page.text
        assert rows(page.text) == []

    @pytest.mark.parametrize("role", [Role.OFFICER, Role.DEPARTMENT_HEAD])
    def test_a_look_in_a_role_is_recorded_with_those_who_were_seen(
        self, world: World, neighbours: list[Colleague], sign_in: SignIn, role: Role
    ) -> None:
        choose_ranking(neighbours[0].person_id, is_opted_out=True)
        looker = a_colleague(world.agency_id, "한아름", world.planning, roles=(role,))
        assert len(rows(sign_in(looker).get(f"/boards/{month(world)}/persons").text)) == 11
        with reading() as session:
            kept = session.scalars(select(AccessRecord).where(AccessRecord.act == "boards.persons")).all()
            assert {record.subject_person_id for record in kept} == {one.person_id for one in neighbours[1:]}
            assert {(record.actor_person_id, record.role) for record in kept} == {(looker.person_id, role.value)}

    def test_a_board_of_departments_owes_no_record(
        self, world: World, neighbours: list[Colleague], sign_in: SignIn
    ) -> None:
        looker = a_colleague(world.agency_id, "한아름", world.planning, roles=(Role.OFFICER,))
        sign_in(looker).get(f"/boards/{month(world)}/departments")
        assert acts() == []


def acts() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(AccessRecord.act)))


def test_what_every_colleague_sees_owes_no_record(world: World, neighbours: list[Colleague], sign_in: SignIn) -> None:
    officer = a_colleague(world.agency_id, "한아름", world.planning, roles=(Role.OFFICER,))
    sign_in(officer).get(f"/boards/{month(world)}/persons")
    assert acts() == []


def test_a_long_board_goes_on_on_another_page(app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collabpoints.views.boards.PAGE", 2)
    world = a_world()
    change_scheme(ranking_viewers=Viewers.EVERYONE, is_same_department_allowed=True)
    for recipient in (world.kim, world.park, world.lim):
        world.send(world.hong, recipient)
    boards_of(world.agency_id)
    client = sign_in(world.hong)
    first = client.get(f"/boards/{month(world)}/persons").text
    second = client.get(f"/boards/{month(world)}/persons?page=2").text
    assert f'href="/boards/{month(world)}/persons?page=2"' in first
    assert f'href="/boards/{month(world)}/persons?page=1"' in second
    assert [len(rows(page)) for page in (first, second)] == [2, 1]


def test_while_a_month_goes_on_it_is_provisional(world: World, neighbours: list[Colleague], sign_in: SignIn) -> None:
    page = sign_in(world.hong).get(f"/boards/{month(world)}/persons").text
    assert "잠정" in page
    assert "끝나지 않은 기간입니다." in page
    assert "부터 확정할 수 있습니다." in page


def test_a_confirmed_board_says_when_and_by_whom(world: World, neighbours: list[Colleague], sign_in: SignIn) -> None:
    period = month(world)
    with unit_of_work() as session:
        session.execute(update(Month).values(state="ended", ended_at=datetime(2026, 12, 1, tzinfo=UTC)))
    officer = a_colleague(world.agency_id, "한아름", world.planning, position="사무관", roles=(Role.OFFICER,))
    close_by_hand(world.agency_id, period, officer.person_id, datetime(2026, 12, 8, 1, tzinfo=UTC))
    boards_of(world.agency_id, Span.parse(period))
    page = sign_in(world.hong).get(f"/boards/{period}/persons").text
    assert "2026년 12월 8일 오전 10:00에 한아름 사무관님이 확정했습니다." in page
    assert "확정한 순위는 바뀌지 않습니다." in page


def test_the_longer_spans_are_one_link_away_and_back(
    world: World, neighbours: list[Colleague], sign_in: SignIn
) -> None:
    client = sign_in(world.hong)
    year = month(world)[:4]
    assert f'href="/boards/{year}/persons"' in client.get(f"/boards/{month(world)}/persons").text
    assert f'href="/boards/{month(world)}/persons"' in client.get(f"/boards/{year}/persons").text


@pytest.mark.parametrize("subject", ["departments", "persons"])
def test_every_figure_of_a_table_has_its_heading(app: Flask, sign_in: SignIn, subject: str) -> None:
    """The cards of a small screen name each figure as the columns do."""
    world = a_world()
    change_scheme(
        points_allowed=POINTS,
        persons_ranked_by=Measure.RECEIVED,
        departments_ranked_by=Measure.RECEIVED,
        ranking_viewers=Viewers.EVERYONE,
        sent_basis_points=5_000,
    )
    thanked(world)
    page = sign_in(world.hong).get(f"/boards/{month(world)}/{subject}").text
    table = page[page.index('class="table-room board"') : page.index("</table>")]
    headings = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', table.replace("\u2060", ""))
    first = table[table.index("<tbody") :].partition("</tr>")[0]
    cells = re.findall(r"<td[^>]*data-label=\"([^\"]*)\"", first)
    assert [heading for heading in headings if heading not in ("이름", "부서")] == cells
    assert len(cells) > 6
    assert 'scope="row"' in first
    assert "<caption" in table


@pytest.mark.parametrize("subject", ["departments", "persons"])
def test_the_pages_speak_english_too(world: World, neighbours: list[Colleague], sign_in: SignIn, subject: str) -> None:
    client = sign_in(world.hong)
    client.set_cookie("language", "en")
    page = client.get(f"/boards/{month(world)}/{subject}?mine=1")
    assert page.status_code == 200
    assert "No. 1" in page.text
