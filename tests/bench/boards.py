"""A confirmed board of persons: whether years of notes make it slower, and what the page costs beside a bare view of its rows."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from collabpoints.domain.ranking import Subject as Of
from collabpoints.domain.scheme_words import Viewers
from collabpoints.domain.spans import Span
from collabpoints.services.job_runs import run_period
from tests.bench import floors
from tests.bench.history import fill_postgres, fill_sqlite
from tests.bench.reading import asking
from tests.bench.rounds import Figures, Subject, interleaved
from tests.bench.servers import Running, cookies, serving
from tests.bench.worlds import Crowd, a_crowd
from tests.factories.boards import board_made, close_within
from tests.factories.schemes import change_scheme
from tests.postgres import Server, postgres

_FEW = 60_000
_MANY = int(os.environ.get("BENCH_NOTES", "600000"))
_ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
_REQUESTS = int(os.environ.get("BENCH_REQUESTS", "60"))
_PERIOD = "2026-01"
_PAGE = f"/boards/{_PERIOD}/persons"
_AT = datetime(2026, 2, 10, tzinfo=UTC)
_CELLS = "".join(f"<td>{{{{ '{{:,}}'.format(row[{column}]) }}}}</td>" for column in range(4, 10))
_ROW = "<tr><td>{{ row[0] }}</td><th>{{ row[1]|e }} {{ row[2]|e }} <small>{{ row[3]|e }}</small></th>" + _CELLS


@dataclass(frozen=True)
class _Place:
    """A database with its crowd, the board of its past month, our server and the bare one."""

    url: str
    crowd: Crowd
    board_id: int
    ours: Running
    bare: Running


def measured() -> list[tuple[str, ...]]:
    """CPU of one look at the first hundred persons of a confirmed board."""
    rows: list[tuple[str, ...]] = [("database", "what", "ratio", "target", "CPU ms", "requests/s", "p95 ms", "bytes")]
    with TemporaryDirectory(prefix="collabpoints-bench-") as folder, ExitStack() as stack:
        few, many = (
            stack.enter_context(_on_sqlite(Path(folder) / f"{name}.sqlite3", notes))
            for name, notes in (("few", _FEW), ("many", _MANY))
        )
        rows += [*_grown("SQLite", few, many), *_beside_bare("SQLite", few)]
    with postgres("shared_buffers=1GB", "max_wal_size=8GB") as server, ExitStack() as stack:
        few, many = (
            stack.enter_context(_on_postgres(server, name, notes)) for name, notes in (("few", _FEW), ("many", _MANY))
        )
        rows += [*_grown("PostgreSQL", few, many), *_beside_bare("PostgreSQL", few)]
    return rows


def _grown(name: str, few: _Place, many: _Place) -> Iterator[tuple[str, ...]]:
    places = {f"{_FEW:,} notes": few, f"{_FEW:,} notes again": few, f"{_MANY:,} notes": many}
    found = interleaved(
        {notes: Subject(place.ours, asking(place.ours, _PAGE, _cookie(place))) for notes, place in places.items()},
        rounds=_ROUNDS,
        requests=_REQUESTS,
    )
    yield from _table(name, found, f"{_MANY:,} notes", "1.15", len(_body(few).encode()))


def _beside_bare(name: str, place: _Place) -> Iterator[tuple[str, ...]]:
    body = _body(place)
    floor = f"/board/{floors.keep(place.url, _template(place, body))}/{place.board_id}"
    size = len(place.bare.line().ask("GET", floor)[1].encode())
    assert abs(size - len(body.encode())) < 2000, (size, len(body.encode()))
    found = interleaved(
        {
            "bare view": Subject(place.bare, asking(place.bare, floor)),
            "bare view again": Subject(place.bare, asking(place.bare, floor)),
            "board (page)": Subject(place.ours, asking(place.ours, _PAGE, _cookie(place))),
        },
        rounds=_ROUNDS,
        requests=_REQUESTS,
    )
    yield from _table(name, found, "board (page)", "1.6", len(body.encode()))


def _template(place: _Place, body: str) -> str:
    """A table of the rows, filled up to the size of our page: half of what is missing around it, half in its rows."""
    bare, rows = "{% for row in rows %}" + _ROW + "</tr>{% endfor %}", body.count("<tr") - 1
    empty = floors.keep(place.url, bare)
    missing = len(body.encode()) - len(place.bare.line().ask("GET", f"/board/{empty}/{place.board_id}")[1].encode())
    each = max(0, missing // 2 // rows)
    filled = "{% for row in rows %}" + _ROW + " " * each + "</tr>{% endfor %}"
    return " " * (missing - each * rows) + filled


def _table(name: str, found: dict[str, Figures], judged: str, target: str, size: int) -> Iterator[tuple[str, ...]]:
    floor = next(iter(found.values())).cpu_ms
    for what, figures in found.items():
        at = target if what == judged else ""
        yield (name, what, f"{figures.cpu_ms / floor:.2f}", at, *figures.cells(), f"{size:,}")


def _body(place: _Place) -> str:
    answer, body = place.ours.line().ask("GET", _PAGE, cookie=_cookie(place))
    assert answer.status == 200, answer.status
    assert body.count("<tr") == 101, "the page does not show a hundred people"
    return body


def _cookie(place: _Place) -> str:
    return cookies(place.crowd.app, place.crowd)[-1]


@contextmanager
def _on_sqlite(path: Path, notes: int) -> Iterator[_Place]:
    url = f"sqlite:///{path}"
    with a_crowd(url) as crowd:
        change_scheme(ranking_viewers=Viewers.EVERYONE)
        fill_sqlite(path, notes)
        yield from _placed(url, None, crowd)


@contextmanager
def _on_postgres(server: Server, name: str, notes: int) -> Iterator[_Place]:
    server.create(name)
    with a_crowd(server.url(name)) as crowd:
        change_scheme(ranking_viewers=Viewers.EVERYONE)
        fill_postgres(server.dsn(name), notes)
        yield from _placed(server.url(name), server, crowd)


def _placed(url: str, server: Server | None, crowd: Crowd) -> Iterator[_Place]:
    officer = crowd.colleagues[0].person_id

    def close(session: Session, agency_id: int) -> int:
        return close_within(session, agency_id, _PERIOD, officer, _AT)

    run_period(crowd.agency_id, "closing", _PERIOD, starts_at=_AT, host="bench", effect=close)
    board = board_made(crowd.agency_id, Of.PERSONS, Span.parse(_PERIOD))
    floors.prepare(url)
    with serving("wsgi:app", url, server) as ours, serving("tests.bench.floors:app", url, server) as bare:
        yield _Place(url, crowd, board.id, ours, bare)
