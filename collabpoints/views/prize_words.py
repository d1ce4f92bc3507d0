"""What the pages and files of prizes say: tiers, figures, states, acts, and the rules that leave somebody out."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as sentence
from flask_babel.speaklater import LazyString

from collabpoints.domain.periods import Month
from collabpoints.domain.prizes import LeftOut, Seats
from collabpoints.domain.ranking import Subject, rule_of
from collabpoints.domain.scheme_words import Certificate, Measure
from collabpoints.domain.schemes import Scheme
from collabpoints.formats.spans import month_in, span_in
from collabpoints.queries.prize_heads import ProposalHead
from collabpoints.queries.prize_winners import Winner
from collabpoints.views.board_words import division_words, points, span_words
from collabpoints.views.languages import language

__all__ = [
    "ACTS",
    "BADGES",
    "CERTIFICATES",
    "LEFT_OUT",
    "NOTE_STATES",
    "PROPOSAL_STATES",
    "division_words",
    "span_words",
]

LEFT_OUT: dict[LeftOut, LazyString] = {
    LeftOut.LEFT: sentence("지금은 근무하지 않음"),
    LeftOut.ROLE: sentence("시상에서 빼는 역할을 맡음"),
    LeftOut.RANK: sentence("시상에서 빼는 직급"),
    LeftOut.RECENT: sentence("최근에 상을 받음"),
}

PROPOSAL_STATES: dict[str, tuple[LazyString, str, str]] = {
    "open": (sentence("확정 전"), "warning", "clock"),
    "confirmed": (sentence("확정"), "leaf", "check"),
    "dropped": (sentence("중단"), "plain", ""),
}
"""Words, kind and icon of the badge."""

BADGES: dict[str, tuple[LazyString, str, str]] = {
    "asked": (sentence("답을 기다림"), "warning", "clock"),
    "agreed": (sentence("받기로 답함"), "leaf", "check"),
    "declined": (sentence("받지 않기로 답함"), "plain", ""),
    "removed": (sentence("뺌"), "plain", ""),
}
"""The states of a winner that want a word; who is simply proposed wants none."""

ACTS: dict[str, LazyString] = {
    "open": sentence("시상 준비를 시작했습니다"),
    "add": sentence("넣었습니다"),
    "remove": sentence("뺐습니다"),
    "move": sentence("상을 바꾸었습니다"),
    "ask": sentence("받을지 여쭈었습니다"),
    "agree": sentence("받겠다고 답했습니다"),
    "decline": sentence("받지 않겠다고 답했습니다"),
    "confirm": sentence("확정했습니다"),
    "drop": sentence("시상을 중단했습니다"),
}

CERTIFICATES: dict[Certificate, LazyString] = {
    Certificate.AWARD: sentence("상장"),
    Certificate.COMMENDATION: sentence("표창장"),
    Certificate.NONE: sentence("주지 않음"),
}

NOTE_STATES: dict[str, tuple[LazyString, str, str]] = {
    "asked": (sentence("두 분의 답을 기다림"), "warning", "clock"),
    "agreed": (sentence("두 분이 모두 동의함"), "blue", "check"),
    "confirmed": (sentence("확정"), "leaf", "check"),
    "declined": (sentence("이번에는 알리지 않기로 함"), "plain", ""),
    "dropped": (sentence("중단"), "plain", ""),
    "fallen": (sentence("더는 함께 읽는 글이 아님"), "plain", ""),
}


def tier_name(tier: Seats) -> str:
    """The name of a tier, in the language of the request."""
    return tier.name_en if language() == "en" else tier.name_ko


def winner_tier(winner: Winner) -> str:
    """The name of a winner's tier as it was when it was given."""
    return winner.tier_en if language() == "en" else winner.tier_ko


def tier_choice(tier: Seats, subject: Subject) -> str:
    """A tier as one chooses it: its name, for whom, how many."""
    if subject is Subject.PERSONS:
        return _("%(tier)s (개인 %(count)s명)", tier=tier_name(tier), count=tier.count)
    return _("%(tier)s (부서 %(count)s곳)", tier=tier_name(tier), count=tier.count)


def figure(winner: Winner, scheme: Scheme) -> str:
    """By what the winner was ranked, with its unit, in the language of the request."""
    rule, shown = rule_of(scheme, winner.subject), points(winner.figure)
    if rule.is_per_head:
        return (
            _("1인당 %(points)s포인트", points=shown)
            if rule.by is not Measure.NOTES
            else _("1인당 %(count)s건", count=shown)
        )
    return _("%(count)s건", count=shown) if rule.by is Measure.NOTES else _("%(points)s포인트", points=shown)


def month_name(period: str) -> str:
    """A month (YYYY-MM) in the language of the request."""
    return month_in(Month.parse(period), language())


def korean_span(head: ProposalHead) -> str:
    """The span as documents say it, whatever language their maker reads."""
    return span_in(head.span, "ko")


def korean_figure(winner: Winner, scheme: Scheme) -> str:
    """The figure as documents say it: `1,240포인트`."""
    rule = rule_of(scheme, winner.subject)
    unit = "건" if rule.by is Measure.NOTES else "포인트"
    return f"{'1인당 ' if rule.is_per_head else ''}{points(winner.figure)}{unit}"
