"""The books as an outsider reads them: plain SQL of our own, so that a fault in the application's queries hides nothing."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import text

from collabpoints.db import db
from collabpoints.queries.ledger import verify

# One statement: it sees one moment on both databases.
_BROKEN = text("""
WITH moved AS (
  SELECT month_id, giver_person_id AS person, spent, points AS sp, notes AS sn, 0 AS rp, 0 AS rn FROM entries
  UNION ALL SELECT month_id, receiver_person_id, 0, 0, 0, points, notes FROM entries
  UNION ALL SELECT month_id, person_id, -spent, -sent_points, -sent_notes, -received_points, -received_notes
            FROM person_month_totals),
paired AS (
  SELECT month_id, giver_person_id AS giver, receiver_person_id AS receiver, counted, points FROM entries
  UNION ALL SELECT month_id, sender_person_id, recipient_person_id, -counted, -points FROM pair_month_totals)
SELECT 'a sum is not the ledger''s' AS what, person AS id FROM moved GROUP BY month_id, person
  HAVING sum(spent) <> 0 OR sum(sp) <> 0 OR sum(sn) <> 0 OR sum(rp) <> 0 OR sum(rn) <> 0
UNION ALL SELECT 'a pair''s sum is not the ledger''s', giver FROM paired GROUP BY month_id, giver, receiver
  HAVING sum(counted) <> 0 OR sum(points) <> 0
UNION ALL SELECT 'overspent', person_id FROM person_month_totals WHERE spent > granted
UNION ALL SELECT 'negative', person_id FROM person_month_totals
  WHERE spent < 0 OR sent_points < 0 OR sent_notes < 0 OR received_points < 0 OR received_notes < 0
UNION ALL SELECT 'a pair over its cap', sender_person_id FROM pair_month_totals WHERE counted > cap OR counted < 0
UNION ALL SELECT 'a note without its entry', n.id FROM notes n
  WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.note_id = n.id AND e.kind = 'send')
""")

# Counted from the notes themselves: totals that were written wrongly cannot hide an overspending.
_OVER = text("""
SELECT 'notes over the allowance' AS what, sender_person_id AS id FROM notes WHERE withdrawn IS NULL
  GROUP BY month_id, sender_person_id HAVING sum(points) > (SELECT allowance FROM months WHERE months.id = month_id)
UNION ALL SELECT 'notes over the cap', sender_person_id FROM notes WHERE withdrawn IS NULL AND points > 0
  GROUP BY month_id, sender_person_id, recipient_person_id
  HAVING count(*) > (SELECT pair_cap FROM months WHERE months.id = month_id)
UNION ALL SELECT 'a form sent twice', min(id) FROM send_batches GROUP BY form_id HAVING count(*) > 1
UNION ALL SELECT 'a press without its note', id FROM send_batches b
  WHERE NOT EXISTS (SELECT 1 FROM notes n WHERE n.batch_id = b.id)
""")


def broken(app: Flask) -> list[str]:
    """What is false in the books as of one moment; empty when all is well."""
    with app.app_context(), db.engine.connect() as connection:
        return [f"{row.what}: {row.id}" for row in connection.execute(_BROKEN)]


def over(app: Flask) -> list[str]:
    """Limits passed and forms doubled, counted from the notes."""
    with app.app_context(), db.engine.connect() as connection:
        return [f"{row.what}: {row.id}" for row in connection.execute(_OVER)]


def unbalanced(app: Flask) -> list[str]:
    """What the application's own proof finds (promise 7)."""
    with app.app_context():
        return [f"{check.name}: {', '.join(check.shown)}" for check in verify().checks if check.differing]


def complaints(app: Flask) -> list[str]:
    """Everything that is wrong when all is quiet."""
    return [*broken(app), *over(app), *unbalanced(app)]


def standing(app: Flask) -> dict[str, tuple[int, ...]]:
    """The ids of the notes that stand, by the form that sent them."""
    wanted = text("SELECT b.form_id, n.id FROM send_batches b JOIN notes n ON n.batch_id = b.id ORDER BY n.id")
    found: dict[str, tuple[int, ...]] = {}
    with app.app_context(), db.engine.connect() as connection:
        for form_id, note_id in connection.execute(wanted):
            found[form_id] = (*found.get(form_id, ()), note_id)
    return found


def notes_from(app: Flask, person_id: int) -> int:
    """How many notes of this sender stand."""
    wanted = text("SELECT count(*) FROM notes WHERE sender_person_id = :person AND withdrawn IS NULL")
    with app.app_context(), db.engine.connect() as connection:
        return int(connection.execute(wanted, {"person": person_id}).scalar_one())


@dataclass
class Reader:
    """Somebody who reads the books over and over while others write."""

    reads: int = 0
    seen: set[str] = field(default_factory=set)


@contextmanager
def reader(app: Flask, *, every: float = 0.05) -> Iterator[Reader]:
    """A thread that reads until the block ends; what it saw broken stands in `seen`. It rests nine times as long as a
    read takes, so that those who write have the machine, however long the books have become."""
    found, is_over = Reader(), threading.Event()

    def read() -> None:
        while not is_over.is_set():
            began = time.monotonic()
            found.seen.update(broken(app))
            found.reads += 1
            is_over.wait(max(every, 9 * (time.monotonic() - began)))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield found
    finally:
        is_over.set()
        thread.join()
