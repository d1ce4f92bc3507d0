"""The hourly look for notes that a reviewer should see."""

from collabpoints.queries.note_flags import found_since, looked_until
from collabpoints.services.note_flags import keep_flags


def flag_notes(agency_id: int) -> int:
    """Afterwards every note that the rules of `domain/note_flags.py` single out is flagged; returns how many flags are
    new or say something new. One run takes up all that was sent since the last one that finished, however long ago;
    twice gives the same."""
    found = found_since(agency_id, looked_until(agency_id))
    return keep_flags(agency_id, found) if found else 0
