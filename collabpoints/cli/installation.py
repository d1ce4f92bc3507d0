"""How a command reaches its installation: the settings, and the application with its database.

A command that needs the database wears `@in_app` below its click decorators; its body then runs inside the
application's context, on a database that is migrated. A command that needs settings asks `settings()`. Expected faults
(no database, not migrated, a rule said no) end as one Korean sentence on standard error and exit code 1.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

import click
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from collabpoints.domain.errors import Busy, NotFound, Refused
from collabpoints.queries.revisions import needed_revision, present_revision
from collabpoints.views.sentences import sentence_for

if TYPE_CHECKING:
    from config import Config

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")
_TABLE_OR_COLUMN_MISSING = ("42P01", "42703")


class Installation(Protocol):
    """What the console script hands to every command (`wsgi.py` makes it); each part is made when first asked for."""

    def config(self) -> "Config": ...

    def app(self) -> Flask: ...


def installation() -> Installation:
    """The installation that the running command works on."""
    found: Installation = click.get_current_context().find_root().obj
    return found


def settings() -> "Config":
    """The settings, read when a command needs them (so that --help works without any)."""
    return installation().config()


def in_app(command: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """Run the command inside the application's context, on a migrated database; faults become sentences."""

    @functools.wraps(command)
    def within(*args: _Given.args, **kwargs: _Given.kwargs) -> _Answer:
        with installation().app().app_context(), force_locale("ko"), said_plainly():
            refuse_unmigrated()
            return command(*args, **kwargs)

    return within


def refuse_unmigrated() -> None:
    """Raises click.ClickException unless the database has exactly the tables that this version needs."""
    present, needed = present_revision(), needed_revision()
    if present != needed:
        raise click.ClickException(
            f"데이터베이스가 이 버전에 맞지 않습니다(지금 {present or '비어 있음'}, 필요 {needed}). "
            "먼저 'collabpoints migrate'를 실행해 주세요."
        )


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn expected faults into one sentence on standard error and exit code 1, without a traceback."""
    try:
        yield
    except Refused as fault:
        raise click.ClickException("\n".join(sentence_for(refusal) for refusal in fault.refusals)) from fault
    except NotFound as fault:
        raise click.ClickException("찾을 수 없습니다.") from fault
    except (Busy, PoolTimeout) as fault:
        raise click.ClickException(
            "데이터베이스가 바쁩니다. 아무것도 바뀌지 않았습니다. 잠시 뒤 다시 실행해 주세요."
        ) from fault
    except DBAPIError as fault:
        raise click.ClickException(_database_sentence(fault)) from fault


def _database_sentence(fault: DBAPIError) -> str:
    why = str(fault.orig).strip().splitlines()[0] if str(fault.orig).strip() else type(fault.orig).__name__
    if getattr(fault.orig, "sqlstate", "") in _TABLE_OR_COLUMN_MISSING or why.startswith("no such "):
        return f"데이터베이스가 이 버전에 맞지 않습니다. 먼저 'collabpoints migrate'를 실행해 주세요. ({why})"
    return f"데이터베이스를 쓸 수 없습니다. DATABASE_URL과 데이터베이스 서버, 디스크를 확인해 주세요. ({why})"
