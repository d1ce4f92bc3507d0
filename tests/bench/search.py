"""Search of colleagues: milliseconds of each lookup in SQL, and of a whole search, among BENCH_PEOPLE people (100,000).

CPU is that of this thread and of PostgreSQL's processes. Statements are compiled before they are measured (once a process).
"""

import os
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import flask_migrate
import psycopg

from collabpoints.app import create_app
from collabpoints.db import db
from collabpoints.domain.hangul import initial, initials
from collabpoints.domain.people_search import plan, terms_of
from collabpoints.prepared import reading_line
from collabpoints.queries.colleagues import search
from collabpoints.queries.people_search import Asked, walk
from tests.bench.servers import children, used
from tests.conftest import a_config
from tests.factories.agencies import LONG_AGO, a_department, an_agency
from tests.postgres import Server, postgres

_PEOPLE = int(os.environ.get("BENCH_PEOPLE", "100000"))
_QUERIES = int(os.environ.get("BENCH_QUERIES", "150"))
_DATABASES = os.environ.get("BENCH_DATABASES", "sqlite,postgresql")
_DAY = date(2026, 11, 2)
# The shares of surnames in the census of 2015 (통계청), per thousand; the rest stands for itself.
_SURNAMES = dict(zip("김이박최정강조윤장임한오서신권황안송류홍전고문손양배백허남심노하곽성차주우구민국공기",
                     (215, 147, 84, 47, 43, 24, 21, 21, 20, 17, 15, 15, 15, 15, 14, 14, 14, 14, 13, 11, 11, 10, 9, 9, 9,
                      8, 8, 7, 6, 6, 5, 5, 4, 4, 4, 4, 4, 4, 3, 1, 2, 1), strict=True))  # fmt: skip
_FIRST = "민지서현성영정은수경동진재준태승상유미혜선예하윤주희용광병창인종기명석원소도시가나다보세아연우해효규건강"
_SECOND = "수영호희진우현민정훈석철숙자경미아은연준환식원선주용규린윤서빈나라람솔태혁욱일국기구란례순옥화인재성하율결"
_DUTIES = ("예산 편성", "도로 보수", "민원 접수", "인사 발령", "전산장비 관리", "재난 상황 관리", "계약 업무", "국비 확보",
           "축제 기획", "보조금 정산", "홍보", "감사 대응", "통계 작성", "수질 검사", "방역", "드론 측량", "급여")  # fmt: skip
_FIELDS = (
    "예산",
    "기획",
    "감사",
    "도로",
    "수질",
    "농업",
    "복지",
    "문화",
    "체육",
    "안전",
    "교통",
    "산림",
    "세정",
    "회계",
    "홍보",
)

Person = tuple[int, str, str, str, str, int]
"""Id, name, number, phone, duty, place of the department."""


def measured() -> list[tuple[str, ...]]:
    """The table of figures, its heading first."""
    rows: list[tuple[str, ...]] = [
        ("database", "query", "lookups", "CPU p50", "CPU p95", "CPU max", "p95 ms", "search CPU", "CPU p95", "p95 ms")
    ]
    for name, place in (("SQLite", _on_sqlite), ("PostgreSQL", _on_postgres)):
        if name.lower() not in _DATABASES:
            continue
        with place() as (agency_id, server):
            rows += [(name, *figures) for figures in _figures(agency_id, server)]
    return rows


@contextmanager
def _on_sqlite() -> Iterator[tuple[int, None]]:
    with TemporaryDirectory(prefix="collabpoints-bench-") as folder:
        path = Path(folder) / "bench.sqlite3"
        with _application(f"sqlite:///{path}") as (agency_id, departments):
            db.engine.dispose()
            connection = sqlite3.connect(path)
            connection.execute("PRAGMA synchronous=OFF")
            for table, columns, rows in _tables(agency_id, departments):
                places = ", ".join("?" * len(columns.split(",")))
                connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)
            connection.commit()
            connection.execute("ANALYZE")
            connection.close()
            yield agency_id, None


