"""Somebody who left long ago, with everything that can be typed about him and by him, each with a sentinel in it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import uuid4

from sqlalchemy import String, Text, cast, select, update

from collabpoints.db import Base, reading, unit_of_work
from collabpoints.domain.drafts import DraftText
from collabpoints.models import (
    Account,
    Appointment,
    Employee,
    Evidence,
    Export,
    ExportPiece,
    Note,
    Outbox,
    Person,
    RoleGrant,
    Scheme,
    SpecialGrant,
    StaffOrder,
    Submission,
    SubmissionLine,
)
from collabpoints.services.appeals import ask
from collabpoints.services.drafts import keep_draft
from collabpoints.services.replies import reply
from collabpoints.services.reports import report
from collabpoints.services.reviews import reclaim
from tests.factories.agencies import LONG_AGO, Colleague, a_colleague, a_department, a_session
from tests.factories.reviews import Bench, a_bench
from tests.factories.worlds import World

NAME = "표식남"
TOLD = "표식남 님과 어제 늦게까지 예산 자료를 같이 살펴보았습니다."
LEFT_ON = date(2020, 3, 1)


@dataclass(frozen=True)
class Farewell:
    """Gone left on LEFT_ON; he had received two notes (of Hong; of Kim together with Park) and sent one to Park."""

    bench: Bench
    gone: Colleague
    received: tuple[int, ...]
    shared: int
    sent: int
    submission: int

    @property
    def world(self) -> World:
        return self.bench.world


def a_farewell() -> Farewell:
    bench = a_bench()
    world = bench.world
    office = a_department(world.agency_id, "총무과")
    gone = a_colleague(world.agency_id, NAME, office, duty=f"{NAME} 업무", number="777001")
    first = world.send(world.hong, gone, text=TOLD).note_ids[0]
    both = world.send(world.kim, gone, world.park, text=TOLD)
    sent = world.send(gone, world.park, text=TOLD).note_ids[0]
    for note_id, end in ((first, gone), (sent, world.park)):
        reply(note_id, agency_id=world.agency_id, person_id=end.person_id, text=f"{NAME} 드림")
    report(first, agency_id=world.agency_id, person_id=gone.person_id, reason=TOLD)
    report(sent, agency_id=world.agency_id, person_id=world.park.person_id, reason=TOLD)
    reclaim(sent, agency_id=world.agency_id, person_id=bench.shin.person_id, reason="되풀이한 글입니다.")
    ask(sent, agency_id=world.agency_id, person_id=gone.person_id, reason=TOLD)
    keep_draft(
        agency_id=world.agency_id, person_id=gone.person_id, now=datetime.now(UTC),
        draft=DraftText(str(uuid4()), (world.kim.person_id,), TOLD),
    )  # fmt: skip
    a_session(gone)
    submission = _rows(bench, gone)
    with unit_of_work() as session:
        session.execute(update(Appointment).where(Appointment.employee_id == gone.employee_id).values(ends_on=LEFT_ON))
        session.execute(update(Employee).where(Employee.id == gone.employee_id).values(status="left", left_on=LEFT_ON))
        session.execute(update(Account).where(Account.id == gone.account_id).values(is_active=False, login=NAME))
    notes = dict(_recipients(both.note_ids))
    return Farewell(bench, gone, (first, notes[gone.person_id]), notes[world.park.person_id], sent, submission)


def texts_with(sentinel: str) -> list[str]:
    """Every column of text, of every table, in which it stands: `table.column`."""
    found = []
    with reading() as session:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if not isinstance(column.type, String | Text):
                    continue
                is_there = cast(column, Text).contains(sentinel, autoescape=True)
                if session.execute(select(1).select_from(table).where(is_there).limit(1)).first():
                    found.append(f"{table.name}.{column.name}")
    return sorted(found)


def name_of(person_id: int) -> str:
    """The name that stands in the person's row."""
    with reading() as session:
        return session.execute(select(Person.name).where(Person.id == person_id)).scalar_one()


def _recipients(note_ids: tuple[int, ...]) -> list[tuple[int, int]]:
    with reading() as session:
        rows = session.execute(select(Note.recipient_person_id, Note.id).where(Note.id.in_(note_ids)))
        return [(row[0], row[1]) for row in rows]


def _rows(bench: Bench, gone: Colleague) -> int:
    world, at = bench.world, datetime(2026, 1, 5, tzinfo=UTC)
    mine = {"agency_id": world.agency_id}
    with unit_of_work() as session:
        scheme_id = session.scalars(select(Scheme.id)).first()
        grant = SpecialGrant(
            **mine, form_id=str(uuid4()), scheme_id=scheme_id, kind_code="innovation",
            proposer_person_id=bench.oh.person_id, proposer_department_id=world.roads,
            receiver_person_id=gone.person_id, receiver_department_id=world.roads, points=10, reason=TOLD,
            proposed_at=at, state="refused", decided_by_person_id=bench.shin.person_id, decided_at=at,
            decision_reason=TOLD,
        )  # fmt: skip
        export = Export(
            **mine, asked_by_person_id=bench.oh.person_id, role="officer", scope="agency", what="totals",
            first_period="2026-01", last_period="2026-01", file_format="csv", reason="위원회 제출", state="ready", rows=1,
            digest="0" * 64, file_name="제출본.csv", companion=NAME, asked_at=at, ready_at=at,
        )  # fmt: skip
        session.add_all([grant, export])
        session.flush()
        submission = Submission(
            **mine, year=2026, number=1, export_id=export.id, subject="persons", first_period="2026-01",
            last_period="2026-01", recipient="공적심사위원회", purpose="우수자 심사", is_beyond=False,
            scheme_id=scheme_id, through_entry_id=0, rows=1, received_points=10, received_notes=1, sent_points=0,
            sent_notes=0, special_points=0, made_by_person_id=bench.oh.person_id, made_at=at,
        )  # fmt: skip
        session.add(submission)
        session.flush()
        session.add_all(
            [
                Evidence(
                    **mine, special_grant_id=grant.id, name=f"{NAME}.pdf", media_type="application/pdf", size=3,
                    digest="0" * 64, content=b"PDF", kept_at=at,
                ),
                ExportPiece(**mine, export_id=export.id, place=1, content=NAME.encode()),
                SubmissionLine(
                    **mine, submission_id=submission.id, place=1, person_id=gone.person_id, received_points=10,
                    received_notes=1, sent_points=0, sent_notes=0, special_points=0, score=100_000,
                ),
                RoleGrant(
                    **mine, person_id=gone.person_id, role="reviewer", granted_at=LONG_AGO, granted_reason=TOLD,
                    revoked_at=at, revoked_reason="system:not_in_hr_file",
                ),
                StaffOrder(
                    **mine, act="part", person_id=gone.person_id, effective_on=LEFT_ON, document=f"인사-{NAME}",
                    duty=NAME, state="done", planned_by_person_id=bench.oh.person_id, planned_at=at, settled_at=at,
                ),
                Outbox(
                    **mine, kind="morning", person_id=gone.person_id, for_day=LEFT_ON, due_at=at, created_at=at,
                    last_error=f"550 <{NAME}@haneul.example> unknown",
                ),
            ]
        )  # fmt: skip
        return submission.id
