"""Nobody's data is shown in a role without the record that names him (architecture, rule 12; promise 19).

Words and numbers that stand nowhere else are planted in every person's data; then everybody walks the whole URL map. What of
others a colleague without any role meets on his walk is written down here by hand (`EVERYBODY_SEES`); whatever of others
shows beyond that must be named, person by person, in the access records of that visit, or be covered by a record of a
download.
"""

import html
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from collabpoints.db import db, reading
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import Viewers
from collabpoints.models import AccessRecord, DownloadRecord, Note, Person
from collabpoints.views import access
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.boards import boards_of
from tests.factories.hands import by_hand
from tests.factories.schemes import change_scheme
from tests.house.test_access import ROLES, House, a_house, a_token, doors, enter, rules

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # which database answers does not matter here

EVERYBODY_SEES = {"public text", "phone"}
"""What of others every colleague may meet anywhere: what was said in public, and the telephone list."""

SEEN_THERE = {"people.search": {"number"}}
"""What of others every colleague may meet on these pages, and nowhere else."""

QUERIES = {
    "people.search": ["q=홍", "q=김"],
    "boards.persons": ["span=2026"],
    "special_grants.queue": ["before=999"],
}
"""Further spellings of addresses that show more than the bare one."""

TYPED = {
    "prize_files.take": {"reason": "표창 준비"},
    "flows.take": {"reason": "회의 자료"},
    "flows.take_bureau": {"reason": "회의 자료"},
}


@dataclass(frozen=True)
class Sentinel:
    """A word or number that stands in the data of these people only."""

    kind: str
    said: str
    person_ids: frozenset[int]

    def is_in(self, page: str) -> bool:
        return self.said in page


def planted(house: House) -> list[Sentinel]:
    """Everybody's sentinels, planted; the application did not write them, so that no rule is in the way."""
    # Of a private note's request nobody is told whose it is (docs/adr/0012): this one is about a public note.
    by_hand("UPDATE notes SET is_private = false WHERE id IN (SELECT note_id FROM appeals)")
    with reading() as session:
        people = list(session.scalars(select(Person.id).order_by(Person.id)))
        notes = session.execute(select(Note.id, Note.is_private, Note.sender_person_id, Note.recipient_person_id)).all()
        grants = session.execute(text("SELECT id, receiver_person_id FROM special_grants")).all()
        appeals = session.execute(text("SELECT id, asker_person_id FROM appeals")).all()
    found, statements = [], []
    for one in people:
        number, phone, points = f"SN{one:04d}77", f"041-9{one:02d}-77{one:02d}", 70_000 + 13 * one
        found += [
            Sentinel("number", number, frozenset({one})),
            Sentinel("phone", phone, frozenset({one})),
            Sentinel("mail", f"own{one:04d}@sentinel", frozenset({one})),
            Sentinel("points", f"{points:,}", frozenset({one})),
            Sentinel("points", str(points), frozenset({one})),
        ]
        statements += [
            f"UPDATE employees SET number = '{number}', phone = '{phone}', email = 'own{one:04d}@sentinel.example'"
            f" WHERE person_id = {one}",
            f"UPDATE person_month_totals SET received_points = {points} WHERE person_id = {one}",
        ]
    for id_, is_private, *ends in notes:
        found.append(Sentinel("private text" if is_private else "public text", f"말속{id_:03d}표", frozenset(ends)))
        statements.append(f"UPDATE note_texts SET text = '말속{id_:03d}표입니다' WHERE note_id = {id_}")
    for id_, receiver in grants:
        found.append(Sentinel("special reason", f"공적{id_:03d}표", frozenset({receiver} - {None})))
        statements.append(f"UPDATE special_grants SET reason = '공적{id_:03d}표' WHERE id = {id_}")
    for id_, asker in appeals:
        found.append(Sentinel("appeal", f"청함{id_:03d}표", frozenset({asker})))
        statements.append(f"UPDATE appeals SET reason = '청함{id_:03d}표' WHERE id = {id_}")
    boards_of(house.world.agency_id)
    statements += [
        "UPDATE person_standings SET received_points = 70000 + 13 * person_id, score = 70000 + 13 * person_id",
        "UPDATE prize_winners SET figure = 70000 + 13 * person_id WHERE person_id IS NOT NULL",
    ]
    by_hand(*statements)
    return found


@dataclass
class Walk:
    """Somebody on his way through the whole house."""

    house: House
    who: Colleague
    sentinels: list[Sentinel]
    client: FlaskClient

    def visit(self, method: str, endpoint: str, query: str, body: dict[str, str] | None) -> list[Sentinel]:
        """The sentinels of others that the answer shows and that no record of the visit names."""
        address = self.house.address(endpoint) + (f"?{query}" if query else "")
        open_here = EVERYBODY_SEES | SEEN_THERE.get(endpoint, set())
        before = newest_records()
        answer = self.client.open(address, method=method, data=body)
        page = words_of(answer.mimetype, answer.data)
        shown = [
            one for one in self.sentinels
            if one.kind not in open_here and self.who.person_id not in one.person_ids and one.is_in(page)
        ]  # fmt: skip
        if not shown:
            return []
        named, has_all = named_since(before, self.who.person_id)
        return [] if has_all else [one for one in shown if not one.person_ids <= named]

    def everywhere(self, *only: str) -> Iterator[tuple[str, list[Sentinel]]]:
        """Every visit of the whole map, or of these endpoints."""
        for (method, endpoint), rule in rules(self.house.app):
            is_known = (
                method,
                endpoint,
            ) in doors() and rule.arguments <= self.house.values.keys()  # else test_access fails
            if endpoint == "sign_in.leave" or not is_known or (only and endpoint not in only):
                continue
            body = None
            if method == "POST":
                body = {"csrf_token": a_token(self.client), **TYPED.get(endpoint, {})}
            for query in ["", *QUERIES.get(endpoint, [])]:
                yield f"{method} {endpoint}", self.visit(method, endpoint, query, body)


