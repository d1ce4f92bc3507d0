"""The operator's commands: `collabpoints …`, a file a noun. Each has `--help`, and an exit code that scripts can trust:
0 done, 1 refused or found wrong (the reason on standard error), 2 the command was not understood.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from config import Config


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.pass_context
def cli(context: click.Context) -> None:
    """Run and look after collabpoints. Settings come from the environment (docs/operator.md)."""


def config_of(context: click.Context) -> "Config":
    """The settings, read when a command needs them (so that --help works without any)."""
    read: Callable[[], Config] = context.find_root().obj
    return read()
