"""The demo's prizes, given through the same doors as an agency's: those of the newest confirmed span for which the preset has
any, and a note of the newest confirmed month. The month that waits for its confirmation is left to be tried."""

from sqlalchemy import func, select

from collabpoints.db import reading, unit_of_work
from collabpoints.demo.agency import DemoAgency
from collabpoints.domain.errors import Code, Refused
from collabpoints.models import Employee, Month, Note, NoteText
from collabpoints.queries.board_spans import spans_to_confirm
from collabpoints.queries.note_prizes import months
from collabpoints.queries.prizes import ProposalPage, prize_spans, proposal
from collabpoints.services.boards import confirm_span
from collabpoints.services.demo_rows import AGENCY
from collabpoints.services.note_prizes import answer, choose
from collabpoints.services.note_prizes import confirm as confirm_note
from collabpoints.services.prize_confirmations import PrizeWords, confirm
from collabpoints.services.prize_winners import Change
from collabpoints.services.prizes import open_proposal

_CHOSEN = "다른 부서의 일을 내 일처럼 도운 마음이 잘 드러납니다."
_TOGETHER = "순위가 같은 분은 함께 드립니다."


def give_demo_prizes(agency: DemoAgency) -> None:
    """Afterwards past winners have something on their page, as far as the demo's preset gives prizes by now."""
    officer = agency.cast["hr"] + 1
    with unit_of_work() as session:  # longer spans than months, as the job would confirm them
        for waiting in spans_to_confirm(AGENCY):
            confirm_span(session, AGENCY, waiting.full_name)
    _honour_a_note(officer, agency.cast["reviewer"] + 1)
    span = next((one.span.full_name for one in prize_spans(AGENCY) if one.is_confirmed and not one.standing), None)
    if span is not None:
        _confirm(open_proposal(AGENCY, span, person_id=officer), officer, agency.organisation.name_ko)


def _confirm(proposal_id: int, officer: int, agency: str) -> None:
    shown = proposal(proposal_id, agency_id=AGENCY)
    reason = _TOGETHER if any(tier.is_overfull for tier in shown.tiers) else ""
    change = Change(proposal_id, AGENCY, shown.head.revision, officer, reason)
    try:
        confirm(change, _words(shown, agency))
    except Refused as refused:  # nobody wins anything in a span without points
        if [refusal.code for refusal in refused.refusals] != [Code.PRIZE_EMPTY]:
            raise


def _words(shown: ProposalPage, agency: str) -> PrizeWords:
    head = shown.head
    return PrizeWords(head.span.end_day, head.certificate, f"{agency}지사", "", head.wording)


def _honour_a_note(officer: int, reviewer: int) -> None:
    with reading() as session:
        closed = session.scalars(
            select(Month).where(Month.period.in_(months(AGENCY)), Month.state == "closed").order_by(Month.period.desc())
        ).first()
        if closed is None:
            return
        serving = select(Employee.person_id).where(Employee.left_on.is_(None))
        found = session.execute(
            select(Note.id, Note.sender_person_id, Note.recipient_person_id)
            .join(NoteText, NoteText.note_id == Note.id)
            .where(
                Note.month_id == closed.id,
                ~Note.is_private,
                Note.withdrawn.is_(None),
                *(
                    end.in_(serving) & end.not_in((officer, reviewer))
                    for end in (Note.sender_person_id, Note.recipient_person_id)
                ),
            )
            .order_by(func.length(NoteText.text).desc(), Note.id)
            .limit(1)
        ).one_or_none()
    if found is None:
        return
    prize_id = choose(found.id, agency_id=AGENCY, person_id=reviewer, reason=_CHOSEN)
    for person_id in (found.sender_person_id, found.recipient_person_id):
        answer(prize_id, agency_id=AGENCY, person_id=person_id, agrees=True)
    confirm_note(prize_id, agency_id=AGENCY, person_id=officer)
