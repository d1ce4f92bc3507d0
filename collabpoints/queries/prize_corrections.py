"""Prizes that rest on points which were corrected after their months had been closed."""

from collections.abc import Mapping, Sequence

from collabpoints.queries.boards import board_of
from collabpoints.queries.closings import Corrections, corrected, persons_corrected_since
from collabpoints.queries.prize_heads import ProposalHead
from collabpoints.queries.prize_winners import Winner


def corrections(head: ProposalHead, winners: Sequence[Winner]) -> Mapping[int, Corrections]:
    """What was corrected since, by the winner's id; winners whose points stand as they were confirmed are absent."""
    persons = persons_corrected_since(head.agency_id, [str(month) for month in head.span.months])
    found: dict[int, Corrections] = {}
    for winner in winners:
        if winner.person_id is not None and winner.person_id not in persons:
            continue
        board = board_of(head.agency_id, head.span, winner.subject)
        if board is not None:
            since = corrected(board, person_id=winner.person_id, department_id=winner.department_id)
            if since.since:
                found[winner.id] = since
    return found