def words_of(media_type: str | None, content: bytes) -> str:
    """What can be read in an answer: a page, a text, or what lies packed in a workbook or document."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return html.unescape(content.decode("utf-8", "replace")) if media_type else ""


def newest_records() -> tuple[int, int]:
    with reading() as session:
        return (
            session.scalar(select(func.max(AccessRecord.id))) or 0,
            session.scalar(select(func.max(DownloadRecord.id))) or 0,
        )


def named_since(before: tuple[int, int], actor_id: int) -> tuple[set[int], bool]:
    """Whom the records of one visit name, and whether one of a download covers the whole agency."""
    with reading() as session:
        named = set(
            session.scalars(
                select(AccessRecord.subject_person_id).where(
                    AccessRecord.id > before[0], AccessRecord.actor_person_id == actor_id
                )
            )
        )
        scopes = set(
            session.scalars(
                select(DownloadRecord.scope).where(
                    DownloadRecord.id > before[1], DownloadRecord.actor_person_id == actor_id
                )
            )
        )
    return {one for one in named if one is not None}, bool(scopes & {"agency", "department"})


def unrecorded(house: House, sentinels: list[Sentinel], who: Colleague, *only: str) -> dict[str, set[str]]:
    """What of others somebody was shown without its record, by endpoint (of all, or of these): kinds of sentinels."""
    client = house.app.test_client()
    enter(client, who)
    found: dict[str, set[str]] = {}
    for door, missing in Walk(house, who, sentinels, client).everywhere(*only):
        if missing:
            found.setdefault(door, set()).update(one.kind for one in missing)
    db.session.remove()
    return found


@pytest.fixture
def house(app: Flask) -> House:
    house = a_house(app)
    house.world.send(house.world.park, house.world.lim)
    house.world.send(house.world.kim, house.world.hong, is_private=True)
    house.values["span"] = house.values["period"]
    change_scheme(ranking_viewers=Viewers.LEADS_AND_HR)  # otherwise a standing is what every colleague sees
    return house


def a_stranger(house: House, role: Role) -> Colleague:
    """Somebody with this role who has to do with nobody's data by himself; a head is head of those he is shown."""
    given = () if role is Role.EMPLOYEE else (role,)
    return a_colleague(house.world.agency_id, f"나그네{role.value}", house.world.roads, roles=given)


@pytest.mark.parametrize("role", [role for role in ROLES if role])
def test_whoever_is_shown_anothers_data_in_a_role_is_recorded_by_the_others_name(house: House, role: Role) -> None:
    who = a_stranger(house, role)
    found = unrecorded(house, planted(house), who)
    owed = {door: sorted(kinds) for door, kinds in found.items()}
    assert not owed, (
        f"shown to a {role} without a record that names the person (say access.looks_at in the view): {owed}"
    )


def test_what_is_planted_reaches_pages_at_all(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind of sentinel is met by somebody: a walk that sees nothing proves nothing. Without its records it fails. A
    private text that nobody opened with a reason and one's own mail address are on no page of others at all."""
    monkeypatch.setattr(access, "record_access", lambda **_given: None)
    sentinels, officer = planted(house), a_stranger(house, Role.OFFICER)
    met = set().union(
        *unrecorded(house, sentinels, officer, "appeals.page", "special_grants.page", "boards.persons").values(),
        *unrecorded(house, sentinels, a_stranger(house, Role.ADMINISTRATOR), "roles.page", "links.make").values(),
    )
    assert met == {one.kind for one in sentinels} - EVERYBODY_SEES - {"mail", "private text"}


@pytest.mark.parametrize("fault", ["names nobody", "shows everybody"])
def test_a_planted_fault_is_caught(house: House, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """A page that forgets whom it shows, and a page for all that shows what no colleague sees."""
    sentinels = planted(house)
    if fault == "names nobody":
        monkeypatch.setattr(access, "looks_at", lambda _person_ids: None)
        assert "GET appeals.page" in unrecorded(house, sentinels, a_stranger(house, Role.OFFICER), "appeals.page")
        return
    number = next(one.said for one in sentinels if one.kind == "number")
    views: dict[str, Any] = house.app.view_functions
    kept = views["schemes.page"]
    monkeypatch.setitem(views, "schemes.page", access.signed_in(lambda: f"<p>{number}</p>"))
    assert kept is not views["schemes.page"]
    assert unrecorded(house, sentinels, a_stranger(house, Role.EMPLOYEE), "schemes.page") == {
        "GET schemes.page": {"number"}
    }
