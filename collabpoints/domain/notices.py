"""Notices (알림): the kinds of things that a person learns about."""

from enum import StrEnum


class NoticeKind(StrEnum):
    """What happened. The receiver is named behind each; the database refuses any other kind."""

    RECEIVED = "received"  # a note has come: its recipient
    REPLIED = "replied"  # the recipient answered: the note's sender
    GIVEN_BACK = "given_back"  # the note was not meant for its recipient: its sender
    TAKEN_BACK = "taken_back"  # the sender cancelled: the sender himself (its recipient never learns of it)
    MADE_PRIVATE = "made_private"  # only its two people can read the note from now on: its sender
    OPENED = "opened"  # a reviewer opened a private note: its two people
    RECLAIMED = (
        "reclaimed"  # a note's points were reclaimed: its two people; special points: their receiver and proposer
    )
    APPEALED = "appealed"  # one of the two asked for another look: the other one
    APPEAL_DECIDED = (
        "appeal_decided"  # it was decided, or the asker gave it up: the note's two people, or the other one
    )
    REPORT_DECIDED = "report_decided"  # a note was reviewed: who had reported it
    SPECIAL_GRANTED = (
        "special_granted"  # special points stand in the ledger: who got them, or the heads of the department
    )
    SPECIAL_DECIDED = "special_decided"  # the proposal of special points was decided: who proposed them
    PRIZE_ASKED = "prize_asked"  # somebody who opted out of rankings is asked whether a prize is welcome: that person
    PRIZE_WON = "prize_won"  # a prize was confirmed: its winner, or the heads of the department
    NOTE_PRIZE_ASKED = "note_prize_asked"  # a note was chosen for a prize: its two people, who may decline
    NOTE_PRIZE_WON = "note_prize_won"  # both agreed and the prize for the note was confirmed: its two people
    EXPORT_READY = "export_ready"  # a file that was asked for can be taken: who asked for it
