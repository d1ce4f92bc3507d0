"""The messenger's hook with a real HTTP server behind it: one that takes, and ones that refuse, hang, redirect and die."""

import hashlib
import hmac
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from time import monotonic, time

import pytest
from flask import Flask
from sqlalchemy import select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.notices import NoticeKind
from collabpoints.jobs import http_post
from collabpoints.jobs.outbox import send_due
from collabpoints.models import Account, Employee, Notice, Outbox
from collabpoints.services.note_changes import take_back
from collabpoints.services.notices import mark_all_read, tell
from collabpoints.services.outbox import HOOK, claim_message
from config import HOME, Config
from tests.conftest import a_config
from tests.factories.worlds import World, a_world

SECRET = "only-for-the-hook-9876543210-zyxwvutsrqponm"
LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)


@dataclass
class Messenger:
    """Takes what is posted, or answers as it was told to."""

    config: Config
    status: int = 204
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def said(self) -> list[dict[str, str]]:
        return [json.loads(body) for _headers, body in self.taken]


@pytest.fixture
def messenger(app: Flask) -> Iterator[Messenger]:
    made = Messenger(a_config("sqlite:///", hook_secret=SECRET))

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.asked.append(self.path)
            if made.status // 100 == 2:
                made.taken.append((dict(self.headers), body))
            self.send_response(made.status)
            if made.status // 100 == 3:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(b"<p>this is never read</p>" * (made.status != 204))

        def log_message(self, *_given: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    made.config = replace(made.config, hook_url=f"http://127.0.0.1:{server.server_port}/hook?room=7")
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def the_message() -> Outbox:
    with reading() as session:
        found = session.scalars(select(Outbox).where(Outbox.kind == "hook")).one()
        session.refresh(found)
        session.expunge(found)
        return found


def change(table: type, **values: object) -> None:
    with unit_of_work() as session:
        session.execute(update(table).values(**values))


def test_a_new_notice_is_told_once(world: World, messenger: Messenger) -> None:
    world.send(world.hong, world.kim)
    assert send_due(messenger.config) == 1
    assert send_due(messenger.config) == 0
    assert messenger.asked == ["/hook?room=7"]


def test_what_is_said_names_nobody_but_the_receiver_and_quotes_nothing(world: World, messenger: Messenger) -> None:
    world.send(world.hong, world.kim, text="비밀스러운 고마운 이야기를 여기에 적습니다", is_private=True)
    send_due(messenger.config)
    (said,) = messenger.said
    assert said.keys() == {"id", "kind", "employee_number", "at", "url"}
    assert (said["kind"], said["employee_number"]) == ("received", world.kim.number)
    assert said["url"] == "http://localhost/notices/1"
    assert datetime.fromisoformat(said["at"]).utcoffset() == timedelta(hours=9)
    whole = messenger.taken[0][1].decode()
    assert "비밀" not in whole
    assert world.hong.number not in whole


def test_the_signature_proves_body_and_moment(world: World, messenger: Messenger) -> None:
    world.send(world.hong, world.kim)
    send_due(messenger.config)
    headers, body = messenger.taken[0]
    timestamp = headers["X-Collabpoints-Timestamp"]
    right = hmac.new(SECRET.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-Collabpoints-Signature"] == f"v1={right}"
    assert abs(int(timestamp) - time()) < 60


def test_every_receiver_is_told_of_his_own(world: World, messenger: Messenger) -> None:
    world.send(world.hong, world.kim, world.park)
    assert send_due(messenger.config) == 2
    assert {said["employee_number"] for said in messenger.said} == {world.kim.number, world.park.number}
    assert len({said["id"] for said in messenger.said}) == 2


@pytest.mark.parametrize("gone", ["read", "taken back", "account off", "left"])
def test_what_nobody_waits_for_is_not_told(world: World, messenger: Messenger, gone: str) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    messenger.status = 500
    send_due(messenger.config)
    messenger.status = 204
    if gone == "read":
        mark_all_read(world.kim.person_id, newest=100)
    elif gone == "taken back":
        take_back(note_id, agency_id=world.agency_id, person_id=world.hong.person_id)
    elif gone == "account off":
        change(Account, is_active=False)
    else:
        change(Employee, status="left", left_on=LONG_AGO.date())
    change(Outbox, due_at=LONG_AGO)
    assert send_due(messenger.config) == 0
    assert the_message().dropped_at is not None


def test_what_is_older_than_a_day_is_not_planned(world: World, messenger: Messenger) -> None:
    with unit_of_work() as session:
        tell(
            session,
            world.agency_id,
            [world.kim.person_id],
            NoticeKind.OPENED,
            at=datetime.now(UTC) - timedelta(hours=25),
        )
    assert send_due(messenger.config) == 0


def test_what_could_not_be_told_for_a_day_is_dropped(world: World, messenger: Messenger) -> None:
    world.send(world.hong, world.kim)
    messenger.status = 500
    send_due(messenger.config)
    messenger.status = 204
    change(Notice, created_at=datetime.now(UTC) - timedelta(hours=25))
    change(Outbox, due_at=LONG_AGO)
    assert send_due(messenger.config) == 0
    assert the_message().dropped_at is not None


@pytest.mark.parametrize("status", [400, 401, 404, 410, 422, 429, 500, 503])
def test_a_refusal_waits_and_is_tried_again_after_a_pause(world: World, messenger: Messenger, status: int) -> None:
    world.send(world.hong, world.kim)
    messenger.status = status
    assert send_due(messenger.config) == 0
    waiting = the_message()
    assert (waiting.tries, waiting.claimed_until, waiting.sent_at, waiting.dropped_at) == (1, None, None, None)
    assert waiting.due_at > datetime.now(UTC)
    assert str(status) in waiting.last_error
    messenger.status = 200
    change(Outbox, due_at=LONG_AGO)
    assert send_due(messenger.config) == 1


def test_a_hook_that_refuses_one_message_gets_the_next(world: World, messenger: Messenger) -> None:
    world.send(world.hong, world.kim, world.park)
    messenger.status = 422
    send_due(messenger.config)
    assert len(messenger.asked) == 2


def test_a_hook_that_is_out_of_order_is_left_alone_for_this_minute(world: World, messenger: Messenger) -> None:
    world.send(world.hong, world.kim, world.park)
    messenger.status = 503
    send_due(messenger.config)
    assert len(messenger.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(world: World, messenger: Messenger, status: int) -> None:
    world.send(world.hong, world.kim)
    messenger.status = status
    assert send_due(messenger.config) == 0
    assert messenger.asked == ["/hook?room=7"]
    assert "no redirect" in the_message().last_error


@pytest.mark.parametrize(
    "way", ["closed port", "hangs up", "says nothing", "dies within its answer", "drips", "no HTTP"]
)
def test_a_dead_hook_loses_nothing_and_holds_nobody_up(
    world: World, messenger: Messenger, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_post, "_SECONDS", 0.5)
    world.send(world.hong, world.kim)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if way != "closed port":
            listener.listen()
            threading.Thread(target=misbehave, args=(listener, way), daemon=True).start()
        port = listener.getsockname()[1]
        began = monotonic()
        assert send_due(replace(messenger.config, hook_url=f"http://127.0.0.1:{port}/")) == 0
        assert monotonic() - began < 5
    assert the_message().tries == 1
    assert the_message().sent_at is None
    change(Outbox, due_at=LONG_AGO)
    assert send_due(messenger.config) == 1


def misbehave(listener: socket.socket, way: str) -> None:
    connection, _address = listener.accept()
    with connection:
        if way == "hangs up":
            return
        connection.recv(65536)
        try:
            if way == "dies within its answer":
                connection.sendall(b"HTTP/1.1 20")
            elif way == "no HTTP":
                connection.sendall(b"220 mail.example ESMTP\r\n")
            elif way == "drips":
                connection.sendall(b"HTTP/1.1 200 OK\r\n")
                for _ in range(100):
                    connection.sendall(b"X-A: b\r\n")
                    threading.Event().wait(0.1)
            else:
                threading.Event().wait(5)
        except OSError:
            pass


def test_a_process_that_died_with_a_message_tells_it_again_under_the_same_id(
    world: World, messenger: Messenger
) -> None:
    world.send(world.hong, world.kim)
    send_due(messenger.config)
    change(Outbox, sent_at=None, claimed_until=LONG_AGO)
    send_due(messenger.config)
    first, second = messenger.said
    assert first == second


SENDER = """
import sys
from collabpoints.app import create_app
from collabpoints.jobs.outbox import send_due
from tests.conftest import a_config
config = a_config(sys.argv[1], hook_url=sys.argv[2], hook_secret=sys.argv[3])
with create_app(config).app_context():
    send_due(config)
"""


def test_a_process_killed_while_the_messenger_thinks_loses_nothing(
    app: Flask, world: World, messenger: Messenger
) -> None:
    world.send(world.hong, world.kim)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(30)
        hook = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        words = [sys.executable, "-c", SENDER, str(app.config["SQLALCHEMY_DATABASE_URI"]), hook, SECRET]
        with subprocess.Popen(words, cwd=HOME) as sender:
            connection, _address = listener.accept()
            with connection:
                heard = connection.recv(65536)
                while not heard.endswith(b"}"):
                    heard += connection.recv(65536)
                sender.kill()
    assert send_due(messenger.config) == 0  # still held for the dead one
    change(Outbox, claimed_until=LONG_AGO)
    assert send_due(messenger.config) == 1
    assert messenger.taken[0][1] == heard.partition(b"\r\n\r\n")[2]


def test_while_somebody_holds_a_message_nobody_else_tells_it(world: World, messenger: Messenger) -> None:
    world.send(world.hong, world.kim)
    messenger.status = 500
    send_due(messenger.config)
    messenger.status = 204
    change(Outbox, due_at=LONG_AGO)
    claim_message(HOOK)
    assert send_due(messenger.config) == 0


def test_another_notice_under_the_number_of_one_that_a_restore_lost_has_another_id(
    world: World, messenger: Messenger
) -> None:
    world.send(world.hong, world.kim)
    send_due(messenger.config)
    change(Notice, created_at=datetime.now(UTC))
    change(Outbox, sent_at=None)
    send_due(messenger.config)
    first, second = messenger.said
    assert first["url"] == second["url"]
    assert first["id"] != second["id"]


def test_after_a_restore_nothing_of_before_is_told(
    world: World, messenger: Messenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.send(world.hong, world.kim)
    messenger.status = 500
    send_due(messenger.config)
    world.send(world.hong, world.park)
    messenger.status = 204
    change(Outbox, due_at=LONG_AGO)
    monkeypatch.setattr("collabpoints.jobs.outbox.place", lambda: "elsewhere")
    assert send_due(messenger.config) == 0
    world.send(world.kim, world.hong)
    assert send_due(messenger.config) == 1
    assert messenger.said[0]["employee_number"] == world.hong.number


def test_a_dead_mail_server_does_not_hold_up_the_hook(world: World, messenger: Messenger) -> None:
    world.send(world.hong, world.kim)
    with unit_of_work() as session:
        session.add(
            Outbox(agency_id=1, kind="morning", person_id=world.kim.person_id, for_day=LONG_AGO.date(),
                   due_at=LONG_AGO, created_at=LONG_AGO)
        )  # fmt: skip
    assert send_due(replace(messenger.config, smtp_url="smtp://127.0.0.1:1")) == 1


def test_without_a_hook_nothing_is_planned(world: World, messenger: Messenger) -> None:
    world.send(world.hong, world.kim)
    send_due(replace(messenger.config, hook_url=""))
    with reading() as session:
        assert session.scalars(select(Outbox.id)).all() == []


def test_the_environment_names_no_way_round(
    world: World, messenger: Messenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    world.send(world.hong, world.kim)
    assert send_due(messenger.config) == 1
