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
    "months": JobWords(sentence("월 넘기기"), sentence("이번 달을 시작하고, 지난달을 잠정으로 바꿉니다.")),
    "ledger_verify": JobWords(
        sentence("원장 확인"),
        sentence("모든 합계가 원장과 같습니다."),
        sentence(
            "데이터를 손으로 고치지 말고, 서버에서 collabpoints ledger verify 명령을 실행해 어느 기록이 다른지 확인해 주세요."
        ),
    ),
    "seal": JobWords(
        sentence("원장 봉인"),
        sentence("지난 기록을 봉인합니다. 나중에 손으로 고친 기록이 있으면 드러납니다."),
        sentence(
            "데이터를 손으로 고치지 말고, 서버에서 collabpoints ledger verify 명령을 실행해 어느 기록이 다른지 확인해 주세요."
        ),
    ),
    "standings": JobWords(
        sentence("잠정 순위"), sentence("확정하지 않은 기간의 순위를 지금 원장대로 다시 집계합니다.")
    ),
    "trees": JobWords(sentence("협업나무"), sentence("확정하지 않은 기간의 협업나무를 지금 원장대로 다시 그립니다.")),
    "confirmed_trees": JobWords(
        sentence("확정 협업나무"), sentence("순위를 확정한 기간의 협업나무를 그립니다. 한 번 그리면 바뀌지 않습니다.")
    ),
    "review": JobWords(
        sentence("살펴볼 글 찾기"), sentence("인사말만 있는 글과 여러 번 보낸 같은 글을 찾아 검토 대기에 올립니다.")
    ),
    "expiry": JobWords(
        sentence("기한이 지난 자료 지우기"),
        sentence(
            "기한이 지난 임시 저장 글, 로그인, 로그인 시도 기록, 로그인 링크, 올린 명부 파일, 내려받기 파일을 지웁니다."
        ),
    ),
    "purge": JobWords(
        sentence("보관 기간이 지난 접속기록 지우기"),
        sentence("보관 기간이 지난 접속기록과 내려받기 기록을 봉인한 구간째로 지웁니다. 봉인값은 남습니다."),
        sentence(
            "데이터를 손으로 고치지 말고, 서버에서 collabpoints records verify 명령을 실행해 어느 구간이 다른지 확인해 주세요."
        ),
    ),
    "redaction": JobWords(
        sentence("기한이 지난 이름과 글 지우기"),
        sentence(
            "퇴직한 지 오래된 직원의 이름, 오래된 메시지의 글, 보관하던 제출본 파일을 지웁니다. 합계와 원장은 그대로입니다."
        ),
    ),
    "patterns": JobWords(
        sentence("눈에 띄는 흐름 찾기"),
        sentence("최근 열두 달의 메시지에서 확인해 볼 흐름을 찾아 운영 담당자에게 보여 줍니다."),
    ),
    "closing": JobWords(
        sentence("월별 결과 확정"),
        sentence("운영 담당자가 확정을 요청한 달의 원장을 확인하고, 그 달의 순위를 확정합니다."),
        sentence(
            "데이터를 손으로 고치지 말고, 서버에서 collabpoints ledger verify 명령을 실행해 어느 기록이 다른지 확인해 주세요."
        ),
    ),
    "exports": JobWords(
        sentence("내려받기 파일 만들기"),
        sentence("행이 많은 내려받기 파일을 만들고, 요청한 사람에게 알립니다."),
        sentence("디스크가 가득 차지 않았는지 확인해 주세요. 원인이 사라지면 저절로 다시 만듭니다."),
    ),
    "boards": JobWords(
        sentence("확정 순위"), sentence("월별 결과가 모두 확정된 기간(분기, 반기, 연간)의 순위를 확정합니다.")
    ),
    "reorganisations": JobWords(
        sentence("조직개편 시행"),
        sentence("시행일이 된 조직개편대로 부서와 소속, 부서장 역할을 바꿉니다."),
        sentence("조직개편 화면에서 어긋난 곳을 바로잡아 다시 예약하도록 운영 담당자에게 알려 주세요."),
    ),
    "staff_orders": JobWords(
        sentence("인사 발령 반영"),
        sentence("발령일이 된 인사 발령대로 소속과 재직상태, 역할을 바꿉니다."),
        sentence("인사 발령 화면에서 반영하지 못한 발령을 확인하도록 운영 담당자에게 알려 주세요."),
    ),
    "morning_mail": JobWords(
        sentence("아침 메일 준비"), sentence("근무일 아침, 새 알림이 있는 직원에게 보낼 메일을 준비합니다.")
    ),
}

RHYTHM_WORDS = {
    Rhythm.MONTH: sentence("매월"),
    Rhythm.DAY: sentence("매일"),
    Rhythm.HOUR: sentence("매시간"),
    None: sentence("일이 있을 때"),
}

# By state of a job: what it is called, the badge's kind, its drawing.
STATE_WORDS = {
    "late": (sentence("지연"), "warning", "warning"),
    "failing": (sentence("실패"), "warning", "x"),
    "asked": (sentence("요청함"), "blue", "clock"),
    "due": (sentence("곧 실행"), "blue", "clock"),
    "well": (sentence("제때"), "leaf", "check"),
    "new": (sentence("실행 전"), "plain", "clock"),
}

OUTCOME_WORDS = {
    "finished": (sentence("완료"), "leaf", "check"),
    "failed": (sentence("실패"), "warning", "x"),
    "asked": (sentence("요청함"), "blue", "clock"),
}

MESSAGE_WORDS = {
    "morning": sentence("아침 메일"),
    "link": sentence("로그인 링크 메일"),
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
