"""A scheme in plain sentences: what it says to employees, in the language of the request."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flask_babel import lazy_gettext as sentence
from flask_babel.speaklater import LazyString

from collabpoints.domain.particles import filled
from collabpoints.domain.scheme_statements import Says, Statement, Topic, statements
from collabpoints.domain.schemes import Scheme
from collabpoints.views.filters import number
from collabpoints.views.scheme_sentences import said

TOPICS: dict[Topic, LazyString] = {
    Topic.USES: sentence("포인트의 쓰임"),
    Topic.ALLOWANCE: sentence("한 달에 전할 수 있는 만큼"),
    Topic.POINTS: sentence("한 번에 보내는 포인트"),
    Topic.RECIPIENTS: sentence("누구에게"),
    Topic.SENDERS: sentence("누가"),
    Topic.TEXT: sentence("글"),
    Topic.AFTERWARDS: sentence("보낸 뒤"),
    Topic.SCORE: sentence("합산 포인트"),
    Topic.SPECIAL: sentence("특별협업포인트"),
    Topic.RANKING: sentence("순위"),
    Topic.CLOSING: sentence("월별 결과의 확정"),
    Topic.PRIZES: sentence("시상"),
    Topic.HANDS: sentence("운영 기준을 바꿀 때"),
}

SENTENCES: dict[Says, LazyString | str] = {
    Says.USED_FOR: "%(sentence)s",  # the agency's own, in both languages
    Says.PURPOSES: sentence("쓰이는 곳은 %(purposes)s뿐입니다. 지난 달의 포인트를 다른 곳에 쓰지 않습니다."),
    Says.NO_PURPOSE: sentence("시상이나 평가에 쓰지 않습니다. 고마움을 전하는 것이 전부입니다."),
    Says.CREDIT_CAP: sentence("개인 평가 가점은 한 해에 %(cap)s까지입니다."),
    Says.ALLOWANCE_IN_NOTES: sentence(
        "누구나 한 달에 포인트와 함께 %(count)s번 전할 수 있습니다. 남은 것은 다음 달로 넘어가지 않습니다."
    ),
    Says.ALLOWANCE_IN_POINTS: sentence("누구나 한 달에 %(count)s포인트를 전할 수 있습니다. 남은 것은 다음 달로 넘어가지 않습니다."),
    Says.POINTS_FIXED: sentence("메시지 하나에 %(points)s포인트를 함께 보냅니다."),
    Says.POINTS_CHOSEN: sentence("메시지 하나에 함께 보낼 포인트를 고릅니다: %(points)s."),
    Says.THANKS_ARE_FREE: sentence("포인트 없이 고마운 마음만 전하는 것은 몇 번이든 할 수 있습니다."),
    Says.OWN_LINE_THANKS: sentence("자신의 결재라인에 계신 분에게는 고마운 마음만 전합니다."),
    Says.POSITIONS_THANKS: sentence("다음 직위에 계신 분에게는 고마운 마음만 전합니다: %(positions)s."),
    Says.TO_EVERYBODY: sentence("모든 동료에게 포인트를 보낼 수 있습니다."),
    Says.NOT_WITHIN_BUREAU: sentence(
        "다른 실·국 동료에게 포인트를 보낼 수 있습니다. 같은 실·국 동료에게는 고마운 마음만 전합니다."
    ),
    Says.NOT_WITHIN_DEPARTMENT: sentence(
        "다른 부서 동료에게 포인트를 보낼 수 있습니다. 같은 부서 동료에게는 고마운 마음만 전합니다."
    ),
    Says.NOT_WITHIN_TEAM: sentence("다른 팀 동료에게 포인트를 보낼 수 있습니다. 같은 팀 동료에게는 고마운 마음만 전합니다."),
    Says.PAIR_CAP: sentence("한 동료에게는 한 달에 %(cap)s번까지 포인트를 보낼 수 있습니다."),
    Says.OTHER_AGENCIES_LATER: sentence("다른 기관에도 보낼 수 있게 정해 두었으나 효력이 없습니다."),
    Says.RECEIVE: sentence("받을 수 있는 직원의 재직상태: %(statuses)s."),
    Says.RECEIVE_NO_POINTS: sentence("다음 직원에게는 고마운 마음만 전합니다: %(words)s."),
    Says.RECEIVE_AFTER_DAYS: sentence("새로 온 동료에게는 들어온 지 %(days)s일이 지나면 포인트를 보낼 수 있습니다."),
    Says.SEND: sentence("보낼 수 있는 직원의 재직상태: %(statuses)s."),
    Says.SEND_NO_POINTS: sentence("다음 직원은 포인트 없이 고마운 마음만 보냅니다: %(words)s."),
    Says.SEND_AFTER_DAYS: sentence("새로 온 직원은 들어온 지 %(days)s일이 지나면 포인트를 보낼 수 있습니다."),
    Says.TEXT_LENGTH: sentence("어떤 도움이었는지 %(minimum)s자부터 %(maximum)s자까지 적습니다."),
    Says.TEXT_GUIDED: sentence("누가, 언제, 어디서, 무엇을, 어떻게, 왜를 나누어 적고, 완성된 글은 고칠 수 있습니다."),
    Says.STOCK_HINT: sentence("인사말만 있는 글에는 무엇을 더 적으면 좋을지 알려 드립니다. 그대로 보내도 됩니다."),
    Says.STOCK_REVIEW: sentence(
        "인사말만 있는 글에는 무엇을 더 적으면 좋을지 알려 드립니다. 그대로 보내면 검토자가 살펴볼 수 있습니다."
    ),
    Says.STOCK_PHRASES: sentence("우리 기관에서 인사말로 보는 말: %(phrases)s."),
    Says.PUBLIC_AT_FIRST: sentence(
        "따로 고르지 않으면 동료들이 함께 읽을 수 있습니다. 받은 분은 언제든 둘만 보기로 바꿀 수 있습니다."
    ),
    Says.PRIVATE_AT_FIRST: sentence("따로 고르지 않으면 두 사람만 볼 수 있습니다."),
    Says.TAKE_BACK: sentence("보낸 뒤 %(minutes)s분 안에, 받는 분이 읽기 전이면 취소할 수 있습니다."),
    Says.NO_TAKE_BACK: sentence("보낸 메시지는 취소할 수 없습니다."),
    Says.RECLAIM: sentence("검토자는 사유를 적어 포인트를 회수할 수 있고, 두 사람에게 사유와 함께 알립니다."),
    Says.RECLAIM_RESTORES_ALLOWANCE: sentence("회수된 만큼은 보낸 분의 그 달 배정으로 돌아갑니다."),
    Says.RECLAIM_RESTORES_CAP: sentence("회수된 메시지는 한 동료에게 보낼 수 있는 횟수에 넣지 않습니다."),
    Says.APPEAL: sentence("회수된 뒤 %(days)s일 안에 재검토를 요청할 수 있고, 다른 사람이 다시 살펴봅니다."),
    Says.SCORE_RECEIVED: sentence("받은 포인트를 더합니다."),
    Says.SCORE_WEIGHTED: sentence("받은 포인트의 %(received)s[과] 보낸 포인트의 %(sent)s[을] 더합니다."),
    Says.SCORE_SPECIAL: sentence("특별협업포인트를 그대로 더합니다."),
    Says.SPECIAL_KIND: sentence("%(name)s: %(points)s포인트. 받는 쪽은 %(to)s, 승인은 %(by)s."),
    Says.PERSONS_RANKED: sentence("개인 순위는 %(by)s[으로] 매깁니다."),
    Says.PERSONS_TIES: sentence("같으면 다음 순서로 비교합니다: %(order)s. 그래도 같으면 같은 순위입니다."),
    Says.DEPARTMENTS_RANKED: sentence("부서 순위는 %(by)s[으로] 매깁니다."),
    Says.DEPARTMENTS_PER_HEAD: sentence("부서 순위는 %(by)s[을] 평균 인원으로 나누어 매깁니다."),
    Says.DEPARTMENTS_TIES: sentence("부서가 같으면 다음 순서로 비교합니다: %(order)s. 그래도 같으면 같은 순위입니다."),
    Says.DIVISIONS: sentence("순위를 따로 매기는 그룹: %(names)s."),
    Says.SEEN_BY_EVERYONE: sentence("순위는 모든 직원이 봅니다."),
    Says.SEEN_FIRST_TEN: sentence("순위는 10위까지와 자기 자리만 봅니다."),
    Says.SEEN_BY_LEADS: sentence("순위는 부서장과 운영 담당자만 봅니다."),
    Says.HEADS_SEE_SUMS: sentence("부서장이 보는 자기 부서의 기록에는 합계만 있고 직원별 포인트는 없습니다."),
    Says.HEADS_SEE_THANKED: sentence(
        "부서장은 자기 부서에서 고마움을 받은 직원과 그 포인트를 봅니다. 받지 않은 직원은 보이지 않습니다."
    ),
    Says.CORRECTION_DAYS: sentence(
        "달이 끝난 뒤 근무일 %(days)s일 동안은 잠정입니다. 그동안 검토자가 바로잡을 수 있고, 그 뒤 운영 담당자가 확정합니다."
    ),
    Says.NO_CORRECTION_DAYS: sentence("달이 끝나면 운영 담당자가 바로 확정할 수 있습니다. 확정하기 전까지는 잠정입니다."),
    Says.PRIZE_SPANS: sentence("시상 주기: %(spans)s."),
    Says.TIER: sentence("%(span)s %(name)s: %(persons)s명과 %(departments)s개 부서."),
    Says.TIER_PERSONS: sentence("%(span)s %(name)s: %(persons)s명."),
    Says.TIER_DEPARTMENTS: sentence("%(span)s %(name)s: %(departments)s개 부서."),
    Says.ROLES_WITHOUT_PRIZES: sentence("이 제도를 운영하는 다음 역할은 시상하지 않습니다: %(roles)s."),
    Says.RANKS_WITHOUT_PRIZES: sentence("다음 직급은 시상하지 않습니다: %(ranks)s."),
    Says.RECENT_WITHOUT_PRIZES: sentence("지난 %(months)s개월 안에 상을 받은 분은 다시 시상하지 않습니다."),
    Says.YEAR_BEGINS: sentence("시상 연도는 %(month)s월에 시작합니다."),
    Says.CERTIFICATE: sentence("상을 받는 직원과 부서에 %(certificate)s[을] 드립니다."),
    Says.NOTE_PRIZE: sentence("이달의 협업메시지는 주고받은 두 분이 모두 동의할 때만 뽑습니다."),
    Says.SECOND_PERSON: sentence("한 사람이 쓰고 다른 사람이 확인해 시작합니다. 시작된 달의 기준은 그 달이 끝날 때까지 지킵니다."),
    Says.ONE_PERSON: sentence("쓴 사람이 사유를 남기고 시작할 수 있습니다. 시작된 달의 기준은 그 달이 끝날 때까지 지킵니다."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The sentences of one topic under its heading."""

    topic: Topic
    heading: str
    sentences: tuple[str, ...]


def statement_sentence(statement: Statement) -> str:
    """The sentence of a statement, in the language of the request."""
    values = {name: number(value) if isinstance(value, int) else said(value) for name, value in statement.values}
    return filled(str(SENTENCES[statement.says]), values)


def paragraphs(scheme: Scheme) -> tuple[Paragraph, ...]:
    """The scheme in plain sentences, topic by topic; what points are used for comes first."""
    grouped: Iterable[tuple[Topic, Iterable[Statement]]] = groupby(statements(scheme), key=lambda one: one.topic)
    return tuple(
        Paragraph(topic, str(TOPICS[topic]), tuple(statement_sentence(statement) for statement in found))
        for topic, found in grouped
    )
