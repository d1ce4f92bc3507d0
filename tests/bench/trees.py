"""The collaboration tree: what drawing costs beside serialising as many plain SVG paths, and how long growing takes.

Drawn for 30, 1,200 and 40,000 people in 4, 60 and 900 departments, without a database. Grown for `BENCH_TREE_PEOPLE` people
(4000; in full 40000) in `BENCH_TREE_DEPARTMENTS` departments (90; 900) with `BENCH_TREE_NOTES` notes in a month (100000; 1000000),
beside the boards of the same month.
"""

import gc
import os
import re
import sqlite3
import statistics
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import flask_migrate
import psycopg

from collabpoints.app import create_app
from collabpoints.db import db, patiently, unit_of_work
from collabpoints.domain.spans import Span
from collabpoints.domain.tree_layouts import agency_layout
from collabpoints.domain.tree_seasons import Theme
from collabpoints.domain.trees import Layout
from collabpoints.formats.tree_pictures import LimbWords, PictureWords, draw
from collabpoints.queries.trees import tree_of
from collabpoints.services.boards import make_boards
from collabpoints.services.trees import grow_span
from tests.bench.places import PLACES
from tests.conftest import a_config
from tests.factories.agencies import an_agency
from tests.factories.growths import agency_of

_PEOPLE = int(os.environ.get("BENCH_TREE_PEOPLE", "4000"))
_DEPARTMENTS = int(os.environ.get("BENCH_TREE_DEPARTMENTS", "90"))
_NOTES = int(os.environ.get("BENCH_TREE_NOTES", "100000"))
_ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
_SIZES = ((30, 4, 1), (1_200, 60, 12), (40_000, 900, 60))
_MONTH = Span.parse("2026-10")
_DRAWN = re.compile(r"<(?:path|use|circle|ellipse|rect|line|text)\b")


def measured() -> list[tuple[str, ...]]:
    """Milliseconds of a picture and of as many plain paths; seconds of growing and of making boards."""
    rows: list[tuple[str, ...]] = [("what", "ratio", "target", "ms", "drawn", "bytes", "compressed")]
    for people, departments, bureaus in _SIZES:
        rows += _drawing(people, departments, bureaus)
    for name, place in PLACES:
        with place() as (url, _server):
            rows += _growing(name, url)
    return rows


def _drawing(people: int, departments: int, bureaus: int) -> Iterator[tuple[str, ...]]:
    layout = agency_layout(agency_of(people, departments, bureaus), scale=100)
    words = _words(layout)
    picture = draw(layout, words, month=7, theme=Theme.LIGHT)
    drawn = len(_DRAWN.findall(picture))
    plain, again, ours = _interleaved(
        lambda: _plain_paths(layout, drawn),
        lambda: _plain_paths(layout, drawn),
        lambda: draw(layout, words, month=7, theme=Theme.LIGHT),
    )
    size = f"{people:,} in {departments}"
    yield (
        f"plain paths, {size}",
        "1.00",
        "",
        f"{plain:.2f}",
        f"{drawn:,}",
        f"{len(_plain_paths(layout, drawn)):,}",
        "",
    )
    yield (f"plain paths again, {size}", f"{again / plain:.2f}", "", f"{again:.2f}", "", "", "")
    content = picture.encode()
    sizes = (f"{len(content):,}", f"{len(zlib.compress(content, 6)):,}")
    yield (f"tree, {size}", f"{ours / plain:.2f}", "3", f"{ours:.2f}", f"{drawn:,}", *sizes)


def _plain_paths(layout: Layout, count: int) -> str:
    """So many paths of the layout's own lines, one after another, and nothing else."""
    strokes = [limb.stroke for limb in layout.limbs]
    return "".join(
        f'<path d="M{one.from_x:.1f} {one.from_y:.1f}Q{one.bend_x:.1f} {one.bend_y:.1f} {one.to_x:.1f} {one.to_y:.1f}"/>'
        for one in (strokes[at % len(strokes)] for at in range(count))
    )


