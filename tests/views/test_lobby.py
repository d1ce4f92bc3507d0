"""The lobby screen: the tree to whoever passes, and nothing of anybody."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from collabpoints.db import unit_of_work
from collabpoints.models import AccountSession, Appointment, Employee, NoteText, Person, Tree
from collabpoints.services.lobby_links import make_lobby_link, revoke_lobby_link
from tests.factories.agencies import Colleague
from tests.factories.groves import Grove, a_grove
from tests.factories.worlds import World, a_world

SignIn = Callable[[Colleague], FlaskClient]
NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)


def a_link(world: World) -> tuple[int, str]:
    made = make_lobby_link(agency_id=world.agency_id, place="로비", made_by_person_id=world.lim.person_id, now=NOW)
    return made.link_id, f"/lobby/{made.secret}"


@pytest.fixture
def world(app: Flask) -> World:
    """Nothing has grown here: enough for what every screen has."""
    return a_world()


@pytest.fixture
def grove(app: Flask) -> Grove:
    return a_grove()


def test_the_screen_shows_the_tree_with_totals_and_names_of_departments(grove: Grove, client: FlaskClient) -> None:
    page = client.get(a_link(grove.world)[1]).text
    assert 'class="tree tree-' in page
    assert all(words in page for words in ("하늘도", "의 협업나무", "기획실", "도로과", "까지의 기록"))


def test_the_screen_names_nobody_and_tells_no_text(grove: Grove, client: FlaskClient) -> None:
    with unit_of_work() as session:
        people = [*session.scalars(select(Person.name)), *session.scalars(select(Employee.number))]
        posts = session.scalars(select(Appointment.position)).all()
        texts = [text[:12] for text in session.scalars(select(NoteText.text))]
    page = client.get(a_link(grove.world)[1]).text
    assert len(people) > 20
    assert texts
    assert [found for found in {*people, *posts, *texts} if found in page] == []


def test_the_screen_leads_nowhere(grove: Grove, client: FlaskClient) -> None:
    page = client.get(a_link(grove.world)[1]).text
    assert not [tag for tag in ("<a ", "<form", "<nav", "<button", "csrf") if tag in page]


def test_small_cells_are_hidden_as_in_the_tree(grove: Grove, client: FlaskClient) -> None:
    page = client.get(a_link(grove.world)[1]).text
    assert 'aria-label="기록과: ' in page
    told = page.partition('aria-label="기록과: ')[2].partition('"')[0]
    assert "보이지 않습니다" in told
    assert "받았습니다" not in told


def test_the_screen_leaves_no_cookie_and_asks_for_no_session(world: World, sign_in: SignIn) -> None:
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == world.hong.person_id).values(name="김로비"))
    reader = sign_in(world.hong)
    with unit_of_work() as session:
        session.execute(update(AccountSession).values(seen_at=NOW))
    answer = reader.get(a_link(world)[1])
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "김로비" not in answer.text
    with unit_of_work() as session:
        assert session.scalars(select(AccountSession.seen_at)).all() == [NOW]


def test_the_screen_is_kept_nowhere_and_found_by_no_search(world: World, client: FlaskClient) -> None:
    path = a_link(world)[1]
    for address, status in ((path, 200), ("/lobby/0000-0000", 404)):
        answer = client.get(address)
        assert answer.status_code == status
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "Set-Cookie" not in answer.headers


def test_revoked_and_wrong_look_the_same(world: World, client: FlaskClient) -> None:
    link_id, path = a_link(world)
    person_id = world.lim.person_id
    revoke_lobby_link(link_id, agency_id=world.agency_id, revoked_by_person_id=person_id, now=NOW)
    revoked, wrong = client.get(path), client.get("/lobby/7h2k-9d0e-0000-0000-0000")
    assert (revoked.status_code, wrong.status_code) == (404, 404)
    assert revoked.data == wrong.data
    assert "이 화면의 링크는 쓸 수 없습니다." in revoked.text
    assert "하늘도" not in revoked.text


def test_before_anything_has_grown_there_is_a_kind_sentence(world: World, client: FlaskClient) -> None:
    answer = client.get(a_link(world)[1])
    assert answer.status_code == 200
    assert "첫 나무를 심고 있습니다." in answer.text


@pytest.mark.parametrize(("theme", "is_kept"), [("dark", True), ("light", True), ("pink", False), ('"><b>', False)])
def test_the_screen_may_be_set_to_light_or_dark(world: World, client: FlaskClient, theme: str, is_kept: bool) -> None:
    page = client.get(a_link(world)[1], query_string={"theme": theme}).text
    assert (f'data-theme="{theme}"' in page) is is_kept
    assert (f"/trees/seasons/{theme}" in page) is is_kept
    assert "<b>" not in page


def test_the_screen_may_be_set_to_english(world: World, client: FlaskClient) -> None:
    page = client.get(f"{a_link(world)[1]}?language=en").text
    assert '<html lang="en"' in page
    assert "Haneul Province" in page


def test_looking_writes_nothing(world: World, client: FlaskClient) -> None:
    path = a_link(world)[1]

    def rows() -> list[int]:
        with unit_of_work() as session:
            return [
                session.scalars(select(func.count()).select_from(table)).one() for table in (AccountSession, Person)
            ]

    before = rows()
    client.get(path)
    assert rows() == before


def test_the_newest_month_stands_first_and_the_one_confirmed_last_takes_turns(
    grove: Grove, client: FlaskClient
) -> None:
    months = [grove.span.first.shifted(-ago) for ago in (2, 1)]
    with unit_of_work() as session:
        for month, state in zip(months, ("confirmed", "provisional"), strict=True):
            session.add(
                Tree(
                    agency_id=grove.world.agency_id, span=str(month), first_period=str(month), last_period=str(month),
                    root_id=0, state=state, through_entry_id=1, as_of=NOW, leaf_notes=1, scale=90, trunk=40, people=3,
                )
            )  # fmt: skip
    page = client.get(a_link(grove.world)[1]).text
    titles = re.findall(r'id="scene-\d">(\d+)월의 협업나무</h2>', page)
    assert titles == [str(grove.span.first.month), str(months[0].month)]
    assert page.count("data-away inert") == 1
