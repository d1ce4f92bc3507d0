"""Every endpoint, for everybody: the URL map against the hand-written table (promise 15, architecture rule 12)."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.routing import Rule

from collabpoints import clock
from collabpoints.db import reading, unit_of_work
from collabpoints.domain.pattern_facts import PatternKind
from collabpoints.domain.periods import Month
from collabpoints.domain.reorganisations import Act as ReorganisationAct
from collabpoints.domain.roles import Role
from collabpoints.domain.schemes import preset_text
from collabpoints.domain.staff_orders import Act, Order
from collabpoints.models import Department, HelpKind, RoleGrant
from collabpoints.queries.staff_previews import preview_of
from collabpoints.services.links import make_links
from collabpoints.services.lobby_links import make_lobby_link
from collabpoints.services.scheme_drafts import write_draft
from collabpoints.services.staff_imports import keep_staff_file
from collabpoints.services.staff_orders import place_order
from collabpoints.views.access import mark_of
from tests.factories import reorganisations
from tests.factories.agencies import Colleague, a_colleague, a_session
from tests.factories.exports import an_export, totals_of
from tests.factories.patterns import keep_found
from tests.factories.prizes import prize_rows
from tests.factories.reviews import an_appeal
from tests.factories.special_grants import a_proposal, with_special_kinds
from tests.factories.submissions import a_submission
from tests.factories.worlds import World, a_world
from tests.house.access_table import DOORS, OBJECTS

ROLES = (
    None,
    Role.EMPLOYEE,
    Role.DEPARTMENT_HEAD,
    Role.REVIEWER,
    Role.OFFICER,
    Role.PRIVACY_OFFICER,
    Role.ADMINISTRATOR,
)
HOW = "add its line to tests/house/access_table.py (and, where it names an object, lines to OBJECTS there)"

STAFF = """사번,성명,부서코드,부서명,직위,재직상태
900001,새사람,N100,새로운과,주무관,재직
"""

Door = tuple[str, str]


def doors() -> dict[Door, list[int]]:
    """Expected statuses by (method, endpoint), in the order of ROLES."""
    rows = [line.split() for line in DOORS.strip().splitlines()[1:] if line.strip()]
    return {(method, endpoint): [int(status) for status in statuses] for method, endpoint, *statuses in rows}


def objects() -> list[tuple[str, Door, list[int]]]:
    """Expected statuses of sender, recipient and colleague by kind of note and (method, endpoint)."""
    rows = [line.split() for line in OBJECTS.strip().splitlines()[1:] if line.strip()]
    return [(kind, (method, endpoint), [int(status) for status in rest]) for kind, method, endpoint, *rest in rows]


def rules(app: Flask) -> Iterator[tuple[Door, Rule]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield (method, rule.endpoint), rule


@dataclass
class House:
    """An agency with a note between two people, and everybody who will try the doors."""

    app: Flask
    world: World
    note_id: int
    batch_id: int
    values: dict[str, str]

    def address(self, endpoint: str) -> str:
        rule = next(rule for rule in self.app.url_map.iter_rules() if rule.endpoint == endpoint)
        missing = rule.arguments - set(self.values)
        assert not missing, f"{endpoint} names {missing}: tell tests/house/test_access.py what to put there"
        address = rule.rule
        for name in rule.arguments:
            address = re.sub(rf"<(?:[^<>]*:)?{name}>", self.values[name], address)
        return address

    def status(self, door: Door, who: Colleague | None) -> int:
        method, endpoint = door
        client = self.app.test_client()
        if who:
            enter(client, who)
        body = {"csrf_token": a_token(client)} if method == "POST" else None
        return client.open(self.address(endpoint), method=method, data=body).status_code


def enter(client: FlaskClient, who: Colleague) -> None:
    with client.session_transaction() as cookie:
        cookie["_user_id"] = a_session(who)


def a_token(client: FlaskClient) -> str:
    """A CSRF token that fits the client's session, as Flask-WTF makes them."""
    raw = hashlib.sha1(os.urandom(64)).hexdigest()
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = raw
    signer = URLSafeTimedSerializer(client.application.config["SECRET_KEY"], salt="wtf-csrf-token")
    return str(signer.dumps(raw))


