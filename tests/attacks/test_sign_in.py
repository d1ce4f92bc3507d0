"""Guessing passwords at a real server of three processes, many at once (promise 17, docs/adr/0006)."""

import http.client
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

import flask_migrate
import pytest
from flask import Flask

from collabpoints.app import create_app
from collabpoints.db import db, unit_of_work
from collabpoints.domain.sign_in import MOST_FOR_LOGIN, MOST_FROM_ONE_PLACE, WINDOW, window_start
from collabpoints.models import Account
from collabpoints.services.password_hashes import hash_of
from tests.conftest import a_config
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.postgres import Server, free_port
from tests.servers import web_server

PASSWORD = "gomapda-2026-autumn"
PROCESSES = 3


@dataclass
class Door:
    """The sign-in form of a running server."""

    port: int
    app: Flask
    agency_id: int
    department_id: int

    def somebody(self, name: str) -> Colleague:
        with self.app.app_context():
            colleague = a_colleague(self.agency_id, name, self.department_id)
            with unit_of_work() as session:
                session.get_one(Account, colleague.account_id).password_hash = hash_of(PASSWORD)
            return colleague

    def form(self) -> tuple[str, str]:
        """A cookie and the token that belongs to it."""
        status, cookies, page = self.ask("GET", {}, "")
        assert status == 200
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found, page[:500]
        return cookies, found[1]

    def ask(self, method: str, fields: dict[str, str], cookie: str, address: str = "") -> tuple[int, str, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        if address:
            headers["X-Forwarded-For"] = address
        line.request(method, "/sign-in", urlencode(fields), headers)
        answer = line.getresponse()
        page = answer.read().decode()
        cookies = "; ".join(value.partition(";")[0] for name, value in answer.getheaders() if name == "Set-Cookie")
        line.close()
        return answer.status, cookies, page

    def guess(self, login: str, password: str, *, address: str = "", cookie: str = "", form: tuple[str, str]) -> int:
        fields = {"csrf_token": form[1], "login": login, "password": password}
        return self.ask("POST", fields, f"{form[0]}; {cookie}", address)[0]


@pytest.fixture(scope="module")
def door(postgres_server: Server) -> Iterator[Door]:
    """Three processes behind a proxy that says who asks."""
    postgres_server.create("guessing")
    url, port = postgres_server.url("guessing"), free_port()
    app = create_app(a_config(url))
    with app.app_context():
        flask_migrate.upgrade()
        agency_id = an_agency()
        department_id = a_department(agency_id, "총무과")
    try:
        environ = {"TRUSTED_PROXIES": "1", "LOG_LEVEL": "error"}
        with web_server(url, port, workers=PROCESSES, threads=4, environ=environ):
            yield Door(port, app, agency_id, department_id)
    finally:
        with app.app_context():
            db.engine.dispose()


def a_flood(door: Door, login: str, tries: int, *, is_from_everywhere: bool) -> tuple[Counter[int], int]:
    """So many wrong guesses at once: how they were answered, and how many windows they touched."""
    form, began = door.form(), window_start(datetime.now(UTC))
    with ThreadPoolExecutor(12) as guessers:
        statuses = Counter(
            guessers.map(
                lambda n: door.guess(
                    login,
                    f"wrong-{n}",
                    address=f"203.0.113.{n}" if is_from_everywhere else "198.51.100.7",
                    form=form,
                ),
                range(tries),
            )
        )
    return statuses, 1 + (window_start(datetime.now(UTC)) - began) // WINDOW


@pytest.mark.parametrize("is_known", [True, False], ids=["known", "unknown"])
def test_guesses_from_one_place_are_limited_over_all_processes_together(door: Door, is_known: bool) -> None:
    login = door.somebody("남궁민").number if is_known else "777001"
    statuses, windows = a_flood(door, login, 60, is_from_everywhere=False)
    assert set(statuses) == {422, 429}
    assert MOST_FROM_ONE_PLACE <= statuses[422] <= MOST_FROM_ONE_PLACE * windows


@pytest.mark.parametrize("is_known", [True, False], ids=["known", "unknown"])
def test_guesses_from_everywhere_are_limited_over_all_processes_together(door: Door, is_known: bool) -> None:
    login = door.somebody("남궁인").number if is_known else "777002"
    statuses, windows = a_flood(door, login, 90, is_from_everywhere=True)
    assert set(statuses) == {422, 429}
    assert MOST_FOR_LOGIN <= statuses[422] <= MOST_FOR_LOGIN * windows


def test_the_victim_still_gets_in_from_his_own_browser_and_the_guesser_does_not_when_he_guesses_right(
    door: Door,
) -> None:
    victim, form = door.somebody("독고준"), door.form()
    status, cookies, _page = door.ask(
        "POST", {"csrf_token": form[1], "login": victim.number, "password": PASSWORD}, form[0], "198.51.100.9"
    )
    assert status == 303
    known = next(cookie for cookie in cookies.split("; ") if cookie.startswith("collabpoints-browser="))
    began = window_start(datetime.now(UTC))
    a_flood(door, victim.number, 90, is_from_everywhere=True)
    right = door.guess(victim.number, PASSWORD, address="203.0.113.250", form=form)
    own = door.guess(victim.number, PASSWORD, address="198.51.100.9", cookie=known, form=door.form())
    if window_start(datetime.now(UTC)) == began:  # else the guesser's tries count anew, by design
        assert right == 429
    assert own == 303


def test_unknown_accounts_take_as_long_as_known_ones(door: Door) -> None:
    form, known = door.form(), [door.somebody(name).number for name in ("사공진", "서문탁", "선우현")]
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for n in range(24):  # in turns, so that what else the machine does falls on both
        for kind, login in (("known", known[n % 3]), ("unknown", f"88{n:04d}")):
            began = time.perf_counter()
            assert door.guess(login, "wrong", address=f"192.0.2.{n}", form=form) == 422
            times[kind].append(time.perf_counter() - began)
    medians = {kind: statistics.median(found) for kind, found in times.items()}
    print({kind: round(median * 1000, 1) for kind, median in medians.items()}, "ms")  # noqa: T201  (seen with -s)
    assert 0.5 < medians["known"] / medians["unknown"] < 2
