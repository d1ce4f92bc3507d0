"""Interleaved rounds: every subject a few requests at a time, in random order, so that what else the machine does
meets all of them alike; then medians over the rounds."""

import random
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.bench.servers import Running


@dataclass(frozen=True)
class Subject:
    """What is measured: a server, and `ask`, which makes its Nth request and checks the answer."""

    server: Running
    ask: Callable[[int], None]


@dataclass
class Figures:
    """`cpu` and `rate` have one figure a round (milliseconds a request, requests a second); `took` one a request (ms)."""

    cpu: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)

    @property
    def cpu_ms(self) -> float:
        return statistics.median(self.cpu)

    def cells(self) -> tuple[str, str, str]:
        p95 = statistics.quantiles(self.took, n=20, method="inclusive")[-1]
        return f"{self.cpu_ms:.2f}", f"{statistics.median(self.rate):.0f}", f"{p95:.2f}"


def interleaved(subjects: Mapping[str, Subject], *, rounds: int, requests: int) -> dict[str, Figures]:
    """The figures of each subject. A first round warms up and does not count."""
    chance = random.Random(2026)
    figures = {name: Figures() for name in subjects}
    for turn in range(rounds + 1):
        for name in chance.sample(list(subjects), len(subjects)):
            found = _one_round(subjects[name], turn * requests, requests)
            if turn:
                figures[name].cpu += found.cpu
                figures[name].rate += found.rate
                figures[name].took += found.took
    return figures


def _one_round(subject: Subject, first: int, requests: int) -> Figures:
    took: list[float] = []
    used, began = subject.server.cpu(), time.perf_counter()
    for at in range(first, first + requests):
        asked = time.perf_counter()
        subject.ask(at)
        took.append((time.perf_counter() - asked) * 1000)
    seconds = time.perf_counter() - began
    return Figures([(subject.server.cpu() - used) / requests * 1000], [requests / seconds], took)