@contextmanager
def _on_postgres() -> Iterator[tuple[int, Server]]:
    with postgres("fsync=off", "max_wal_size=8GB", "shared_buffers=1GB") as server:
        server.create("bench")
        with _application(server.url("bench")) as (agency_id, departments):
            with psycopg.connect(server.dsn("bench")) as connection:
                connection.execute("SET session_replication_role = replica")  # foreign keys are right by construction
                # Search reads nothing of it, and filling it takes longer than all the rest.
                connection.execute("ALTER TABLE appointments DROP CONSTRAINT ex_appointments_primary")
                for table, columns, rows in _tables(agency_id, departments):
                    with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                        for row in rows:
                            copy.write_row(row)
            with psycopg.connect(server.dsn("bench"), autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")
            yield agency_id, server


@contextmanager
def _application(url: str) -> Iterator[tuple[int, list[int]]]:
    with create_app(a_config(url)).app_context():
        flask_migrate.upgrade()
        agency_id = an_agency()
        departments = []
        for bureau in range(max(1, _PEOPLE // 6000)):
            above = a_department(agency_id, f"{_FIELDS[bureau % 15]}{bureau}국", level=1)
            departments += [
                a_department(agency_id, f"{_FIELDS[(bureau + n) % 15]}{_FIELDS[n]}과", parent_id=above)
                for n in range(15)
            ]
        yield agency_id, departments
        db.session.remove()
        db.engine.dispose()


def _people() -> Iterator[Person]:
    """The same people every time."""
    chance = random.Random(2026)
    surnames, shares = list(_SURNAMES), list(_SURNAMES.values())
    first, second = ([1 / (1 + place) ** 0.7 for place in range(len(letters))] for letters in (_FIRST, _SECOND))
    for start in range(1, _PEOPLE + 1, 10_000):
        many = min(10_000, _PEOPLE + 1 - start)
        drawn = zip(chance.choices(surnames, shares, k=many), chance.choices(_FIRST, first, k=many),
                    chance.choices(_SECOND, second, k=many), chance.choices(_DUTIES, k=many), strict=True)  # fmt: skip
        for of, (surname, one, two, duty) in enumerate(drawn, start):
            name = surname + one + two
            yield of, name, f"{2000 + of % 27}{of:07d}", f"041-{of // 10_000:03d}-{of % 10_000:04d}", duty, of // 240


@lru_cache(maxsize=200_000)
def _terms_of_name(name: str) -> frozenset[tuple[int, str]]:
    return frozenset((int(kind), term) for kind, term in terms_of(name, "", ""))


@lru_cache(maxsize=100)
def _terms_of_duty(duty: str) -> frozenset[tuple[int, str]]:
    return frozenset((int(kind), term) for kind, term in terms_of("", duty, ""))


def _terms(person: Person) -> Iterator[tuple[int, str]]:
    _of, name, _number, phone, duty, _place = person
    yield from _terms_of_name(name)
    yield from _terms_of_duty(duty)
    yield from ((int(kind), term) for kind, term in terms_of("", "", phone))


def _tables(agency_id: int, departments: list[int]) -> Iterator[tuple[str, str, Iterable[tuple[object, ...]]]]:
    yield ("people", "id, agency_id, name, is_opted_out, created_at",
           ((p[0], agency_id, p[1], False, LONG_AGO.isoformat(" ")) for p in _people()))  # fmt: skip
    yield ("employees", "id, agency_id, person_id, number, phone, email, status",
           ((p[0], agency_id, p[0], p[2], p[3], "", "active") for p in _people()))  # fmt: skip
    yield ("appointments", "id, agency_id, employee_id, department_id, kind, starts_on, rank, position, duty",
           ((p[0], agency_id, p[0], departments[p[5] % len(departments)], "primary", "2020-01-01", "7급", "주무관", p[4])
            for p in _people()))  # fmt: skip
    people = _people()
    while some := list(islice(people, 100_000)):  # sorted slices: an index is filled faster from one end
        rows = sorted((agency_id, kind, term, p[0]) for p in some for kind, term in _terms(p))
        yield "search_terms", "agency_id, kind, term, employee_id", rows


def _queries() -> dict[str, Callable[[Person], str]]:
    return {
        "whole name 김민수": lambda p: p[1],
        "given name 민수": lambda p: p[1][1:],
        "half typed 김미": lambda p: p[1][:2],
        "one syllable 김": lambda p: p[1][0],
        "one syllable, any": lambda p: p[1][p[0] % 3],
        "one consonant ㄱ": lambda p: initial(p[1][0]),
        "initials ㄱㅁㅅ": lambda p: initials(p[1]),
        "two initials ㅁㅅ": lambda p: initials(p[1][1:]),
        "mixed 김ㅁㅅ": lambda p: p[1][0] + initials(p[1][1:]),
        "mixed 김민ㅅ": lambda p: p[1][:2] + initials(p[1][2]),
        "mixed ㄱ민수": lambda p: initial(p[1][0]) + p[1][1:],
        "mixed ㄱㅁ수": lambda p: initials(p[1][:2]) + p[1][2],
        "mixed, rare ㄱ뷁": lambda p: initial(p[1][0]) + chr(0xAC00 + p[0] * 7919 % 11172),
        "mixed, rare 국ㅁㅋ": lambda p: "국공기민주"[p[0] % 5] + initial(p[1][1]) + "ㅋㄸㅉㅃㅊ"[p[0] % 5],
        "department 예산기획": lambda p: _FIELDS[p[0] % 15] + _FIELDS[p[0] // 15 % 15],
        "department 예산": lambda p: _FIELDS[p[0] % 15],
        "duty 도로 보수": lambda p: p[4],
        "duty half typed 보스": lambda p: p[4][-2:],
        "extension 2004": lambda p: p[3][-4:],
        "telephone": lambda p: p[3],
        "number": lambda p: p[2],
        "number 2010": lambda p: p[2][:4],
        "nobody 뷁뷁뷁": lambda p: "뷁뛟쀍"[p[0] % 3] * 3,
    }


def _figures(agency_id: int, server: Server | None) -> Iterator[tuple[str, ...]]:
    step = max(1, _PEOPLE // _QUERIES)
    sample = list(islice(_people(), step - 1, None, step))
    for label, query_of in _queries().items():
        queries = [query_of(person) for person in sample]
        lookups, searches = _Times(), _Times()
        for times in ((_Times(), _Times()), (lookups, searches)):  # the first time to have every statement compiled
            watch = _watch(server)
            with reading_line() as line:
                for lookup in chain.from_iterable(map(plan, queries)):
                    with times[0].of(watch):
                        next(walk(Asked.about(line, agency_id, [lookup], _DAY), start=0), None)
            for query in queries:
                with times[1].of(watch):
                    search(agency_id, sample[0][0], query, day=_DAY)
        found = (*_percentiles(lookups.cpu, 50, 95, 100), *_percentiles(lookups.took, 95))
        yield (
            label,
            str(len(lookups.cpu)),
            *found,
            *_percentiles(searches.cpu, 50, 95),
            *_percentiles(searches.took, 95),
        )


@dataclass
class _Times:
    """Seconds of CPU, and seconds."""

    cpu: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)

    @contextmanager
    def of(self, watch: Callable[[], float]) -> Iterator[None]:
        used, began = watch(), time.perf_counter()
        yield
        self.took.append(time.perf_counter() - began)
        self.cpu.append(watch() - used)


def _watch(server: Server | None) -> Callable[[], float]:
    """A clock of the CPU that this thread and the server's present processes use."""
    processes = children(server.process.pid) if server is not None and server.process is not None else []
    return lambda: time.thread_time() + sum(map(used, processes))


def _percentiles(seconds: list[float], *shares: int) -> Iterator[str]:
    cuts = [min(seconds), *statistics.quantiles(seconds, n=100, method="inclusive"), max(seconds)]
    return (f"{cuts[share] * 1000:.2f}" for share in shares)
