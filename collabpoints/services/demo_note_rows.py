"""The demo's notes as rows: batches, notes, texts, the ledger, replies and notices."""

from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from collabpoints.demo.agency import DemoAgency
from collabpoints.demo.calendar import ZONE
from collabpoints.demo.notes import DemoBatch, DemoNote
from collabpoints.domain.digests import content_digest, text_digest
from collabpoints.domain.periods import Month, today
from collabpoints.domain.schemes import parse_scheme
from collabpoints.services.demo_rows import AGENCY, Rows, numbered


class NoteRows:
    """The rows of everything that was sent, and of what followed from it."""

    def __init__(self, agency: DemoAgency, salts: Random) -> None:
        self.batches: Rows = []
        self.notes: Rows = []
        self.texts: Rows = []
        self.entries: Rows = []
        self.replies: Rows = []
        self.notices: Rows = []
        self._agency, self._salts = agency, salts
        self._scheme = parse_scheme(agency.scheme_text)
        for batch in agency.batches:
            self._add_batch(batch)
        self._number_entries()
        self.notices = numbered(sorted(self.notices, key=lambda row: (row["created_at"], row["note_id"])))

    def _add_batch(self, batch: DemoBatch) -> None:
        sending = batch.sending
        recipients = [recipient + 1 for recipient in sending.recipients]
        kind_id = None if sending.kind is None else sending.kind + 1
        self.batches.append(
            {
                "id": len(self.batches) + 1,
                "agency_id": AGENCY,
                "form_id": str(UUID(int=batch.form_id_bits, version=4)),
                "sender_person_id": sending.sender + 1,
                "content_digest": content_digest(
                    sending.sender + 1,
                    recipients,
                    batch.text,
                    points=sending.points,
                    is_private=sending.is_private,
                    help_kind_id=kind_id,
                ),
                "sent_at": sending.sent_at,
            }
        )
        for note in batch.notes:
            self._add_note(batch, note, kind_id)

    def _add_note(self, batch: DemoBatch, note: DemoNote, kind_id: int | None) -> None:
        sending, note_id = batch.sending, len(self.notes) + 1
        own = self._department_id(sending.sender, sending.sent_at)
        other = self._department_id(note.recipient, sending.sent_at)
        salt = f"{self._salts.getrandbits(128):032x}"
        row = {
            "id": note_id,
            "agency_id": AGENCY,
            "batch_id": len(self.batches),
            "month_id": self._month_id(sending.sent_at),
            "scheme_id": 1,
            "sender_person_id": sending.sender + 1,
            "recipient_person_id": note.recipient + 1,
            "sender_department_id": own,
            "recipient_department_id": other,
            "sender_path_id": own,
            "recipient_path_id": other,
            "points": sending.points,
            "help_kind_id": kind_id,
            "is_private": sending.is_private,
            "sent_at": sending.sent_at,
            "read_at": note.read_at,
            "withdrawn": note.withdrawn,
            "withdrawn_at": note.withdrawn_at,
        }
        self.notes.append(row)
        text = {"note_id": note_id, "agency_id": AGENCY, "text": batch.text, "salt": salt, "redacted_at": None}
        self.texts.append(text)
        self._add_entries(row, text_digest(salt, batch.text))
        self._add_consequences(row, note)

    def _add_entries(self, note: dict[str, Any], text: str) -> None:
        """The sending's entry; and where it was withdrawn, the opposite, in the same month as in the demo always."""
        figures = {"points": note["points"], "notes": 1, "spent": self._scheme.cost(note["points"]),
                   "counted": int(note["points"] > 0)}  # fmt: skip
        entry = {
            "agency_id": AGENCY,
            "month_id": note["month_id"],
            "booked_month_id": note["month_id"],
            "kind": "send",
            "note_id": note["id"],
            "counters": None,
            "giver_person_id": note["sender_person_id"],
            "giver_department_id": note["sender_department_id"],
            "receiver_person_id": note["recipient_person_id"],
            "receiver_department_id": note["recipient_department_id"],
            **figures,
            "text_digest": text,
            "actor_person_id": note["sender_person_id"],
            "reason": "",
            "recorded_at": note["sent_at"],
        }
        self.entries.append(entry)
        if note["withdrawn"]:
            is_taken_back = note["withdrawn"] == "taken_back"
            opposite = {
                "kind": "take_back" if is_taken_back else "give_back",
                "counters": note["id"],  # of the note, until entries have their ids
                "actor_person_id": note["sender_person_id" if is_taken_back else "recipient_person_id"],
                "recorded_at": note["withdrawn_at"],
            }
            self.entries.append({**entry, **{name: -figure for name, figure in figures.items()}, **opposite})

    def _add_consequences(self, note: dict[str, Any], told: DemoNote) -> None:
        """Notices and the reply, as the services write them; a note that was taken back leaves no notice."""
        if told.withdrawn != "taken_back":
            self._add_notice(note["recipient_person_id"], "received", note, note["sent_at"], told.read_at)
        if told.withdrawn == "given_back":
            self._add_notice(note["sender_person_id"], "given_back", note, note["withdrawn_at"], None)
        if told.reply is not None:
            self.replies.append(
                {
                    "note_id": note["id"],
                    "agency_id": AGENCY,
                    "text": told.reply,
                    "replied_at": told.replied_at,
                    "read_at": told.reply_read_at,
                }
            )
            self._add_notice(note["sender_person_id"], "replied", note, told.replied_at, told.reply_read_at)

    def _add_notice(
        self, person_id: int, kind: str, note: dict[str, Any], at: datetime | None, read_at: datetime | None
    ) -> None:
        self.notices.append({"agency_id": AGENCY, "person_id": person_id, "kind": kind, "note_id": note["id"],
                             "created_at": at, "read_at": read_at})  # fmt: skip

    def _number_entries(self) -> None:
        """Entries stand in the order in which they were recorded; a counter-entry names the entry that it counters."""
        self.entries = numbered(sorted(self.entries, key=lambda row: (row["recorded_at"], row["note_id"])))
        sent = {row["note_id"]: row["id"] for row in self.entries if row["kind"] == "send"}
        for row in self.entries:
            if row["counters"] is not None:
                row["counters"] = sent[row["note_id"]]

    def _department_id(self, order: int, at: datetime) -> int:
        post = self._agency.people[order].post_on(today(at, ZONE))
        if post is None:
            raise LookupError(f"person {order} held no post at {at}")
        return post.department + 1

    def _month_id(self, at: datetime) -> int:
        return self._agency.months.index(Month.of(at, ZONE)) + 1
