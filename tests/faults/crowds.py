"""Eight client processes that press "send" in the same instant, each with real forms in a window of its own."""

import multiprocessing
import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.synchronize import Barrier, Event

from collabpoints.domain.form_ids import new_form_id
from tests.faults.windows import BROKEN, Fields, Window

CLIENTS = 8
TEXT = "어제 늦게까지 예산 자료를 같이 살펴봐 주셔서 제때 낼 수 있었습니다."


@dataclass(frozen=True)
class Try:
    """One press: who (his cookies), and the numbers of the colleagues it goes to."""

    cookies: tuple[tuple[str, str], ...]
    numbers: tuple[str, ...]


@dataclass
class Pressed:
    """A press and what became of it: the last status (303 sent, 422 refused), the statuses on the way that were none of
    these, and when its answer was first lost (0.0: never)."""

    form_id: str
    status: int = 0
    on_the_way: list[int] = field(default_factory=list)
    broken_at: float = 0.0
    seconds: float = 0.0


_gate: Barrier | None = None
_is_over: Event | None = None


@dataclass
class Crowd:
    """The processes, waiting."""

    pool: ProcessPoolExecutor
    is_over: Event

    def press(self, port: int, tries: Sequence[Sequence[Try]]) -> list[int]:
        """Each client's tries, all clients at once, press by press; the statuses that came back."""
        assert len(tries) == CLIENTS
        assert len({len(mine) for mine in tries}) == 1
        at_work = [self.pool.submit(_take_part, port, list(mine)) for mine in tries]
        return [status for one in at_work for status in one.result()]

    @contextmanager
    def at_work(self, port: int, plans: Sequence[Sequence[Try]]) -> Iterator[list[Pressed]]:
        """All clients send without pause until the block ends, each press until it is answered. What they pressed
        stands in the list afterwards."""
        assert len(plans) == CLIENTS
        self.is_over.clear()
        pressed: list[Pressed] = []
        at_work = [self.pool.submit(_work, port, list(plan), place) for place, plan in enumerate(plans)]
        try:
            yield pressed
        finally:
            self.is_over.set()
            for one in at_work:
                pressed += one.result()


@contextmanager
def crowd() -> Iterator[Crowd]:
    context = multiprocessing.get_context("spawn")
    gate, is_over = context.Barrier(CLIENTS), context.Event()
    with ProcessPoolExecutor(CLIENTS, context, initializer=_arrive, initargs=(gate, is_over)) as pool:
        yield Crowd(pool, is_over)


def _arrive(gate: Barrier, is_over: Event) -> None:
    global _gate, _is_over
    _gate, _is_over = gate, is_over


def _take_part(port: int, tries: list[Try]) -> list[int]:
    assert _gate is not None
    windows: dict[tuple[tuple[str, str], ...], Window] = {}
    forms: dict[tuple[tuple[str, str], ...], Fields] = {}
    statuses = []
    for one in tries:
        window = windows.setdefault(one.cookies, Window(port, dict(one.cookies)))
        # Opened once; for each press after that it gets what differs in one opened anew: its id and its colleagues.
        if one.cookies not in forms:
            forms[one.cookies] = window.writing(*one.numbers)
        fields = {**forms[one.cookies], "to": list(one.numbers), "form_id": [new_form_id()]}
        _gate.wait(60)
        statuses.append(window.send(fields, TEXT).status)
    for window in windows.values():
        window.close()
    return statuses


_AGAIN = 0.02
_PATIENCE = 90.0


def _work(port: int, plan: list[Try], place: int) -> list[Pressed]:
    assert _is_over is not None
    chosen = random.Random(place)
    windows: dict[tuple[tuple[str, str], ...], Window] = {}
    done: list[Pressed] = []
    while not _is_over.is_set():
        one = chosen.choice(plan)
        window = windows.setdefault(one.cookies, Window(port, dict(one.cookies)))
        done.append(_until_answered(window, _opened(window, one.numbers), chosen.choice(("send", "thanks"))))
    for window in windows.values():
        window.close()
    return done


def _opened(window: Window, numbers: tuple[str, ...]) -> Fields:
    """A fresh form, as soon as there is one to be had."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return window.writing(*numbers)
        except (*BROKEN, AssertionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(_AGAIN)


def _until_answered(window: Window, fields: Fields, action: str) -> Pressed:
    """The same form again and again until it is sent or refused."""
    pressed = Pressed(fields["form_id"][0])
    began = time.monotonic()
    while pressed.status == 0 and time.monotonic() < began + _PATIENCE:
        try:
            status = window.send(fields, TEXT, action).status
        except BROKEN:
            pressed.broken_at = pressed.broken_at or time.time()
            time.sleep(_AGAIN)
            continue
        if status in (303, 422):
            pressed.status = status
        else:
            pressed.on_the_way.append(status)
            time.sleep(_AGAIN)
    pressed.seconds = time.monotonic() - began
    return pressed
