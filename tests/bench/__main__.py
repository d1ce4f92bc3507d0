"""`python -m tests.bench [NAME …]`: run these measurements (default: all) and print what they found as a table."""

import sys
from collections.abc import Callable

import click

from tests.bench import history, reading, search, sending, sqlite_senders, staff_import

BENCHES: dict[str, Callable[[], list[tuple[str, ...]]]] = {
    "sending": sending.measured,
    "reading": reading.measured,
    "sqlite_senders": sqlite_senders.measured,
    "history": history.measured,
    "search": search.measured,
    "staff_import": staff_import.measured,
}


def main(names: list[str]) -> int:
    """Answers with 2 when a name is unknown, else with 0: figures are reported, never judged."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        click.echo(f"no such measurement: {', '.join(unknown)}; there are: {', '.join(BENCHES)}", err=True)
        return 2
    for name in names or list(BENCHES):
        click.echo(f"── {name}: {(sys.modules[BENCHES[name].__module__].__doc__ or '').splitlines()[0]}")
        _print(BENCHES[name]())
    return 0


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
