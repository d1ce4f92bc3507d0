"""The search answer while typing and the inbox, each against a bare view that reads one row of the same size by its key."""

import os
from collections.abc import Callable, Iterator
from urllib.parse import quote
from uuid import uuid4

from collabpoints.services.notes import NewNotes, send_notes
from tests.bench import floors
from tests.bench.places import PLACES
from tests.bench.rounds import Figures, Subject, interleaved
from tests.bench.servers import Running, cookies, serving
from tests.bench.worlds import Crowd, a_crowd
from tests.factories.worlds import TEXT

_ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
_REQUESTS = int(os.environ.get("BENCH_REQUESTS", "60"))
_LETTERS = 25
"""Notes in the inbox that is read: a full page and an older one."""
QUERY = "/people/search?q=" + quote("김민")
INBOX = "/notes/received"
_TARGETS = {"search answer (JSON)": "1.5", "inbox (page)": "2.5"}


def measured() -> list[tuple[str, ...]]:
    """CPU of the web server and of the database for one GET by a signed-in person."""
    rows: list[tuple[str, ...]] = [("database", "what", "ratio", "target", "CPU ms", "requests/s", "p95 ms", "bytes")]
    for name, place in PLACES:
        with place() as (url, server), a_crowd(url) as crowd:
            floors.prepare(url)
            fill_inbox(crowd)
            with serving("wsgi:app", url, server) as ours, serving("tests.bench.floors:app", url, server) as bare:
                rows += _compared(name, url, ours, bare, cookies(crowd.app, crowd)[0])
    return rows


def fill_inbox(crowd: Crowd) -> None:
    """The first of the crowd has notes to read, from others than those of his department."""
    recipient, *others = crowd.colleagues
    senders = [colleague for place, colleague in enumerate(others, 1) if place % 10]
    for sender in senders[:_LETTERS]:
        new = NewNotes(str(uuid4()), (recipient.person_id,), TEXT, 10, is_private=False)
        send_notes(agency_id=crowd.agency_id, sender_person_id=sender.person_id, new=new)


def asking(server: Running, path: str, cookie: str = "") -> Callable[[int], None]:
    """Ask for the same address each time, as the same signed-in person; the cookie is kept as a browser keeps it."""
    line = server.line()
    kept = cookie

    def ask(_at: int) -> None:
        nonlocal kept
        answer, _body = line.ask("GET", path, cookie=kept)
        kept = (answer.getheader("Set-Cookie") or kept).partition(";")[0]
        assert answer.status == 200, (path, answer.status)

    return ask


def _compared(name: str, url: str, ours: Running, bare: Running, cookie: str) -> Iterator[tuple[str, ...]]:
    for (what, target), path, kind in zip(_TARGETS.items(), (QUERY, INBOX), ("json", "page"), strict=True):
        body = ours.line().ask("GET", path, cookie=cookie)[1]
        floor = f"/{kind}/{floors.keep(url, body)}"
        found = interleaved(
            {
                "bare view": Subject(bare, asking(bare, floor)),
                "bare view again": Subject(bare, asking(bare, floor)),
                what: Subject(ours, asking(ours, path, cookie)),
                f"{what} again": Subject(ours, asking(ours, path, cookie)),
            },
            rounds=_ROUNDS,
            requests=_REQUESTS,
        )
        yield from _table(name, found, target, what, len(body.encode()))


def _table(name: str, found: dict[str, Figures], target: str, what: str, size: int) -> Iterator[tuple[str, ...]]:
    floor = found["bare view"].cpu_ms
    for subject, figures in found.items():
        judged = target if subject == what else ""
        yield (name, subject, f"{figures.cpu_ms / floor:.2f}", judged, *figures.cells(), f"{size:,}")
