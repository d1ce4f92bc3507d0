"""Hostile requests to every door, signed in as an employee, an officer and an administrator, and as nobody: refused or
taken, but never a fault of ours. `ATTACKS=20000` sends that many, half to each database; by default a seeded sample."""

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO, StringIO
from urllib.parse import quote, unquote_to_bytes

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import run_wsgi_app

from collabpoints.domain.roles import Role
from collabpoints.views import paging
from tests.attacks.requests import NUMBERS, Attack, Attacker, attacks, doors
from tests.factories.agencies import Colleague, a_colleague
from tests.forms import forms_of
from tests.house.test_access import House, a_house, a_token, enter

ROUND = 250
ROUNDS = max(1, int(os.environ.get("ATTACKS", "1500")) // (2 * ROUND))
LEAKS = ("Traceback", "sqlalchemy", "psycopg", "werkzeug", "jinja2", "OperationalError", "DataError")
_KEPT_DOWN = {"/health/jobs"}  # 503 while no scheduler runs, by design


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Headers
    text: str


class Site:
    """An agency under attack: its people, each at a browser of his own."""

    def __init__(self, app: Flask, seed: int) -> None:
        self.app = app
        self.house: House = a_house(app)
        world = self.house.world
        self.people: list[Colleague | None] = [
            None,
            world.hong,
            a_colleague(world.agency_id, "오담당", world.roads, roles=(Role.OFFICER,)),
            a_colleague(world.agency_id, "김관리", world.roads, roles=(Role.ADMINISTRATOR,)),
        ]
        known = (world.kim.number, world.park.number, world.choi.number, world.hong.number, *self.house.values.values())
        self.attacker = Attacker(app, random.Random(seed), known, self.house.values)
        self.browsers: list[tuple[FlaskClient, str]] = []
        self.open_browsers()

    def open_browsers(self) -> None:
        """Everybody signs in anew: what was sent so far may have ended sessions."""
        self.browsers = []
        for person in self.people:
            client = self.app.test_client()
            if person:
                enter(client, person)
            self.browsers.append((client, a_token(client)))

    def strike(self, count: int) -> Iterator[tuple[Attack, Answer]]:
        chance = self.attacker.chance
        for number, door in enumerate(attacks(self.attacker, count)):
            if number % 50 == 49:
                self.open_browsers()
            client, token = chance.choice(self.browsers)
            attack = self.attacker.somewhere(door, token)
            if chance.random() < 0.4:
                address = self.house.address(door[1].endpoint)
                page = client.get(address)
                forms = forms_of(page.text) if page.mimetype == "text/html" else []
                page.close()
                if forms:
                    attack = self.attacker.through(chance.choice(forms), address, token)
            yield attack, send(client, attack)


def send(client: FlaskClient, attack: Attack) -> Answer:
    """The request as it is written, byte for byte, with the browser's session and what the attack adds."""
    kept = client.get_cookie("collabpoints")
    cookies = [f"{kept.key}={kept.value}" if kept else "", attack.cookie]
    body = BytesIO(attack.body)
    environ: dict[str, object] = {
        "REQUEST_METHOD": attack.method, "SCRIPT_NAME": "", "PATH_INFO": unquote_to_bytes(attack.path).decode("latin-1"),
        "QUERY_STRING": attack.query, "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1", "HTTP_COOKIE": "; ".join(filter(None, cookies)),
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": body, "wsgi.errors": StringIO(),
        "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in attack.headers},
    }  # fmt: skip
    if attack.method == "POST":
        environ |= {"CONTENT_LENGTH": str(len(attack.body)), "CONTENT_TYPE": attack.content_type or ""}
    with client.application.app_context():
        parts, status, headers = run_wsgi_app(client.application.wsgi_app, environ, buffered=True)
    body.close()
    return Answer(int(status.partition(" ")[0]), headers, b"".join(parts).decode("utf-8", "replace"))


# A body that is refused half-way leaves a temporary file to the collector, in the test as on a server.
@pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <function SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_whatever_is_sent_is_no_fault_of_ours(app: Flask, round_: int) -> None:
    site = Site(app, seed=round_)
    faults, statuses = [], Counter[int]()
    for attack, answer in site.strike(ROUND):
        statuses[answer.status] += 1
        is_ours = answer.status >= 500 and attack.path not in _KEPT_DOWN
        if is_ours or any(leak in answer.text for leak in LEAKS):
            faults.append(f"{answer.status}: {attack.tells}")
    assert not faults, f"{len(faults)} of {ROUND} (seed {round_}):\n" + "\n".join(faults[:10])
    # Where everything is refused at the door, nothing was tried behind it.
    assert len(statuses) >= 5, statuses
    assert statuses[400] < ROUND / 2, statuses


def test_a_number_that_no_database_holds_would_be_caught(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault planted: ids in the address are taken however large they are."""
    monkeypatch.setattr(paging, "_LONGEST", 10_000)
    site = Site(app, seed=1)
    rules = [door for door in doors(app) if door[1].endpoint == "notes.feed"]
    client, _token = site.browsers[1]
    statuses = {
        send(client, replace(site.attacker.somewhere(rules[0], ""), query=f"before={quote(number)}", cookie="")).status
        for number in NUMBERS
    }
    assert statuses == {200, 500}
