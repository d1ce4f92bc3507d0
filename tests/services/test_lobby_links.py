"""Links of lobby screens: made with a secret that nobody keeps, good until revoked."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refused
from collabpoints.models import Agency, LobbyLink
from collabpoints.queries.lobby_links import lobby_screen, lobby_screens, open_lobby
from collabpoints.services.lobby_links import make_lobby_link, revoke_lobby_link
from tests.factories.worlds import World, a_world

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def made(world: World, place: str = "본관 1층 로비") -> tuple[int, str]:
    link = make_lobby_link(agency_id=world.agency_id, place=place, made_by_person_id=world.lim.person_id, now=NOW)
    return link.link_id, link.secret


def revoke(world: World, link_id: int, *, later: int = 1) -> str:
    return revoke_lobby_link(
        link_id,
        agency_id=world.agency_id,
        revoked_by_person_id=world.park.person_id,
        now=NOW + timedelta(hours=later),
    )


def test_a_secret_opens_the_tree_of_its_agency(world: World) -> None:
    opened = open_lobby(made(world)[1])
    assert opened
    assert (opened.agency_id, opened.agency_ko, opened.agency_en) == (world.agency_id, "하늘도", "Haneul Province")


def test_a_secret_may_be_typed_from_paper(world: World) -> None:
    secret = made(world)[1]
    assert open_lobby(f" {secret.upper().replace('-', ' ')}\n")


def test_the_database_keeps_only_a_digest(world: World) -> None:
    secret = made(world)[1]
    with unit_of_work() as session:
        kept = session.scalars(select(LobbyLink)).one()
        told = [str(value) for value in vars(kept).values()]
    assert kept.secret_digest == hashlib.sha256(secret.replace("-", "").encode()).hexdigest()
    assert not [value for value in told if secret in value or secret.replace("-", "") in value]


def test_no_two_secrets_are_alike(world: World) -> None:
    assert len({made(world)[1] for _ in range(20)}) == 20


@pytest.mark.parametrize("guess", ["", "0000-0000-0000-0000-0000", "가" * 500, "\x00", "' OR 1=1 --"])
def test_a_guess_opens_nothing(world: World, guess: str) -> None:
    made(world)
    assert open_lobby(guess) is None


def test_a_revoked_link_opens_nothing_and_the_others_stay(world: World) -> None:
    (gone, secret), (_other, kept) = made(world), made(world, "별관 복도")
    assert revoke(world, gone) == "본관 1층 로비"
    assert open_lobby(secret) is None
    assert open_lobby(kept)


def test_revoking_twice_changes_nothing(world: World) -> None:
    link_id, _secret = made(world)
    revoke(world, link_id, later=1)
    revoke(world, link_id, later=2)
    revoked = lobby_screen(link_id, agency_id=world.agency_id).revoked
    assert revoked
    assert revoked.at == NOW + timedelta(hours=1)


def test_another_agencys_link_does_not_exist(world: World) -> None:
    link_id, secret = made(world)
    with unit_of_work() as session:
        other = Agency(code="bada", name_ko="바다시", name_en="Bada", zone="Asia/Seoul", is_demo=False, created_at=NOW)
        session.add(other)
        session.flush()
        other_id = other.id
    with pytest.raises(NotFound):
        revoke_lobby_link(link_id, agency_id=other_id, revoked_by_person_id=world.park.person_id, now=NOW)
    with pytest.raises(NotFound):
        lobby_screen(link_id, agency_id=other_id)
    assert lobby_screens(other_id) == ()
    assert open_lobby(secret)


def test_the_list_tells_where_by_whom_and_when(world: World) -> None:
    first, second, third = (made(world, place)[0] for place in ("로비", "복도", "식당"))
    revoke(world, second)
    screens = lobby_screens(world.agency_id)
    assert [(screen.id, screen.place) for screen in screens] == [(third, "식당"), (first, "로비"), (second, "복도")]
    assert {(screen.made.name, screen.made.position, screen.made.at) for screen in screens} == {
        ("임꺽정", "주무관", NOW)
    }
    assert screens[2].revoked
    assert (screens[2].revoked.name, screens[2].revoked.position) == ("박서연", "주무관")


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("", Code.PLACE_MISSING),
        (" \n ", Code.PLACE_MISSING),
        ("\u3164", Code.TEXT_INVISIBLE),
        ("\u202e로비", Code.TEXT_INVISIBLE),
        ("가" * 61, Code.TEXT_LONG),
    ],
)
def test_a_place_that_cannot_be_read_is_refused(world: World, place: str, code: Code) -> None:
    with pytest.raises(Refused) as refused:
        made(world, place)
    assert code in [refusal.code for refusal in refused.value.refusals]
    assert {refusal.field for refusal in refused.value.refusals} == {"place"}
    assert lobby_screens(world.agency_id) == ()


def test_a_place_of_several_lines_stands_in_one(world: World) -> None:
    link_id, _secret = made(world, " 본관\n1층   로비 ")
    assert lobby_screen(link_id, agency_id=world.agency_id).place == "본관 1층 로비"
