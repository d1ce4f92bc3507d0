"""Sending a note against a bare view with the same durable transaction: two inserts, one conditional update."""

import os
from collections.abc import Callable
from uuid import uuid4

from tests.bench import floors
from tests.bench.places import PLACES
from tests.bench.rounds import Figures, Subject, interleaved
from tests.bench.servers import Line, Running, cookies, serving
from tests.bench.worlds import Crowd, a_crowd
from tests.factories.worlds import TEXT
from tests.forms import forms_of

_ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
_REQUESTS = int(os.environ.get("BENCH_REQUESTS", "60"))
_BROWSERS = 10
TARGET = "2.5"


def measured() -> list[tuple[str, ...]]:
    """CPU of the web server and of the database for one POST; the page that the redirect leads to is not counted."""
    rows: list[tuple[str, ...]] = [("database", "what", "ratio", "target", "CPU ms", "requests/s", "p95 ms")]
    for name, place in PLACES:
        with place() as (url, server), a_crowd(url) as crowd:
            floors.prepare(url)
            with serving("wsgi:app", url, server) as ours, serving("tests.bench.floors:app", url, server) as bare:
                found = interleaved(
                    {
                        "bare view": Subject(bare, _bare_sending(bare, crowd)),
                        "bare view again": Subject(bare, _bare_sending(bare, crowd)),
                        "send": Subject(ours, sending(ours, crowd)),
                        "send again": Subject(ours, sending(ours, crowd)),
                    },
                    rounds=_ROUNDS,
                    requests=_REQUESTS,
                )
        rows += _table(name, found)
    return rows


def sending(server: Running, crowd: Crowd) -> Callable[[int], None]:
    """Real forms of signed-in people in turn: the page's token and a new form's id each time."""
    line = server.line()
    browsers = [Browser(line, cookie) for cookie in cookies(crowd.app, crowd)[:_BROWSERS]]

    def ask(at: int) -> None:
        browsers[at % _BROWSERS].send(crowd.colleagues[_recipient(at, crowd)].number)

    return ask


class Browser:
    """A signed-in browser that has the form open."""

    def __init__(self, line: Line, cookie: str) -> None:
        self._line = line
        answer, page = line.ask("GET", "/notes/new", cookie=cookie)
        assert answer.status == 200, answer.status
        self._cookie = (answer.getheader("Set-Cookie") or cookie).partition(";")[0]
        self._fields = next(form for form in forms_of(page) if "form_id" in form.fields).fields

    def send(self, number: str) -> None:
        filled = {**self._fields, "form_id": str(uuid4()), "to": number, "text": TEXT, "action": "send"}
        answer, _page = self._line.ask("POST", "/notes/new", filled, self._cookie)
        assert answer.status == 303, answer.status


def _bare_sending(server: Running, crowd: Crowd) -> Callable[[int], None]:
    line = server.line()
    ids = [colleague.person_id for colleague in crowd.colleagues]

    def ask(at: int) -> None:
        sender, recipient = ids[at % _BROWSERS], ids[_recipient(at, crowd)]
        filled = {"form_id": uuid4(), "sender": sender, "recipient": recipient, "text": TEXT, "points": 10}
        answer, _page = line.ask("POST", "/send", filled)
        assert answer.status == 303, answer.status

    return ask


def _recipient(at: int, crowd: Crowd) -> int:
    # Neighbours serve in different departments; each sender goes through the department next to his in turn.
    return (at % _BROWSERS + 1 + 10 * (at // _BROWSERS)) % len(crowd.colleagues)


def _table(name: str, found: dict[str, Figures]) -> list[tuple[str, ...]]:
    floor = found["bare view"].cpu_ms
    return [
        (name, what, f"{figures.cpu_ms / floor:.2f}", TARGET if what == "send" else "", *figures.cells())
        for what, figures in found.items()
    ]
