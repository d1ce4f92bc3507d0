"""How jobs, their periods and what keeps messages waiting are called on pages."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as sentence

from collabpoints.domain.spans import Span
from collabpoints.domain.timetable import ASKED_NAME, HOUR_NAME, Rhythm
from collabpoints.views.board_words import span_words
from collabpoints.views.filters import day, moment


@dataclass(frozen=True, slots=True)
class JobWords:
    """`name`: what people call it; `stands`: what stands when it has run; `hint`: what to do where it fails, or ""."""

    name: LazyString | str
    stands: LazyString | str
    hint: LazyString | str = ""


JOB_WORDS = {
    "months": JobWords(sentence("달 넘기기"), sentence("이번 달이 열려 있고, 지난달은 끝나 있습니다(잠정).")),
    "ledger_verify": JobWords(
        sentence("원장 확인"),
        sentence("모든 합계가 원장과 같습니다."),
        sentence("데이터를 고치지 말고, 서버에서 collabpoints ledger verify를 실행해 어느 행이 다른지 확인해 주세요."),
    ),
    "seal": JobWords(
        sentence("원장 봉인"),
        sentence("지난 기록이 봉인되어 있어, 나중에 손으로 고친 행이 있으면 드러납니다."),
        sentence("데이터를 고치지 말고, 서버에서 collabpoints ledger verify를 실행해 어느 행이 다른지 확인해 주세요."),
    ),
    "standings": JobWords(sentence("잠정 순위"), sentence("아직 확정하지 않은 기간의 순위가 지금 원장과 같습니다.")),
    "review": JobWords(
        sentence("살펴볼 글 찾기"), sentence("상투어만 있는 글과 여러 번 보낸 같은 글이 검토 대기에 올라와 있습니다.")
    ),
    "expiry": JobWords(
        sentence("기한 지난 것 지우기"),
        sentence("기한이 지난 임시 글, 로그인, 시도 기록, 일회용 주소, 올린 명부 파일이 없습니다."),
    ),
    "closing": JobWords(
        sentence("달 확정"),
        sentence("운영 담당자가 확정한 달의 원장을 확인했고, 그 달의 순위가 굳어 있습니다."),
        sentence("데이터를 고치지 말고, 서버에서 collabpoints ledger verify를 실행해 어느 행이 다른지 확인해 주세요."),
    ),
    "boards": JobWords(
        sentence("확정 순위"), sentence("달이 모두 확정된 기간(분기, 반기, 해)의 순위가 굳어 있습니다.")
    ),
    "morning_mail": JobWords(
        sentence("아침 메일 준비"), sentence("근무일 아침, 새 알림이 있는 사람의 메일이 보낼 차례를 기다립니다.")
    ),
}

RHYTHM_WORDS = {
    Rhythm.MONTH: sentence("달마다"),
    Rhythm.DAY: sentence("날마다"),
    Rhythm.HOUR: sentence("시간마다"),
    None: sentence("일이 있을 때"),
}

# By state of a job: what it is called, the badge's kind, its drawing.
STATE_WORDS = {
    "late": (sentence("늦음"), "warning", "warning"),
    "failing": (sentence("실패"), "warning", "x"),
    "asked": (sentence("요청함"), "blue", "clock"),
    "due": (sentence("곧 실행"), "blue", "clock"),
    "well": (sentence("제때"), "leaf", "check"),
    "new": (sentence("아직 실행 전"), "plain", "clock"),
}

OUTCOME_WORDS = {
    "finished": (sentence("마침"), "leaf", "check"),
    "failed": (sentence("실패"), "warning", "x"),
    "asked": (sentence("요청함"), "blue", "clock"),
}

MESSAGE_WORDS = {
    "morning": sentence("아침 메일"),
    "link": sentence("일회용 주소 메일"),
    "hook": sentence("메신저 알림"),
}


def job_words(job: str) -> JobWords:
    """What the job is called; one that nobody has found words for goes by its own name."""
    return JOB_WORDS.get(job, JobWords(job, ""))


def period_words(period: str) -> str:
    """`2026년 11월`, a day, the hour's beginning in the agency's zone, `2026년 4분기`, or 직접 실행; other names stand as they
    are."""
    if re.fullmatch(r"\d{4}-\d\d", period, re.ASCII):
        return _("%(year)s년 %(month)s월", year=period[:4], month=int(period[5:]))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", period, re.ASCII):
        return day(date.fromisoformat(period))
    for name, words in ((HOUR_NAME, moment), (ASKED_NAME, lambda _at: _("직접 실행"))):
        try:
            return words(datetime.strptime(period, name).replace(tzinfo=UTC))
        except ValueError:
            continue
    try:
        return span_words(Span.named(period))
    except ValueError:
        return period


def seconds_words(milliseconds: int) -> str:
    """`0.3초`, `2분 5초`."""
    if milliseconds < 60_000:
        return _("%(seconds)s초", seconds=f"{milliseconds / 1000:.1f}")
    return _("%(minutes)s분 %(seconds)s초", minutes=milliseconds // 60_000, seconds=milliseconds % 60_000 // 1000)
