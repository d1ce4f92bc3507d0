"""`migrate`: bring the database to what this version needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import flask_migrate
from sqlalchemy import make_url

from collabpoints.cli.installation import installation, said_plainly, settings
from collabpoints.formats.locks import Held, held
from collabpoints.queries.revisions import needed_revision, present_revision

_PATIENCE = 60.0


@click.command()
def migrate() -> None:
    """데이터베이스를 이 버전에 맞춥니다. 이미 맞으면 아무것도 하지 않습니다."""
    with installation().app().app_context(), said_plainly(), _alone():
        before = present_revision()
        if before != needed_revision():
            flask_migrate.upgrade(revision=needed_revision())
        after = present_revision()
    if after != needed_revision():
        raise click.ClickException(
            f"데이터베이스가 {after}에 머물러 있습니다. 이 버전에 필요한 것: {needed_revision()}."
        )
    click.echo(
        f"데이터베이스: {before or '비어 있음'} → {after}"
        if before != after
        else f"데이터베이스: 이미 최신입니다({after})."
    )


@contextmanager
def _alone() -> Iterator[None]:
    """One migration at a time on an SQLite file; PostgreSQL's own lock is taken in `migrations/env.py`."""
    config = settings()
    if not config.is_embedded:
        yield
        return
    database = Path(make_url(config.database_url).database or "")
    if not database.parent.is_dir():
        raise click.ClickException(f"SQLite 파일을 둘 폴더가 없습니다: {database.parent}")
    try:
        with held(database.with_name(f"{database.name}.migrating"), seconds=_PATIENCE):
            yield
    except Held as fault:
        raise click.ClickException("다른 migrate가 아직 끝나지 않았습니다. 잠시 뒤 다시 실행해 주세요.") from fault
    except OSError as fault:
        raise click.ClickException(f"SQLite 파일을 쓸 수 없습니다: {database} ({fault.strerror})") from fault
