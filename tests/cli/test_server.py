"""`serve` as an operator runs it: real processes, a folder with spaces and Hangul, Ctrl-C, and death."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.conftest import KEY
from tests.postgres import Server, free_port

pytestmark = pytest.mark.slow
HOME = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


class Installation:
    """Settings of an installation in a folder of its own, and the commands run with them."""

    def __init__(self, database_url: str) -> None:
        self.port = free_port()
        self.environ = {
            **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")},
            "DATABASE_URL": database_url,
            "SECRET_KEY": KEY,
            "PORT": str(self.port),
        }

    def run(self, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            self._line(words), env={**self.environ, **settings}, capture_output=True, text=True, timeout=60, check=False
        )

    @contextmanager
    def serving(self, *words: str) -> "Iterator[subprocess.Popen[str]]":
        """A server in a process group of its own, answering; afterwards nothing of it is left."""
        server = subprocess.Popen(
            self._line(("serve", *words)),
            env=self.environ, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        try:
            eventually(lambda: self.get("/health/live")[0] == 200)
            yield server
        finally:
            if server.poll() is None:
                server.send_signal(signal.SIGTERM)
            server.communicate(timeout=PATIENCE)

    def get(self, path: str) -> tuple[int, str]:
        """Status and text; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode()
        except OSError:
            return 0, ""

    def _line(self, words: tuple[str, ...]) -> list[str]:
        return [str(Path(sys.executable).with_name("collabpoints")), *words]


def eventually(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to be"
        time.sleep(0.1)


def processes(of: int, naming: str = "") -> list[int]:
    """The process ids of everything under a process whose command line holds these words."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                words = (entry / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
            except (OSError, ValueError):
                continue
            if parent == of and words:
                found += ([int(entry.name)] if naming in words else []) + processes(int(entry.name), naming)
    return found


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(f"sqlite:///{tmp_path_factory.mktemp('협업 포인트 서버')}/a.sqlite3")
    assert made.run("migrate").returncode == 0
    created = made.run("agency", "create", "--code", "garam", "--name-ko", "가람도", "--name-en", "Garam Province")
    assert created.returncode == 0, created.stderr
    return made


def test_serving_with_its_scheduler_it_is_ready_and_its_clock_ticks(installation: Installation) -> None:
    with installation.serving("--with-scheduler"):
        assert installation.get("/health/ready") == (200, "ok\n")
        eventually(lambda: installation.get("/health/jobs")[0] == 200)
        assert json.loads(installation.get("/health/jobs")[1])["late"] == []


def test_without_a_scheduler_the_jobs_page_is_red(installation: Installation) -> None:
    with installation.serving():
        status, text = installation.get("/health/jobs")
        assert status == 503
        assert not json.loads(text)["is_ticking"]


def test_ctrl_c_stops_everything_within_seconds(installation: Installation) -> None:
    with installation.serving("--with-scheduler") as server:
        eventually(lambda: len(processes(server.pid, "scheduler")) == 1)
        below = processes(server.pid)
        os.killpg(server.pid, signal.SIGINT)
        _out, said = server.communicate(timeout=PATIENCE)
        assert server.returncode == 0, said
        assert not any(is_alive(process) for process in below)
        assert "Traceback" not in said


def test_log_lines_are_json_and_hold_no_link(installation: Installation) -> None:
    with installation.serving("--with-scheduler") as server:
        installation.get("/password/first/abcd-efgh-jkmn-pqrs-tvwx")
        eventually(lambda: json.loads(installation.get("/health/jobs")[1])["is_ticking"])
        server.send_signal(signal.SIGTERM)
        _out, said = server.communicate(timeout=PATIENCE)
    lines = [line for line in said.splitlines() if line.startswith("{")]
    assert [json.loads(line)["event"] for line in lines if "scheduler started" in line] == ["scheduler started"]
    assert "abcd" not in said


def test_a_second_server_on_the_same_file_is_refused(installation: Installation) -> None:
    with installation.serving():
        refused = installation.run("serve", PORT=str(free_port()))
        assert refused.returncode == 1
        assert "이미 이 SQLite 파일" in refused.stderr


def test_a_port_in_use_is_named(installation: Installation) -> None:
    with installation.serving():
        refused = installation.run("serve")
        assert refused.returncode == 1
        assert str(installation.port) in refused.stderr
        assert "Traceback" not in refused.stderr


def test_a_scheduler_that_dies_comes_back(installation: Installation) -> None:
    with installation.serving("--with-scheduler") as server:
        eventually(lambda: len(processes(server.pid, "scheduler")) == 1)
        (first,) = processes(server.pid, "scheduler")
        os.kill(first, signal.SIGKILL)
        eventually(lambda: any(process != first for process in processes(server.pid, "scheduler")))


def test_a_killed_supervisor_leaves_no_orphan(installation: Installation) -> None:
    with installation.serving("--with-scheduler") as server:
        eventually(lambda: len(processes(server.pid, "scheduler")) == 1)
        below = processes(server.pid)
        os.kill(server.pid, signal.SIGKILL)
        eventually(lambda: not any(is_alive(process) for process in below))


def test_a_second_host_on_the_same_file_is_refused(installation: Installation) -> None:
    path = installation.environ["DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(path) as file:
        file.execute(
            "INSERT INTO scheduler_beats (host, process, agency_id, beat_at)"
            " VALUES ('another-host', 1, 1, strftime('%Y-%m-%d %H:%M:%f000', 'now'))"
        )
    file.close()
    refused = installation.run("serve")
    with sqlite3.connect(path) as file:
        file.execute("DELETE FROM scheduler_beats WHERE host = 'another-host'")
    file.close()
    assert refused.returncode == 1
    assert "another-host" in refused.stderr


@pytest.mark.parametrize("words", [("serve",), ("scheduler",)])
def test_a_database_that_is_not_migrated_is_not_served(tmp_path: Path, words: tuple[str, ...]) -> None:
    refused = Installation(f"sqlite:///{tmp_path}/빈 파일.sqlite3").run(*words)
    assert refused.returncode == 1
    assert "collabpoints migrate" in refused.stderr


def test_a_database_that_is_down_is_said_without_a_traceback() -> None:
    refused = Installation(f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none").run("jobs", "list")
    assert refused.returncode == 1
    assert "데이터베이스를 쓸 수 없습니다" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("words", [("serve",), ("scheduler",)])
def test_a_server_that_forgets_what_it_confirmed_is_refused(postgres_server: Server, words: tuple[str, ...]) -> None:
    name = f"forgetful_{words[0]}"
    postgres_server.create(name)
    installation = Installation(postgres_server.url(name))
    assert installation.run("migrate").returncode == 0
    with psycopg.connect(postgres_server.dsn(), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    refused = installation.run(*words)
    assert refused.returncode == 1
    assert "synchronous_commit" in refused.stderr


def test_an_unsafe_setting_stops_every_command(installation: Installation) -> None:
    refused = installation.run("jobs", "list", SECRET_KEY="changeme")
    assert refused.returncode == 1
    assert "SECRET_KEY" in refused.stderr
    assert "Traceback" not in refused.stderr