def _words(layout: Layout) -> PictureWords:
    limbs = {
        limb.place: LimbWords(
            f"정책{limb.place}담당관", f"정책{limb.place}담당관: 고마움 {limb.received}건을 받았습니다.", "/trees"
        )
        for limb in layout.limbs
    }
    return PictureWords("협업나무", "고마움이 오갔습니다.", "잠정", "ko", limbs)


def _interleaved(*acts: Callable[[], object]) -> list[float]:
    """The medians of each in milliseconds of CPU, run in turn, after a round that does not count."""
    took: list[list[float]] = [[] for _ in acts]
    gc.disable()
    for turn in range(_ROUNDS * 3 + 1):
        for act, mine in zip(acts, took, strict=True):
            began = time.process_time()
            act()
            mine += [(time.process_time() - began) * 1000] if turn else []
    gc.enable()
    return [statistics.median(mine) for mine in took]


def _growing(name: str, url: str) -> Iterator[tuple[str, ...]]:
    app = create_app(a_config(url))
    with app.app_context():
        flask_migrate.upgrade()
        agency_id = an_agency()
        _fill(agency_id)
        boards = _once(lambda: _make_boards(agency_id))
        grown = [_once(lambda: grow_span(agency_id, _MONTH)) for _round in range(2)]
        read = [_once(lambda: tree_of(agency_id, _MONTH)) for _round in range(5)]
        db.session.remove()
        db.engine.dispose()
    size = f"{_PEOPLE:,} in {_DEPARTMENTS}, {_NOTES:,} notes"
    yield (f"{name}: boards of a month, {size}", "1.00", "", f"{boards:,.0f}", "", "", "")
    yield (f"{name}: its trees grow", f"{grown[0] / boards:.2f}", "", f"{grown[0]:,.0f}", "", "", "")
    yield (f"{name}: and grow again", f"{grown[1] / boards:.2f}", "", f"{grown[1]:,.0f}", "", "", "")
    yield (f"{name}: the agency's is read", "", "", f"{statistics.median(read):.1f}", "", "", "")


def _make_boards(agency_id: int) -> None:
    with unit_of_work() as session, patiently(session, minutes=15):
        make_boards(session, agency_id, _MONTH, instant=datetime(2026, 11, 5, tzinfo=UTC))


