"""Where config and package meet: the WSGI application for gunicorn, and the command `collabpoints`."""

import os
import sys
from functools import cache
from typing import TYPE_CHECKING

from config import Config, UnsafeSetting

if TYPE_CHECKING:
    from flask import Flask


class Installation:
    """The settings and the application of this process, each made when first asked for (so that --help needs neither)."""

    @cache  # noqa: B019  (there is one installation, and it lives as long as the process)
    def config(self) -> Config:
        """The settings; an unsafe one ends the process with a sentence that says why."""
        try:
            return Config.from_environ(os.environ)
        except UnsafeSetting as fault:
            sys.exit(f"collabpoints를 시작하지 않습니다: {fault}")

    @cache  # noqa: B019
    def app(self) -> "Flask":
        """The application for these settings."""
        config = self.config()
        from collabpoints.app import create_app  # the package is loaded after the settings were found safe

        return create_app(config)


def command() -> None:
    """The console script `collabpoints`."""
    from collabpoints.cli import cli  # only the command needs the commands

    cli(obj=Installation(), prog_name="collabpoints")


def __getattr__(name: str) -> object:
    """`wsgi:app` is made when gunicorn asks for it, so that the command does not build it in vain."""
    if name != "app":
        raise AttributeError(name)
    from collabpoints.formats.logs import write_json_lines

    installation = Installation()
    write_json_lines(installation.config().log_level)
    return installation.app()


if __name__ == "__main__":
    command()
