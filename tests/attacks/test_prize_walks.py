"""Somebody curious walks through boards, prizes, closings and the head's view by every address that he could guess: what is
not his is not there, who opted out and what was private stand nowhere, and looking changes nothing."""

import hashlib

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import Base, reading
from collabpoints.models import AccessRecord
from tests.attacks.prize_houses import PRIVATE, PrizeHouse, a_prize_house
from tests.attacks.test_prize_requests import entered
from tests.factories.agencies import Colleague
from tests.factories.prizes import REASON, winner_of
from tests.house.test_access import a_token

_LOOKED_AT = ("access_records", "account_sessions")


@pytest.fixture
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> PrizeHouse:
    return a_prize_house(monkeypatch)


def addresses(house: PrizeHouse) -> list[str]:
    """The doors with whatever can be named there."""
    world, (first, second, third) = house.prizes.world, house.periods
    found = [
        "/", "/boards", "/boards/department", "/prizes", "/prizes/winners", "/note-prizes", "/months", "/jobs", "/notices",
        f"/note-prizes/choose/{house.note_id}", f"/note-prizes/asked/{house.asked_note}", f"/prizes/asked/{house.winner_id}",
    ]  # fmt: skip
    for span in (first, second, third, f"{first[:4]}-Q4", first[:4]):
        found += [f"/boards/{span}/{which}{how}" for which in ("departments", "persons") for how in ("", "?by=sent", "?mine=1")]  # fmt: skip
        for place in (world.planning, world.welfare, world.roads):
            found += [
                f"/boards/{span}/department?department={place}",
                f"/boards/{span}/departments/{place}/explanation",
            ]
        found.append(f"/boards/{span}/persons/me/explanation")
    for period in house.periods:
        found += [f"/months/{period}", f"/months/{period}/confirm", f"/note-prizes?month={period}"]
    for proposal in (house.confirmed, house.dropped, house.opened):
        found += [f"/prizes/{proposal}", f"/prizes/{proposal}/add", f"/prizes/{proposal}/confirm"]
        found += [f"/prizes/{proposal}/winners/{winner}" for winner in (house.won_id, house.winner_id)]
    return found


def seen(app: Flask, house: PrizeHouse, who: Colleague) -> dict[str, str]:
    """What he gets to see, by address; what is refused is not in it."""
    client, found = entered(app, who), {}
    for address in addresses(house):
        answer = client.get(address)
        assert answer.status_code in (200, 302, 303, 404), (address, answer.status_code)
        if answer.status_code == 200:
            found[address] = answer.text
    return found


def test_an_employee_sees_boards_his_own_standing_and_what_he_was_asked(app: Flask, house: PrizeHouse) -> None:
    world = house.prizes.world
    found = seen(app, house, world.hong)
    boards = {one for one in found if one.startswith("/boards/") and one.endswith(("departments", "persons", "?by=sent", "?mine=1"))}  # fmt: skip
    own = {one for one in found if one.endswith(("/me/explanation", f"/departments/{world.planning}/explanation"))}
    rest = {"/", "/prizes/winners", "/notices", f"/note-prizes/asked/{house.asked_note}"}
    assert len(boards) == 30
    assert found.keys() == boards | own | rest
    assert PRIVATE not in "".join(found.values())
    notes = (found["/"], found["/notices"])
    assert not any(world.park.name in page for page in found.values() if page not in notes)


def test_a_head_sees_his_own_department_and_no_proposal(app: Flask, house: PrizeHouse) -> None:
    found = seen(app, house, house.gil)
    welfare = house.prizes.world.welfare
    headed = {one for one in found if "/department?department=" in one}
    assert len(headed) == 5
    assert all(one.endswith(f"={welfare}") for one in headed)
    assert not any(one.startswith(("/months", "/note-prizes", "/jobs")) for one in found)
    assert [one for one in found if one.startswith("/prizes")] == ["/prizes/winners"]
    assert PRIVATE not in "".join(found.values())


def test_who_chooses_notes_reads_no_private_one(app: Flask, house: PrizeHouse) -> None:
    for who in (house.prizes.oh, house.prizes.shin):
        found = seen(app, house, who)
        assert f"/note-prizes?month={house.periods[2]}" in found
        assert [address for address, page in found.items() if PRIVATE in page] == []


def test_who_opted_out_stands_in_no_prize_that_others_see(app: Flask, house: PrizeHouse) -> None:
    """Park won in the month before he opted out, and is asked in the next one."""
    world, name = house.prizes.world, house.prizes.world.park.name
    for who in (world.kim, house.gil, house.boss):
        found = seen(app, house, who)
        places = [one for one in found if one.startswith(("/boards", "/prizes", "/months"))]
        assert [address for address in places if name in found[address]] == []


def test_looking_changes_nothing(app: Flask, house: PrizeHouse) -> None:
    before = whole()
    for who in (house.prizes.oh, house.prizes.world.park):
        seen(app, house, who)
    assert whole() == before


def whole() -> dict[str, str]:
    """A digest of the rows of each table but the records of looks."""
    found = {}
    with reading() as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in _LOOKED_AT:
                rows = session.execute(select(table).order_by(*table.primary_key)).all()
                found[table.name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return found


@pytest.mark.parametrize("kind", ["csv", "slide", "xlsx"])
def test_no_forged_form_makes_a_list_or_a_slide_of_who_opted_out(app: Flask, house: PrizeHouse, kind: str) -> None:
    """Park won before he opted out: a certificate of his own can be had, no other file names him."""
    park, officer = winner_of(house.confirmed, house.prizes.world.park), entered(app, house.prizes.oh)
    fields = {"csrf_token": a_token(officer), "winner": str(park), "reason": REASON}
    officer.post(f"/prizes/{house.confirmed}/files/{kind}", data=fields)
    with reading() as session:
        named = session.scalars(select(AccessRecord.subject_person_id).where(AccessRecord.act == "prizes.take")).all()
    assert house.prizes.world.park.person_id not in named
