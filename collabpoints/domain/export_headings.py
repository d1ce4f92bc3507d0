"""What the columns and values of a file are called, in both languages, in the words that Korean offices use.

Here and not in the catalogue of pages: a command and a job make files without a request (docs/adr/0026).
"""

from collections.abc import Mapping

from collabpoints.domain.exports import STAGES, Column, Only, What
from collabpoints.domain.ranking import Order
from collabpoints.domain.roles import Status
from collabpoints.domain.scheme_words import Wording

_PARTY = {
    "department": Wording("부서(당시)", "department then"),
    "number": Wording("사번", "employee number"),
    "position": Wording("직위", "position"),
    "name": Wording("성명", "name"),
}
_ENDS = {
    "sender": Wording("보낸 사람", "Sender"),
    "recipient": Wording("받은 사람", "Recipient"),
    "receiver": Wording("대상", "For"),
    "proposer": Wording("제안자", "Proposer"),
    "decider": Wording("승인자", "Approver"),
    "actor": Wording("처리자", "By"),
}
_STAGES = {"since": Wording("이후 정정", "Corrected since"), "after": Wording("정정 후", "After correction")}

HEADINGS: Mapping[str, Wording] = {
    "place": Wording("연번", "No."),
    "period": Wording("귀속 월", "Month"),
    "department_then": Wording("부서(당시)", "Department then"),
    "department_now": Wording("부서(현재)", "Department now"),
    "number": Wording("사번", "Employee number"),
    "grade": Wording("직급", "Grade"),
    "position": Wording("직위", "Position"),
    "name": Wording("성명", "Name"),
    "status": Wording("상태", "Status"),
    "received_notes": Wording("받은 건수", "Notes received"),
    "received_points": Wording("받은 포인트", "Points received"),
    "sent_notes": Wording("보낸 건수", "Notes sent"),
    "sent_points": Wording("보낸 포인트", "Points sent"),
    "special_points": Wording("특별협업포인트", "Special points"),
    "score": Wording("합산 포인트", "Score"),
    "rank": Wording("순위", "Rank"),
    "code": Wording("부서 코드", "Department code"),
    "division": Wording("구분", "Division"),
    "headcount": Wording("평균 인원", "Average headcount"),
    "per_head": Wording("1인당", "Per head"),
    "note": Wording("메시지 번호", "Note number"),
    "sent_at": Wording("보낸 때", "Sent at"),
    "points": Wording("포인트", "Points"),
    "help_kind": Wording("도움의 종류", "Kind of help"),
    "text": Wording("내용", "Text"),
    "withdrawn": Wording("취소·회수", "Withdrawn"),
    "withdrawn_at": Wording("취소·회수한 때", "Withdrawn at"),
    "grant": Wording("제안 번호", "Proposal number"),
    "special_kind": Wording("종류", "Kind"),
    "reason": Wording("사유", "Reason"),
    "proposed_at": Wording("제안한 때", "Proposed at"),
    "decided_at": Wording("승인한 때", "Approved at"),
    "reclaimed_at": Wording("회수한 때", "Reclaimed at"),
    "entry": Wording("원장 번호", "Ledger entry"),
    "recorded_at": Wording("기록한 때", "Recorded at"),
    "act": Wording("처리", "Act"),
    "of": Wording("대상 구분", "Of"),
    "booked_period": Wording("기록한 월", "Booked in"),
    "is_after_closing": Wording("확정 뒤 정정", "After closing"),
    "span": Wording("시상 기간", "Span"),
    "tier": Wording("시상 등급", "Tier"),
    "figure": Wording("순위 기준 값", "Figure ranked by"),
    "certificate_number": Wording("상장 번호", "Certificate number"),
    "awarded_on": Wording("시상일", "Awarded on"),
}

