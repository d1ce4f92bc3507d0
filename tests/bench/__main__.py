"""`python -m tests.bench [NAME …]`: run these measurements (default: all) and print what they found as tables.

`--help` names them. Sizes come from the environment; the defaults are meant for ten minutes or so on two quiet cores:

  BENCH_ROUNDS    rounds of sending, reading and history (9)
  BENCH_REQUESTS  requests of each subject in a round (60)
  BENCH_EACH      sends of each sender in sqlite_senders (60)
  BENCH_NOTES     notes of the larger history (600000; in full 6000000, about 10 GB of memory and disk)
  BENCH_PEOPLE    people to search among (100000; in full 1200000)
  BENCH_QUERIES   searches of each kind (150)
  BENCH_DATABASES databases of the search (sqlite,postgresql)
  BENCH_SEALED    entries to seal (100000)
  BENCH_MONTH_NOTES, BENCH_MONTH_PEOPLE, BENCH_MONTH_HISTORY, BENCH_MONTH_ROUNDS
                  a month to close (100000 notes, 4000 people, 1000000 notes before it, 5 times; in full 1000000, 40000, 10000000)
  BENCH_TREE_NOTES, BENCH_TREE_PEOPLE, BENCH_TREE_DEPARTMENTS
                  a month whose trees grow (100000 notes, 4000 people, 90 departments; in full 1000000, 40000, 900)
  BENCH_EXPORT_PEOPLE, BENCH_EXPORT_ROUNDS
                  people of a year of totals, 12 rows each (10000; in full 100000), and how often (3)
  BENCH_SEEDS, BENCH_STAFF
                  years in which patterns are searched for (20261122; more with commas) and people of each (5000)
"""

import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click

from tests.bench import (
    boards,
    closing,
    exports,
    history,
    patterns,
    reading,
    seals,
    search,
    sending,
    sqlite_senders,
    staff_import,
    trees,
)

BENCHES: dict[str, Callable[[], list[tuple[str, ...]]]] = {
    "sending": sending.measured,
    "reading": reading.measured,
    "sqlite_senders": sqlite_senders.measured,
    "history": history.measured,
    "boards": boards.measured,
    "search": search.measured,
    "staff_import": staff_import.measured,
    "seals": seals.measured,
    "closing": closing.measured,
    "trees": trees.measured,
    "exports": exports.measured,
    "patterns": patterns.measured,
}


def main(names: list[str]) -> int:
    """Answers with 2 when a name is unknown, else with 0: figures are reported, never judged."""
    if "--help" in names:
        click.echo(f"{__doc__}\nmeasurements: {', '.join(BENCHES)}")
        return 0
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        click.echo(f"no such measurement: {', '.join(unknown)}; there are: {', '.join(BENCHES)}", err=True)
        return 2
    click.echo(_machine())
    for name in names or list(BENCHES):
        click.echo(f"── {name}: {(sys.modules[BENCHES[name].__module__].__doc__ or '').splitlines()[0]}")
        began = time.monotonic()
        _print(BENCHES[name]())
        click.echo(f"   {time.monotonic() - began:.0f} s; {_load()}\n")
    return 0


def _machine() -> str:
    model = next((line for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "").partition(": ")[2]
    memory = next((line for line in _lines("/proc/meminfo")), "MemTotal: 0 kB").split()[1]
    return (
        f"{model or platform.processor()}, {os.cpu_count()} cores, {int(memory) / 2**20:.0f} GiB; Python"
        f" {platform.python_version()}, {platform.system()} {platform.release()}; {_load()}"
    )


def _load() -> str:
    """Above the number of cores others worked too: compare ratios with their identical pair, not with the target."""
    return "load average {:.1f} {:.1f} {:.1f}".format(*os.getloadavg())


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def _print(rows: list[tuple[str, ...]]) -> None:
    """The first row is the heading; columns are as wide as their widest cell (Hangul takes two places)."""
    widths = [max(_width(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        click.echo(
            "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def _width(cell: str) -> int:
    return sum(2 if "ᄀ" <= character <= "힣" else 1 for character in cell)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
