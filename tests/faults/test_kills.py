"""Web workers and PostgreSQL are killed under load: what was answered with "sent" stands, once, and the books are
balanced (promises 2 and 3). Only kills count that hit a request between the first row that it wrote and its answer."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from collabpoints.db import db
from tests.cli.test_server import eventually, is_alive, processes
from tests.faults.books import complaints, standing
from tests.faults.crowds import CLIENTS, Crowd, Pressed, Try
from tests.faults.sites import Site, backends, ports_of, site
from tests.faults.sizes import SEED, SIZES, report
from tests.postgres import Server, postgres
from tests.servers import is_ready

pytestmark = pytest.mark.faults

_DATABASE = "kills"
_SENDERS, _RECIPIENTS = 25, 100
_NOT_YET = 60.0


@dataclass
class Victim:
    """A site and the database server under it, both of which may die."""

    site: Site
    server: Server
    random: random.Random

    def plans(self) -> list[list[Try]]:
        """What each client chooses from: senders of his own, and colleagues of everybody."""
        numbers = [one.number for one in self.site.colleagues(_RECIPIENTS, department=0)]
        return [
            [
                Try(cookies, (number,))
                for sender in self.site.colleagues(_SENDERS, department=1)
                for cookies in (tuple(self.site.cookies(sender).items()),)
                for number in self.random.sample(numbers, 20)
            ]
            for _client in range(CLIENTS)
        ]

    def kill_a_worker(self) -> int:
        """A web worker dies with requests in its hands; answers with how many had written something."""
        worker = 0

        def is_caught() -> int:
            nonlocal worker
            worker = self.random.choice(self.site.workers())
            with_frozen = ports_of_frozen([worker])
            return sum(port in with_frozen for _backend, port in backends(self.server, _DATABASE))

        self._let_work()
        caught = self._catch(is_caught, lambda: [worker])
        os.kill(worker, signal.SIGKILL)
        eventually(lambda: not is_alive(worker) and len(self.site.workers()) == 2)
        return caught

    def kill_the_database(self) -> int:
        """PostgreSQL dies with transactions open, is away for a moment, and is started again."""

        def is_caught() -> int:
            ports_of_frozen(self.site.workers())
            return len(backends(self.server, _DATABASE))

        self._let_work()
        caught = self._catch(is_caught, self.site.workers)
        kill_postgres(self.server)
        for worker in self.site.workers():
            os.kill(worker, signal.SIGCONT)
        time.sleep(0.3)
        self.server.start()
        eventually(lambda: is_ready(self.site.port))
        return caught

    def _let_work(self) -> None:
        """Time for presses that are answered before the next blow."""
        time.sleep(self.random.uniform(0.1, 0.6))

    def _catch(self, is_caught: Callable[[], int], frozen: Callable[[], list[int]]) -> int:
        """Freeze and look, until a request is caught that has written and was not answered. Leaves it frozen."""
        deadline = time.monotonic() + _NOT_YET
        while not (caught := is_caught()):
            for process in frozen():
                os.kill(process, signal.SIGCONT)
            assert time.monotonic() < deadline, "invalid: no request was in a transaction"
            time.sleep(self.random.uniform(0.001, 0.02))
        return caught


def ports_of_frozen(workers: list[int]) -> set[int]:
    """Stop the processes where they stand; answers with the local ports of their connections."""
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    eventually(lambda: all(_is_stopped(worker) for worker in workers))
    return set().union(*(ports_of(worker) for worker in workers))


def _is_stopped(process: int) -> bool:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def kill_postgres(server: Server) -> None:
    """Every process of the server is killed at once, as when the machine loses power."""
    assert server.process is not None
    below = processes(server.process.pid)
    for process in (server.process.pid, *below):
        os.kill(process, signal.SIGKILL)
    server.process.wait()
    eventually(lambda: not any(is_alive(process) for process in below))
    server.process = None


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victim]:
    with postgres() as server:
        server.create(_DATABASE)
        with site(server.url(_DATABASE), tmp_path_factory.mktemp("log") / "web.log") as made:
            yield Victim(made, server, random.Random(SEED))


def tell(name: str, caught: list[int], pressed: list[Pressed], after_commit: int) -> None:
    statuses = Counter(one.status for one in pressed)
    lost = sum(bool(one.broken_at) for one in pressed)
    report(
        f"{name}: {len(caught)} kills, each inside a transaction ({sum(caught)} requests caught); {len(pressed)} presses:"
        f" {statuses[303]} sent, {statuses[422]} refused; {lost} answers lost, {after_commit} of them after the commit"
    )


def answers_lost_after_commit(made: Site, pressed: list[Pressed]) -> int:
    """How many presses were committed before their first answer was lost."""
    lost = {one.form_id: one.broken_at for one in pressed if one.broken_at}
    with made.app.app_context(), db.engine.connect() as connection:
        rows = connection.execute(text("SELECT form_id, extract(epoch FROM sent_at) FROM send_batches")).all()
    return sum(float(sent_at) < lost[form_id] for form_id, sent_at in rows if form_id in lost)


def judge(made: Site, pressed: list[Pressed], known: set[str]) -> None:
    """0 lost, 0 doubled, 0 mismatched; nobody saw a page for a fault of ours."""
    found = standing(made.app)
    sent = {one.form_id for one in pressed if one.status == 303}
    assert not [one for one in pressed if one.status == 0], "a press was never answered"
    assert not sent - set(found), "lost"
    assert not [form for form, notes in found.items() if len(notes) != 1], "doubled"
    assert not set(found) - sent - known, "a refused press left a note"
    assert {status for one in pressed for status in one.on_the_way} <= {503}
    assert not complaints(made.app)


@pytest.mark.parametrize("what", ["web workers", "PostgreSQL"])
def test_what_was_answered_stands_once(victim: Victim, eight_clients: Crowd, what: str) -> None:
    kill, times = {
        "web workers": (victim.kill_a_worker, SIZES.web_kills),
        "PostgreSQL": (victim.kill_the_database, SIZES.database_kills),
    }[what]
    known = set(standing(victim.site.app))
    with eight_clients.at_work(victim.site.port, victim.plans()) as pressed:
        caught = [kill() for _ in range(times)]
        assert victim.site.web is not None
        assert victim.site.web.poll() is None
    tell(what, caught, pressed, answers_lost_after_commit(victim.site, pressed))
    judge(victim.site, pressed, known)
    assert len(caught) == times
    assert all(caught)
