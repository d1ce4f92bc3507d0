"""Confirm the boards of spans whose months are all closed. (A month's own boards are confirmed as it is closed.)"""

from collabpoints.queries.board_spans import spans_to_confirm

BOARDS = "boards"
"""The job's name; its periods are full names of spans."""


def asked(agency_id: int) -> tuple[str, ...]:
    """The spans that wait, what ended first before what ended later."""
    return tuple(span.full_name for span in spans_to_confirm(agency_id))