def a_house(app: Flask, *, is_private: bool = True) -> House:
    world = a_world()
    with_special_kinds(world.agency_id)
    sent = world.send(world.hong, world.kim, is_private=is_private)
    with unit_of_work() as session:
        kind = HelpKind(agency_id=world.agency_id, name_ko="지식", place=1)
        grant = RoleGrant(
            agency_id=world.agency_id, person_id=world.lim.person_id, role=Role.REVIEWER, granted_at=clock.now()
        )
        session.add_all([kind, grant])
        session.flush()
        kind_id, grant_id = kind.id, grant.id
    import_id = keep_staff_file(
        world.agency_id,
        file_name="명부.csv",
        content=STAFF.encode(),
        uploaded_by_person_id=world.lim.person_id,
        now=clock.now(),
    )
    special_grant_id, evidence_id = a_proposal(world)
    prizes = prize_rows(world, sent.note_ids[0])
    key = app.config["SECRET_KEY"]
    link = make_links(world.agency_id, [world.lim.account_id], None, clock.now(), 72, key=key)[0]
    lobby = make_lobby_link(
        agency_id=world.agency_id, place="로비", made_by_person_id=world.lim.person_id, now=clock.now()
    )
    values = {
        "note_id": str(sent.note_ids[0]),
        "batch_id": str(sent.batch_id),
        "kind_id": str(kind_id),
        "grant_id": str(grant_id),
        "import_id": str(import_id),
        "special_grant_id": str(special_grant_id),
        "evidence_id": str(evidence_id),
        "appeal_id": str(an_appeal(world)),
        "token": link.token,
        "filename": "no-such-file",
        "notice_id": "1",  # the recipient's
        "job": "months",
        "proposal_id": str(prizes.proposal_id),
        "winner_id": str(prizes.winner_id),
        "note_prize_id": str(prizes.note_prize_id),
        "kind": "csv",
        "scheme_id": "1",
        "span": "2026-10",
        "key": "received",
        "department_id": str(world.planning),
        "code": code_of(world.planning),
        "period": str(Month.of(clock.now(), ZoneInfo("Asia/Seoul"))),
        "draft_id": str(a_draft(world)),
        "theme": "light",
        "link_id": str(lobby.link_id),
        "secret": lobby.secret,
        "person_id": str(world.kim.person_id),
        "act": "leave",
        "order_id": str(a_planned_order(world)),
        "reorganisation_id": str(a_reorganisation(world)),
        "step_act": "open",
        "place": "1",
        "finding_id": str(
            keep_found(
                world.agency_id, PatternKind.RING, (world.hong.person_id, world.kim.person_id), sent.note_ids[:1]
            )
        ),
        "export_id": str(an_export(world, wanted=totals_of(Month.of(clock.now(), ZoneInfo("Asia/Seoul"))))),
        "submission_id": str(
            a_submission(world.agency_id, world.hong, Month.of(clock.now(), ZoneInfo("Asia/Seoul")), is_everyone=True)
        ),
    }
    return House(app, world, sent.note_ids[0], sent.batch_id, values)


def code_of(department_id: int) -> str:
    with reading() as session:
        return session.execute(select(Department.code).where(Department.id == department_id)).scalar_one()


def a_planned_order(world: World) -> int:
    order = Order(Act.LEAVE, clock.now().date() + timedelta(days=60))
    shown = preview_of(world.agency_id, world.park.person_id, order, actor_person_id=world.lim.person_id)
    placed = place_order(
        world.agency_id, world.park.person_id, order, expected=shown.digest, actor_person_id=world.lim.person_id
    )
    return placed.order_id


def a_reorganisation(world: World) -> int:
    step = (ReorganisationAct.RENAME, code_of(world.roads), {"name": "미래도로과"})
    return reorganisations.a_draft(world.agency_id, world.lim, step, day=reorganisations.FAR)


def a_draft(world: World) -> int:
    text = preset_text("cheonan-2019")
    return write_draft(world.agency_id, person_id=world.lim.person_id, starts_in="2099-01", text=text)


def test_every_endpoint_wears_exactly_one_mark(sqlite_app: Flask) -> None:
    unmarked = sorted(
        {rule.endpoint for _door, rule in rules(sqlite_app) if mark_of(sqlite_app, rule.endpoint) is None}
    )
    assert not unmarked, f"{unmarked} wear no access mark: put @access.public, signed_in or only(...) on the view"


def test_two_marks_are_refused_when_the_code_is_loaded() -> None:
    from collabpoints.views import access

    with pytest.raises(ValueError, match="already wears"):
        access.public(access.signed_in(lambda: ""))


