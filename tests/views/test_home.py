"""Home is the way to thank."""

import re
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collabpoints import clock
from collabpoints.domain.periods import Month
from collabpoints.domain.scheme_words import Viewers
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.boards import boards_of
from tests.factories.schemes import change_scheme
from tests.factories.worlds import TEXT, World, a_world
from tests.forms import forms_of

SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def test_the_search_box_has_the_focus(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.hong).get("/").text
    box = page[page.index('id="q"') :].partition(">")[0]
    assert "autofocus" in box


def test_without_scripts_the_first_button_of_the_form_searches(world: World, sign_in: SignIn) -> None:
    """Enter in the box presses the first button: it must not send."""
    page = sign_in(world.hong).get("/").text
    form = page[page.index('class="writing"') :]
    assert form[form.index("<button") :].partition(">")[0].count('value="search"') == 1


def test_the_text_waits_until_somebody_is_chosen(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.hong).get("/").text
    assert "hidden" in page[page.index('id="body"') :].partition(">")[0]


def test_colleagues_of_late_are_one_tap_away(world: World, sign_in: SignIn) -> None:
    world.send(world.kim, world.hong)
    page = sign_in(world.hong).get("/").text
    assert f'value="choose:{world.kim.number}"' in page
    assert f'value="choose:{world.park.number}"' not in page


def test_there_is_no_points_field_where_the_scheme_fixes_them(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.hong).get("/").text
    assert "10포인트와 함께 보내기" in page
    assert "points" not in next(form.fields for form in forms_of(page) if form.action == "/notes/new")


def test_what_points_are_used_for_stands_where_one_writes(world: World, sign_in: SignIn) -> None:
    assert "연말에 협업포인트 우수자와 우수 부서를 뽑아 시상하는 데 씁니다." in sign_in(world.hong).get("/").text


def test_who_may_read_a_private_note_stands_beside_the_box(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.hong).get("/").text
    assert "두 사람에게만 보입니다" in page
    assert "포인트는 다른 메시지처럼 합계에 들어갑니다" in page
    assert "사유를 적고 열 수 있고, 그때는 두 사람 모두에게 알립니다" in page


def test_what_remains_is_told_kindly(world: World, sign_in: SignIn) -> None:
    world.send(world.hong, world.kim)
    assert "이번 달에 포인트와 함께 19번 더 전할 수 있습니다." in sign_in(world.hong).get("/").text


def test_where_nothing_remains_thanks_alone_is_offered(world: World, sign_in: SignIn) -> None:
    for place in range(10):
        others = [world.kim, world.park]
        if place >= 2:
            others = [a_colleague(world.agency_id, f"이웃{place}{side}", world.welfare) for side in "가나"]
        world.send(world.hong, *others)
    page = sign_in(world.hong).get("/").text
    assert "고마운 마음은 언제든 전할 수 있습니다" in page
    assert "hidden" not in page[page.index('value="thanks"') :].partition(">")[0]


def test_only_the_three_latest_notes_are_shown(world: World, sign_in: SignIn) -> None:
    for number in range(4):
        world.send(world.lim, world.hong, points=0, text=f"{number}번 글: {TEXT}")
    page = sign_in(world.hong).get("/").text
    assert [f"{number}번 글" in page for number in range(4)] == [False, True, True, True]


def test_the_header_counts_what_is_unread(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.kim, world.hong).note_ids[0]
    client = sign_in(world.hong)
    assert 'class="count"' in client.get("/").text
    client.get(f"/notes/{note_id}")
    assert 'class="count"' not in client.get("/").text


def test_a_stranger_is_asked_to_sign_in(world: World, client: FlaskClient) -> None:
    assert client.get("/").location.startswith("/sign-in")


@pytest.mark.parametrize("address", ["/", "/notes/received", "/notes/sent", "/notes/feed", "/scheme"])
def test_the_pages_speak_english_too(world: World, sign_in: SignIn, address: str) -> None:
    world.send(world.hong, world.kim)
    world.send(world.kim, world.hong)
    client = sign_in(world.hong)
    client.set_cookie("language", "en")
    page = client.get(address)
    assert page.status_code == 200
    assert 'lang="en"' in page.text


class TestTheMonthBefore:
    """From the 1st: quietly, below everything else."""

    @pytest.fixture
    def world(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
        world = a_world()
        change_scheme(ranking_viewers=Viewers.EVERYONE)
        first = Month.of(clock.now(), ZoneInfo("Asia/Seoul")).starts_at(ZoneInfo("Asia/Seoul"))
        with monkeypatch.context() as patched:
            patched.setattr("collabpoints.services.months.database_now", lambda _session: first - timedelta(days=3))
            world.send(world.hong, world.kim, text="지난달 이야기: " + TEXT)
            world.send(world.kim, world.hong, is_private=True, text="둘만의 이야기: " + TEXT)
            boards_of(world.agency_id)
        return world

    def test_it_tells_how_many_notes_went_to_and_fro(self, world: World, sign_in: SignIn) -> None:
        assert "지난달 우리 기관에는 고마움이 2건 오갔습니다" in sign_in(world.park).get("/").text

    def test_what_came_to_oneself_is_told_only_where_something_came(self, world: World, sign_in: SignIn) -> None:
        assert "나에게는" not in sign_in(world.park).get("/").text
        page = sign_in(world.kim).get("/").text
        assert "나에게는 1건이 왔습니다." in page
        assert "함께 온 포인트는 10포인트입니다." in page

    def test_it_shows_public_stories_and_no_private_ones(self, world: World, sign_in: SignIn) -> None:
        page = sign_in(world.park).get("/").text
        assert "지난달 이야기" in page
        assert "둘만의 이야기" not in page

    def test_the_ranking_comes_last_and_is_a_plain_link(self, world: World, sign_in: SignIn) -> None:
        page = sign_in(world.park).get("/").text
        before = page[page.index("home-before") :]
        assert "지난달 순위" in before[before.index("지난달 이야기") :]
        assert not re.search(r"\d위", before)

    def test_nothing_is_told_of_a_month_without_notes(self, app: Flask, sign_in: SignIn) -> None:
        world = a_world()
        world.send(world.hong, world.kim)
        assert "지난달" not in sign_in(world.hong).get("/").text
