"""The operator's commands: `collabpoints …`, a file a noun. Each has `--help`, and an exit code that scripts can trust:
0 done, 1 refused or found wrong (the reason on standard error), 2 the command was not understood.

How a command reaches settings and database: `cli/installation.py`.
"""

import click

from collabpoints.cli import (
    agencies,
    boards,
    database,
    demo,
    exports,
    jobs,
    ledger,
    outbox,
    people,
    records,
    redactions,
    schemes,
    server,
    trees,
)
from collabpoints.formats.logs import write_json_lines

COMMANDS: tuple[click.Command, ...] = (
    server.serve,
    server.scheduler,
    database.migrate,
    agencies.agency,
    boards.board,
    demo.demo,
    exports.export,
    jobs.jobs,
    ledger.ledger,
    outbox.outbox,
    people.people,
    redactions.redact,
    records.records,
    schemes.scheme,
    trees.tree,
)  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def cli() -> None:
    """협업포인트를 실행하고 돌봅니다. 설정은 환경 변수에서 읽습니다(docs/operator.md)."""
    write_json_lines("critical")  # a command speaks in sentences of its own; the servers raise this


for _command in COMMANDS:
    cli.add_command(_command)
