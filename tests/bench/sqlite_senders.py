"""SQLite with 8 senders at once: nobody waits much longer than his turn. p95 against 8 times the median of one sender."""

import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

from tests.bench.places import on_sqlite
from tests.bench.sending import Browser
from tests.bench.servers import Running, cookies, serving
from tests.bench.worlds import Crowd, a_crowd

_SENDERS = 8
_EACH = int(os.environ.get("BENCH_EACH", "60"))
_TURNS = 3
_TARGET = "2"


def measured() -> list[tuple[str, ...]]:
    """One sender and eight in turns; the median of the turns' ratios is judged."""
    rows: list[tuple[str, ...]] = [("turn", "ratio", "target", "one: median ms", "eight: median ms", "eight: p95 ms")]
    ratios: list[float] = []
    with on_sqlite() as (url, _server), a_crowd(url) as crowd, serving("wsgi:app", url, None) as running:
        _took(running, crowd, 0)
        for turn in range(1, _TURNS + 1):
            one = statistics.median(_took(running, crowd, 0))
            with ThreadPoolExecutor(_SENDERS) as pool:
                eight = [ms for many in pool.map(lambda of: _took(running, crowd, of), range(_SENDERS)) for ms in many]
            p95 = statistics.quantiles(eight, n=20, method="inclusive")[-1]
            ratios.append(p95 / (_SENDERS * one))
            rows.append(
                (str(turn), f"{ratios[-1]:.2f}", "", f"{one:.1f}", f"{statistics.median(eight):.1f}", f"{p95:.1f}")
            )
    rows.append(("median", f"{statistics.median(ratios):.2f}", _TARGET, "", "", ""))
    return rows


def _took(running: Running, crowd: Crowd, of: int) -> list[float]:
    """Milliseconds of each send of one sender, one after the other."""
    browser = Browser(running.line(), cookies(crowd.app, crowd)[of])
    took = []
    for at in range(_EACH):
        began = time.perf_counter()
        browser.send(crowd.colleagues[(of + 1 + 10 * at) % len(crowd.colleagues)].number)
        took.append((time.perf_counter() - began) * 1000)
    return took
