"""The daily redaction of names, texts and kept files that outlived their term."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from flask import current_app

from collabpoints.domain.redactions import Terms
from collabpoints.queries.jobs import frame
from collabpoints.services.redactions import redact_files, redact_people, redact_texts

if TYPE_CHECKING:
    from config import Config


@dataclass(frozen=True, slots=True)
class Reach:
    """What is due at an instant: people who left before a day, and what is older than a day (`sent_before`: its beginning
    in the agency's zone)."""

    left_before: date
    texts_before: date
    sent_before: datetime


def redact(agency_id: int) -> int:
    """Afterwards nothing that is due stands any more; returns how many names, texts and files went. It goes in steps, each
    a transaction of its own: stopped in the middle, the next run does the rest."""
    reach = reach_of(agency_id)
    people = _until_none(lambda: redact_people(agency_id, left_before=reach.left_before))
    texts = _until_none(lambda: redact_texts(agency_id, texts_before=reach.texts_before, sent_before=reach.sent_before))
    files = _until_none(lambda: redact_files(agency_id, texts_before=reach.texts_before, made_before=reach.sent_before))
    return people + texts + files


def reach_of(agency_id: int) -> Reach:
    """How far the settings reach now."""
    config: Config = current_app.config["COLLABPOINTS"]
    terms = Terms(config.redact_names_years, config.redact_texts_years)
    _since, zone, now = frame(agency_id)
    today = now.astimezone(zone).date()
    texts_before = terms.texts_before(today)
    beginning = datetime.combine(max(texts_before, date(1900, 1, 1)), time(), zone).astimezone(UTC)
    return Reach(terms.left_before(today), texts_before, beginning)


def _until_none(step: Callable[[], int]) -> int:
    done = 0
    while gone := step():
        done += gone
    return done