def test_an_endpoint_without_a_mark_is_open_to_nobody(app: Flask) -> None:
    house = a_house(app)
    app.view_functions["unmarked"] = app.view_functions.pop("schemes.page")
    app.view_functions["schemes.page"] = lambda: "open to everybody by mistake"
    try:
        assert house.status(("GET", "schemes.page"), house.world.hong) == 404
    finally:
        app.view_functions["schemes.page"] = app.view_functions.pop("unmarked")


def test_the_table_has_every_endpoint(sqlite_app: Flask) -> None:
    missing = sorted({door for door, _rule in rules(sqlite_app)} - set(doors()))
    assert not missing, f"not in the access table: {missing}; {HOW}"


def test_the_table_has_no_endpoint_that_is_gone(sqlite_app: Flask) -> None:
    gone = sorted(set(doors()) - {door for door, _rule in rules(sqlite_app)})
    assert not gone, f"the access table speaks of endpoints that do not exist: {gone}"


def test_every_row_speaks_of_everybody() -> None:
    assert {len(statuses) for statuses in doors().values()} == {len(ROLES)}
    assert {len(statuses) for _kind, _door, statuses in objects()} == {3}


def test_every_endpoint_of_a_note_stands_in_both_tables(sqlite_app: Flask) -> None:
    of_a_note = {door for door, rule in rules(sqlite_app) if rule.arguments & {"note_id", "batch_id"}}
    for kind in ("private", "public"):
        missing = sorted(of_a_note - {door for of, door, _statuses in objects() if of == kind})
        assert not missing, f"not among the {kind} objects: {missing}; {HOW}"


def test_everybody_gets_what_the_table_says(app: Flask) -> None:
    house = a_house(app)
    people = [
        a_colleague(
            house.world.agency_id, "나그네", house.world.roads, roles=(role,) if role is not Role.EMPLOYEE else ()
        )
        if role
        else None
        for role in ROLES
    ]
    wrong = []
    for door, expected in doors().items():
        for role, who, status in zip(ROLES, people, expected, strict=True):
            found = house.status(door, who)
            if found != status:
                wrong.append(f"{' '.join(door)} for {role or 'nobody'}: {found}, expected {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("kind", "door", "expected"), objects(), ids=lambda value: str(value))
def test_owners_get_what_the_table_says(app: Flask, kind: str, door: Door, expected: list[int]) -> None:
    found: list[int] = []
    house = a_house(app, is_private=kind == "private")
    for place in (2, 1, 0):  # who may do nothing first, so that what is done does not change what follows
        who = (house.world.hong, house.world.kim, house.world.park)[place]
        found.insert(0, house.status(door, who))
    assert found == expected


def test_no_form_is_taken_without_its_token(app: Flask) -> None:
    house = a_house(app)
    boss = a_colleague(house.world.agency_id, "김관리", house.world.roads, roles=(Role.ADMINISTRATOR,))
    taken = []
    for method, endpoint in doors():
        if method == "POST":
            client = app.test_client()
            enter(client, boss)
            if client.post(house.address(endpoint)).status_code != 400:
                taken.append(endpoint)
    assert not taken, f"taken without a CSRF token: {taken}"


def test_another_ones_token_is_not_taken(app: Flask) -> None:
    house = a_house(app)
    other, client = app.test_client(), app.test_client()
    token = a_token(other)
    enter(client, house.world.hong)
    a_token(client)
    assert client.post("/account/mail", data={"csrf_token": token}).status_code == 400


def test_numbers_that_no_database_holds_name_nothing(app: Flask) -> None:
    house = a_house(app)
    boss = a_colleague(house.world.agency_id, "김관리", house.world.roads, roles=(Role.ADMINISTRATOR,))
    numbered = (
        "note_id",
        "batch_id",
        "kind_id",
        "grant_id",
        "import_id",
        "special_grant_id",
        "evidence_id",
        "notice_id",
        "appeal_id",
        "proposal_id",
        "winner_id",
        "note_prize_id",
        "link_id",
    )
    faults = []
    for number in (str(2**63), "9" * 40):
        house.values.update(dict.fromkeys(numbered, number))
        for door, rule in rules(app):
            if rule.arguments & set(numbered):
                status = house.status(door, boss)
                if status not in (404, 405):  # 405: Werkzeug's word for it where the address takes a GET too
                    faults.append(f"{' '.join(door)} with {number}: {status}")
    assert not faults, "\n".join(faults)
