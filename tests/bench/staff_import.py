"""How long and how large an import of 100,000 people is, on both databases, beside a bare COPY of the same rows."""

import csv
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.postgres import postgres

_HOME = Path(__file__).resolve().parent.parent.parent
# The peak is read by the process itself: what wait4 tells includes the parent's memory from before the exec.
_COMMAND = """
import atexit, os, re, sys
from pathlib import Path
from wsgi import command

def tell():
    peak = re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())
    Path(os.environ["PEAK_FILE"]).write_text(peak[1])

atexit.register(tell)
command()
"""
_KEY = "only-for-tests-0123456789-abcdefghijklmnop"
_LINES = 100_000
_HEADING = ("사번", "성명", "부서코드", "부서명", "상위부서코드", "직급", "직위", "담당업무", "전자우편", "행정전화",
            "재직상태", "현부서발령일", "고용형태", "임용일")  # fmt: skip
_FAMILY = "김이박최정강조윤장임한오서신권황안송류홍"
_GIVEN = "가나다라마바사아자하민수영진호선희정은지우현성동경태준서연"


@dataclass(frozen=True)
class Cost:
    """What one command took: seconds on the wall and on the processor, peak resident memory in megabytes."""

    code: int
    wall: float
    cpu: float
    megabytes: float
    said: str


def a_staff_file(path: Path, lines: int) -> Path:
    """A file of so many people in departments of forty, a bureau each ten of them; the same for the same number."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(_HEADING)
        table.writerows(_row(place) for place in range(lines))
    return path


def _row(place: int) -> tuple[str, ...]:
    department = place // 40
    name = _FAMILY[place % 20] + _GIVEN[place * 7 % 28] + _GIVEN[place * 13 // 28 % 28]
    number = f"{place + 1:09d}"
    return (number, name, f"{department:05d}", f"제{department}과", f"B{department // 10:04d}", f"{place % 5 + 5}급",
            "주무관", f"업무 {place % 500}", f"n{number}@bench.example", f"041-{place // 10000:03d}-{place % 10000:04d}",
            "재직", f"20{place % 20 + 6:02d}-01-01", ("일반직", "공무직")[place % 10 == 0],
            f"20{place % 20 + 4:02d}-{place % 12 + 1:02d}-{place % 28 + 1:02d}")  # fmt: skip


def run_command(database_url: str, *arguments: str) -> Cost:
    """Run `collabpoints …` in a process of its own on this database."""
    environ: Mapping[str, str] = {**os.environ, "DATABASE_URL": database_url, "SECRET_KEY": _KEY, "LC_ALL": "C.UTF-8"}
    begun = time.monotonic()
    with TemporaryDirectory() as folder, (Path(folder) / "said").open("w+") as said:
        peak = Path(folder) / "peak"
        child = subprocess.Popen(
            [sys.executable, "-c", _COMMAND, *arguments], cwd=_HOME, env={**environ, "PEAK_FILE": str(peak)},
            stdout=said, stderr=subprocess.STDOUT,
        )  # fmt: skip
        _pid, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return Cost(
            child.returncode,
            time.monotonic() - begun,
            usage.ru_utime + usage.ru_stime,
            int(peak.read_text()) / 1024,
            said.read(),
        )


def measured() -> list[tuple[str, ...]]:
    """The cost of a first and of a second import of 100,000 lines on both databases, and of a bare COPY."""
    rows: list[tuple[str, ...]] = [("what", "CPU s", "wall s", "× COPY", "peak MB")]
    with TemporaryDirectory() as folder, postgres() as server:
        file = a_staff_file(Path(folder) / "staff.csv", _LINES)
        server.create("bench")
        copied = _bare_copy(server.url("bench"), file)
        rows.append((f"bare COPY of {_LINES:,} rows", "", f"{copied:.2f}", "1", ""))
        for name, url in (("SQLite", f"sqlite:///{folder}/bench.sqlite3"), ("PostgreSQL", server.url("bench"))):
            prepare(url)
            for which in ("first", "second"):
                cost = run_command(url, "people", "import", str(file))
                assert cost.code == 0, cost.said
                times = f"{cost.wall / copied:.0f}"
                rows.append(
                    (f"{name}, {which} import", f"{cost.cpu:.1f}", f"{cost.wall:.1f}", times, f"{cost.megabytes:.0f}")
                )
    return rows


def prepare(url: str) -> None:
    """A migrated database with an agency and nobody in it."""
    made = run_command(url, "migrate")
    assert made.code == 0, made.said
    script = (
        "from wsgi import Installation\nfrom tests.factories.agencies import an_agency\n"
        "with Installation().app().app_context(): an_agency()"
    )
    environ = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": _KEY}
    subprocess.run([sys.executable, "-c", script], cwd=_HOME, env=environ, check=True)


def _bare_copy(url: str, file: Path) -> float:
    columns = ", ".join(f"c{place} text" for place in range(len(_HEADING)))
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute(f"CREATE TEMPORARY TABLE bare ({columns})")
        begun = time.monotonic()
        with connection.cursor().copy("COPY bare FROM STDIN (FORMAT csv, HEADER)") as copy:
            copy.write(file.read_bytes())
        return time.monotonic() - begun
