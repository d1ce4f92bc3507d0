"""How months, their states and the checks of their books are called on pages."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as sentence

from collabpoints.domain.periods import Month
from collabpoints.formats.spans import month_in
from collabpoints.views.languages import language

# By state of a month, and of its closing while it is under way: what it is called, the badge's kind, its drawing.
STATE_WORDS = {
    "open": (sentence("진행"), "blue", "clock"),
    "ended": (sentence("잠정"), "plain", "clock"),
    "asked": (sentence("확정하는 중"), "blue", "clock"),
    "stopped": (sentence("확정을 멈춤"), "warning", "warning"),
    "closed": (sentence("확정"), "leaf", "check"),
}

CHECK_WORDS: dict[str, LazyString] = {
    "person totals": sentence("직원별 합계"),
    "department totals": sentence("부서별 합계"),
    "pair totals": sentence("주고받은 두 사람별 합계"),
    "limits": sentence("배정과 횟수의 한도"),
    "notes": sentence("메시지와 원장의 항목"),
    "corrections": sentence("취소·회수와 그 반대 항목"),
    "special grants": sentence("특별협업포인트와 원장의 항목"),
}


def month_name(period: str) -> str:
    """`2026년 11월` or `November 2026`."""
    return month_in(Month.parse(period), language())


def standing_of(state: str, closing: str) -> str:
    """The key of STATE_WORDS: the month's own state, or its closing's while that is under way."""
    return closing if closing in ("asked", "stopped") else state


def check_name(check: str) -> LazyString | str:
    """What the check is called; one that nobody has found words for goes by its own name."""
    return CHECK_WORDS.get(check, check)