TITLES: Mapping[What, Wording] = {
    What.TOTALS: Wording("개인별 합계", "Totals by person"),
    What.DEPARTMENTS: Wording("부서별 합계", "Totals by department"),
    What.NOTES: Wording("협업메시지", "Notes"),
    What.SPECIAL_GRANTS: Wording("특별협업포인트", "Special points"),
    What.RECLAIMS: Wording("회수", "Reclaims"),
    What.PRIZES: Wording("시상", "Prizes"),
}
"""What a file is called."""

STATUSES: Mapping[str, Wording] = {
    Status.ACTIVE: Wording("재직", "Active"),
    Status.LEAVE: Wording("휴직", "On leave"),
    Status.SECONDED: Wording("파견", "Seconded"),
    Status.TRAINING: Wording("교육", "In training"),
    Status.LEFT: Wording("퇴직", "Left"),
}
WITHDRAWN: Mapping[str, Wording] = {
    "taken_back": Wording("보내기 취소", "Taken back"),
    "given_back": Wording("돌려줌", "Given back"),
    "reclaimed": Wording("회수", "Reclaimed"),
}
ACTS: Mapping[str, Wording] = {
    "reclaim": Wording("회수", "Reclaim"),
    "restore": Wording("회수 철회", "Reclaim undone"),
}
OF_A_NOTE = Wording("협업메시지", "Note")
OF_A_PRIVATE_NOTE = Wording("협업메시지(둘만 보기)", "Private note")
OF_A_GRANT = Wording("특별협업포인트", "Special points")
YES = Wording("예", "Yes")

ORDERS: Mapping[Order, Wording] = {
    Order.SCORE: Wording("합산 포인트", "score"),
    Order.RECEIVED: Wording("받은 포인트", "points received"),
    Order.SENT: Wording("보낸 포인트", "points sent"),
    Order.NOTES: Wording("포인트와 함께 받은 메시지 수", "notes received with points"),
    Order.COLLEAGUES: Wording("도운 동료 수", "colleagues helped"),
    Order.DEPARTMENTS: Wording("도운 부서 수", "departments helped"),
    Order.PER_HEAD: Wording("1인당", "per head"),
}
ONLY: Mapping[Only, Wording] = {
    Only.SOMETHING: Wording("주고받은 것이 있는 대상만", "only those with anything given or received"),
    Only.EVERYONE: Wording("전체", "all"),
    Only.RANKED: Wording("순위가 있는 대상만", "only those with a rank"),
    Only.CORRECTED: Wording("확정 뒤 정정된 대상만", "only those corrected after a closing"),
}


def heading_of(column: Column, language: str, *, is_confirmed: bool = False) -> str:
    """The heading of a column. `is_confirmed`: corrections stand beside, so the figures say that they are the closing's."""
    wording = HEADINGS.get(column.key) or _compound(column.key)
    heading = wording.within(language)
    if is_confirmed and column.key in _AT_CLOSING:
        return f"{_CONFIRMED.within(language)} {_low(heading) if language == 'en' else heading}"
    return heading


def headings_of(columns: tuple[Column, ...], language: str) -> tuple[str, ...]:
    """The headings of a file's columns, each one of its own."""
    is_confirmed = any(column.key.startswith(_BEGINNINGS) for column in columns)
    return tuple(heading_of(column, language, is_confirmed=is_confirmed) for column in columns)


def _compound(key: str) -> Wording:
    """The heading of a figure at a stage, or of somebody's attribute."""
    first, _, rest = key.partition("_")
    parts = (_STAGES[first], HEADINGS[rest]) if first in _STAGES else (_ENDS[first], _PARTY[rest])
    return Wording(f"{parts[0].ko} {parts[1].ko}", f"{parts[0].en} {_low(parts[1].en)}")


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]


_CONFIRMED = Wording("확정 당시", "At closing")
_BEGINNINGS = tuple(f"{stage}_" for stage in STAGES)
_AT_CLOSING = frozenset({"received_notes", "received_points", "sent_notes", "sent_points", "special_points", "score"})
