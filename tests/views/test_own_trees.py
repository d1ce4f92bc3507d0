"""내 나무: the page of one's own tree, for oneself alone."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collabpoints.services.note_changes import take_back
from tests.factories.agencies import Colleague
from tests.factories.clocks import turn_clock
from tests.factories.worlds import World, a_world

SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def leaves(page: str) -> list[str]:
    """The addresses to which leaves and blossoms lead."""
    return re.findall(r'<a class="leaf" href="([^"]+)"', page)


def test_leaves_open_the_notes_that_i_received(world: World, sign_in: SignIn) -> None:
    first = world.send(world.kim, world.hong).note_ids[0]
    second = world.send(world.park, world.hong, is_private=True).note_ids[0]
    page = sign_in(world.hong).get("/trees/mine").text
    assert leaves(page) == [f"/notes/{first}", f"/notes/{second}"]
    assert "김민수 주무관님이 보낸 메시지" in page
    assert "고마움 2건을 받았습니다." in page


def test_table_and_limbs_say_the_same_numbers(
    app: Flask, sign_in: SignIn, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_clock(monkeypatch, "2026-10-14T10:00:00+09:00")
    world = a_world()
    world.send(world.kim, world.hong)
    world.send(world.hong, world.kim, world.park)
    monkeypatch.undo()
    page = sign_in(world.hong).get("/trees/mine").text
    told = "고마움 1건을 받고 2건을 보냈습니다. 받은 것 가운데 1건은 다른 실·국에서 왔습니다."
    assert f'aria-label="2026년 10월: {told}"' in page
    assert f'data-name="2026년 10월" data-told="{told}"' in page
    cells = re.findall(r'<td role="cell" class="is-number" data-label="[^"]+">\s*(?:<b>)?(\d*)', page)
    assert cells == ["1", "1", "2"] * 2


def test_who_only_gave_has_a_tree_that_says_nothing_of_what_did_not_come(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    page = sign_in(world.hong).get("/trees/mine").text
    assert re.findall(r'data-told="([^"]+)"', page) == ["고마움 1건을 보냈습니다."]
    assert "고마움 1건을 보냈습니다. 주고받은 만큼 자란 나무입니다." in page
    assert re.findall(r'<td role="cell" class="is-number" data-label="받은 메시지">\s*(?:<b>)?(\d*)', page) == ["", ""]
    assert f'href="/notes/sent?before={note_id + 1}"' in page


def test_before_the_first_note_it_is_an_invitation(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.hong).get("/trees/mine").text
    assert 'class="seedling' in page
    assert "이 나무는 나에게만 보입니다." in page
    assert re.search(r'href="/"[^>]*>\s*<span>고마움 전하기', page)
    assert sign_in(world.hong).get("/trees/mine.svg").status_code == 404


def test_what_was_taken_back_hangs_no_more(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.kim, world.hong).note_ids[0]
    take_back(note_id, agency_id=world.agency_id, person_id=world.kim.person_id)
    assert 'class="seedling' in sign_in(world.hong).get("/trees/mine").text


def test_nobody_else_sees_it_and_nothing_keeps_it(world: World, client: FlaskClient, sign_in: SignIn) -> None:
    world.send(world.kim, world.hong)
    assert client.get("/trees/mine").status_code == 302
    assert client.get("/trees/mine.svg").status_code == 302
    assert 'class="seedling' in sign_in(world.park).get("/trees/mine").text
    assert sign_in(world.hong).get("/trees/mine").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("theme", ["light", "dark", "<script>"])
def test_the_picture_is_a_file_without_names_and_links(world: World, sign_in: SignIn, theme: str) -> None:
    world.send(world.kim, world.hong)
    found = sign_in(world.hong).get("/trees/mine.svg", query_string={"theme": theme})
    assert found.mimetype == "image/svg+xml"
    assert found.headers["Content-Disposition"].startswith("attachment; filename=my-tree-")
    assert found.headers["Cache-Control"] == "no-store"
    assert found.text.startswith("<svg xmlns=")
    assert "김민수" not in found.text
    assert 'href="/' not in found.text


def test_a_round_number_is_told_quietly(world: World, sign_in: SignIn) -> None:
    for sender, recipient in ((world.kim, world.park), (world.park, world.kim), (world.hong, world.kim)):
        for _time in range(2):
            world.send(sender, recipient, points=0)
    for sender in (world.kim, world.park, world.hong, world.lim):
        world.send(sender, world.kim if sender is not world.kim else world.park, points=0)
    before = sign_in(world.kim).get("/trees/mine").text
    assert "고마움이 어느덧 10번 오갔습니다." in before
    assert "어느덧" not in sign_in(world.park).get("/trees/mine").text


def test_in_english_nothing_korean_is_left(world: World, sign_in: SignIn) -> None:
    world.send(world.kim, world.hong)
    world.send(world.hong, world.park)
    client = sign_in(world.hong)
    client.set_cookie("language", "en")
    page = client.get("/trees/mine", headers={"Accept-Language": "en"}).text
    main = page[page.index("<main") : page.index("</main>")]
    assert re.findall(r"[가-힣]+", main.replace("김민수 주무관", "")) == []
