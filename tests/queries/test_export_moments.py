"""The lines of a file and the ledger that proves them are of one moment, on a page too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from collabpoints.db import db, reading
from collabpoints.domain.exports import FileFormat, Filters, Scope, Wanted, What
from collabpoints.domain.periods import Month
from collabpoints.domain.submissions import filters_of
from collabpoints.models import Month as MonthRow
from collabpoints.models import Note
from collabpoints.queries.exports import table_of
from collabpoints.queries.submission_previews import submission_preview
from tests.factories.worlds import a_world

EVERYONE = filters_of(Filters(), is_everyone=True)


@contextmanager
def between_lines_and_proof(app: Flask, act: Callable[[], object]) -> Iterator[None]:
    """Within it somebody does this, in a thread of his own, after the sums of the lines and before those of the ledger."""
    done: list[str] = []

    def within() -> None:
        with app.app_context():
            act()
            db.session.remove()

    def look(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "AS rows" in statement and not done:
            done.append(statement)
            thread = Thread(target=within, daemon=True)
            thread.start()
            thread.join(20)

    event.listen(db.engine, "after_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(db.engine, "after_cursor_execute", look)
    assert done


@pytest.mark.parametrize("asked", [table_of, submission_preview])
def test_a_note_that_is_sent_meanwhile_unbalances_nothing(app: Flask, asked: Callable[..., object]) -> None:
    world = a_world()
    world.send(world.hong, world.kim)
    with reading() as session:
        month = Month.parse(session.scalars(select(MonthRow.period)).one())
    wanted = Wanted(What.TOTALS, Scope.AGENCY, None, None, "", month, month, FileFormat.CSV, EVERYONE)
    with between_lines_and_proof(app, lambda: world.send(world.park, world.kim)):
        asked(wanted, world.agency_id, today=date(2099, 1, 1))
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Note)) == 2