def _once(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


# A person is one of {people}; departments are made of neighbours. Three of four notes go to somebody near.
_FAR, _NEAR = "({people} - 1)", "400"
_SENDER = "(n * 7919 % {people} + 1)"
_RECIPIENT = "((n * 7919 % {people} + 1 + (n * 31) % (CASE WHEN n % 4 = 0 THEN {far} ELSE {near} END)) % {people} + 1)"
_PLACE = "((({one}) - 1) * {departments} / {people} + 1)"
_BUREAU = "({bureaus} + ({n}) - ({n}) % 15)"
_AT = "'2026-10-15 00:00:00+00'"
_STATEMENTS = (
    "INSERT INTO department_paths (id, agency_id, ids, names, home_id, bureau_id)"
    " {counted_departments} SELECT n, 1, {bureau} || '/' || n, '제' || {bureau} || '국 제' || n || '과', n, {bureau} FROM counted",
    "INSERT INTO department_paths (id, agency_id, ids, names, home_id, bureau_id)"
    " {counted_departments} SELECT {bureau}, 1, CAST({bureau} AS VARCHAR), '제' || {bureau} || '국', {bureau}, {bureau}"
    " FROM counted GROUP BY 1",
    "INSERT INTO departments (id, agency_id, code, name, level, official_order, opened_on, home_id, path_id)"
    " SELECT home_id, 1, 'B' || home_id, names, CASE WHEN home_id = bureau_id THEN 1 ELSE 2 END, home_id, '2020-01-01', home_id, id"
    " FROM department_paths",
    "INSERT INTO people (id, agency_id, name, is_opted_out, created_at)"
    " {counted_people} SELECT n, 1, '직원' || n, false, {at} FROM counted",
    "INSERT INTO employees (id, agency_id, person_id, number, email, phone, status, employment)"
    " {counted_people} SELECT n, 1, n, 'B' || n, '', '', 'active', '' FROM counted",
    "INSERT INTO appointments (agency_id, employee_id, department_id, kind, starts_on, rank, position, duty)"
    " {counted_people} SELECT 1, n, {place_of_n}, 'primary', '2020-01-01', '7급', '주무관', '' FROM counted",
    "INSERT INTO months (id, agency_id, period, scheme_id, state, starts_at, ends_at, allowance, pair_cap, ended_at)"
    " VALUES (1, 1, '2026-10', 1, 'ended', '2026-09-30 15:00:00+00', '2026-10-31 15:00:00+00', 100000, 1000, {at})",
    "INSERT INTO notes (id, agency_id, batch_id, month_id, scheme_id, sender_person_id, recipient_person_id,"
    " sender_department_id, recipient_department_id, sender_path_id, recipient_path_id, points, is_private, sent_at)"
    " {counted_notes} SELECT n, 1, n, 1, 1, {sender}, {recipient}, {place_of_sender}, {place_of_recipient}, {place_of_sender},"
    " {place_of_recipient}, 10, false, {at} FROM counted",
    "INSERT INTO entries (id, agency_id, month_id, booked_month_id, kind, note_id, giver_person_id, giver_department_id,"
    " receiver_person_id, receiver_department_id, points, notes, spent, counted, text_digest, actor_person_id, reason, recorded_at)"
    " SELECT id, 1, 1, 1, 'send', id, sender_person_id, sender_department_id, recipient_person_id, recipient_department_id, 10, 1,"
    " 10, 1, '', sender_person_id, '', sent_at FROM notes ORDER BY id",
)


def _fill(agency_id: int) -> None:
    """An ended month of the agency, the first of its database."""
    assert agency_id == 1
    db.session.remove()
    url = db.engine.url
    if url.get_backend_name() == "sqlite":
        connection = sqlite3.connect(str(url.database))
        connection.execute("PRAGMA synchronous=OFF")
        for statement in (*_STATEMENTS, "ANALYZE"):
            connection.execute(_written(statement, is_sqlite=True))
        connection.commit()
        connection.close()
        return
    dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(dsn, autocommit=True) as server:
        server.execute("SET session_replication_role = replica")  # foreign keys are right by construction
        for statement in (*_STATEMENTS, "VACUUM ANALYZE"):
            server.execute(_written(statement, is_sqlite=False))


def _written(statement: str, *, is_sqlite: bool) -> str:
    sizes = {"people": _PEOPLE, "departments": _DEPARTMENTS, "bureaus": _DEPARTMENTS + 100}
    sender, recipient = _SENDER.format(**sizes), _RECIPIENT.format(far=_FAR.format(**sizes), near=_NEAR, **sizes)
    return statement.format(
        at=_AT.replace("+00'", ".000000'") if is_sqlite else _AT,
        sender=sender,
        recipient=recipient,
        place_of_n=_PLACE.format(one="n", **sizes),
        place_of_sender=_PLACE.format(one=sender, **sizes),
        place_of_recipient=_PLACE.format(one=recipient, **sizes),
        bureau=_BUREAU.format(n="n", **sizes),
        **{f"counted_{what}": _counted(many) for what, many in _many().items()},
    )


def _many() -> dict[str, int]:
    return {"departments": _DEPARTMENTS, "people": _PEOPLE, "notes": _NOTES}


def _counted(many: int) -> str:
    return (
        f"WITH RECURSIVE counted(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM counted WHERE n < {many})"
    )
