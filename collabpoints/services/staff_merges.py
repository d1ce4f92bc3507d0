"""Two records that are one person: what they share from now on. What was given and received stays with its record."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from collabpoints.db import dialect_of, upserting
from collabpoints.domain.note_flags import FlagKind
from collabpoints.domain.staff_orders import Record
from collabpoints.models import Account, Draft, Employee, NoteFlag, Notice, Person
from collabpoints.queries.staff_previews import notes_between
from collabpoints.services.board_cells import keep_shown, months_of

WHY_REVIEWED = "두 기록이 한 사람으로 합쳐졌습니다. 자신에게 보낸 메시지인지 살펴봐 주세요."
"""What the flag of a note between the two says; a reviewer decides, the machine never does (promise 20)."""


@dataclass(frozen=True, slots=True)
class Merging:
    """Who writes where and when."""

    session: Session
    agency_id: int
    now: datetime
    actor_person_id: int

    def join(self, kept: Record, other: Record) -> None:
        """Afterwards the other record is the kept person's: its services, notices and drafts are his, earlier records of
        either are his, notes between the two wait for a reviewer, and whoever of the two stayed out of rankings stays out
        with both. The other's service has ended before, or is the one that goes on."""
        session, id_ = self.session, other.person_id
        between = notes_between(kept.person_id, id_)
        if not kept.login:
            session.execute(
                update(Account).where(Account.person_id == id_).values(person_id=kept.person_id, is_active=True)
            )
        session.execute(update(Employee).where(Employee.person_id == id_).values(person_id=kept.person_id))
        session.execute(update(Notice).where(Notice.person_id == id_).values(person_id=kept.person_id))
        session.execute(update(Draft).where(Draft.person_id == id_).values(person_id=kept.person_id))
        session.execute(
            update(Person)
            .where(or_(Person.id == id_, Person.merged_into_person_id == id_))
            .values(merged_into_person_id=kept.person_id)
        )
        self._flag([note.id for note in between])
        if kept.is_opted_out != other.is_opted_out:
            self._hide(kept.person_id)

    def _flag(self, note_ids: list[int]) -> None:
        rows = [
            {
                "agency_id": self.agency_id,
                "note_id": note_id,
                "kind": FlagKind.REPORT.value,
                "detail": WHY_REVIEWED,
                "reporter_person_id": self.actor_person_id,
                "flagged_at": self.now,
            }
            for note_id in note_ids
        ]
        if rows:
            statement = upserting(dialect_of(self.session), NoteFlag).on_conflict_do_nothing()
            self.session.connection().execute(statement, rows)

    def _hide(self, person_id: int) -> None:
        """Nobody is named by one record who stays out of rankings with the other (promise 18)."""
        self.session.flush()
        records = self.session.scalars(
            select(Person.id).where(or_(Person.id == person_id, Person.merged_into_person_id == person_id))
        ).all()
        self.session.execute(update(Person).where(Person.id.in_(records)).values(is_opted_out=True))
        periods = {period for one in records for period in months_of(self.session, one)}
        keep_shown(self.session, self.agency_id, periods)
