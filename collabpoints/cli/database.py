"""`migrate`: bring the database to what this version needs."""

import click
import flask_migrate

from collabpoints.cli.installation import installation, said_plainly
from collabpoints.queries.revisions import needed_revision, present_revision


@click.command()
def migrate() -> None:
    """데이터베이스를 이 버전에 맞춥니다. 이미 맞으면 아무것도 하지 않습니다."""
    with installation().app().app_context(), said_plainly():
        before = present_revision()
        if before != needed_revision():
            flask_migrate.upgrade(revision=needed_revision())
        after = present_revision()
    if after != needed_revision():
        raise click.ClickException(
            f"데이터베이스가 {after}에 머물러 있습니다. 이 버전은 {needed_revision()}이(가) 필요합니다."
        )
    click.echo(
        f"데이터베이스: {before or '비어 있음'} → {after}"
        if before != after
        else f"데이터베이스: 이미 최신입니다({after})."
    )
