"""Where config and package meet: the WSGI application for gunicorn, and the command `collabpoints`."""

import os
import sys

from config import Config, UnsafeSetting


def _config() -> Config:
    try:
        return Config.from_environ(os.environ)
    except UnsafeSetting as fault:
        sys.exit(f"collabpoints does not start: {fault}")


def command() -> None:
    """The console script `collabpoints`."""
    from collabpoints.cli import cli  # the package is loaded after the settings were found safe

    cli(obj=_config)


def __getattr__(name: str) -> object:
    """`wsgi:app` is made when gunicorn asks for it, so that the command does not build it in vain."""
    if name != "app":
        raise AttributeError(name)
    from collabpoints.app import create_app

    return create_app(_config())
