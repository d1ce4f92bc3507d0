"""What the page of a board says: figures with their arithmetic, the rule in sentences, how long it is provisional."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as sentence
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from collabpoints.domain.closing import may_be_confirmed_from
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import ORDERS, Order, Subject, crosses_at
from collabpoints.domain.scheme_statements import Says, statements
from collabpoints.domain.scheme_words import Level
from collabpoints.domain.schemes import WHOLE, Scheme
from collabpoints.domain.spans import Span
from collabpoints.formats import charts, spans
from collabpoints.queries.board_views import Confirmation, MonthNotes
from collabpoints.queries.boards import BoardHead, DepartmentRow, Figures
from collabpoints.views.filters import number
from collabpoints.views.languages import language
from collabpoints.views.scheme_statements import statement_sentence

ORDERS_IN_WORDS: dict[Order, LazyString] = {
    Order.SCORE: sentence("합산 포인트"),
    Order.RECEIVED: sentence("받은 포인트"),
    Order.SENT: sentence("보낸 포인트"),
    Order.NOTES: sentence("받은 메시지"),
    Order.COLLEAGUES: sentence("도운 동료"),
    Order.DEPARTMENTS: sentence("도운 부서"),
    Order.PER_HEAD: sentence("1인당 포인트"),
}

_SCORE = (Says.SCORE_RECEIVED, Says.SCORE_WEIGHTED, Says.SCORE_SPECIAL)
_RULES = {
    Subject.PERSONS: (Says.PERSONS_RANKED, Says.PERSONS_TIES),
    Subject.DEPARTMENTS: (Says.DEPARTMENTS_RANKED, Says.DEPARTMENTS_PER_HEAD, Says.DEPARTMENTS_TIES, Says.DIVISIONS),
}
_PER_HEAD_SHOWN = 2
_EXACT = 4


@dataclass(frozen=True, slots=True)
class State:
    """Whether a board is confirmed and, while it is not, whether its span still goes on and from which day it may be."""

    is_confirmed: bool
    is_running: bool
    may_be_confirmed_from: date
    is_due: bool


def state_of(head: BoardHead, today: date) -> State:
    """How the board stands on this day."""
    day = may_be_confirmed_from(Month.parse(head.last_period), head.scheme.correction_workdays)
    return State(head.is_confirmed, head.span.end_day > today, day, is_due=day <= today)


def span_words(span: Span) -> str:
    """`2026년 10월`, in the language of the request."""
    return spans.span_in(span, language())


def months_words(span: Span) -> str:
    """`2026년 7월~9월`, in the language of the request."""
    return spans.months_in(span, language())


def division_words(scheme: Scheme, division: int) -> str:
    """The name of a division; "" where the scheme has none."""
    if division:
        one = scheme.divisions[division - 1]
        return one.name_en if language() == "en" else one.name_ko
    return _("그 밖의 부서") if scheme.divisions else ""


def orders(head: BoardHead) -> tuple[Order, ...]:
    """By what the board may be looked at, its own order first."""
    own, is_scored = head.order, has_score(head.scheme)
    return (own, *(one for one in ORDERS[head.subject] if one is not own and (is_scored or one is not Order.SCORE)))


def columns(head: BoardHead) -> tuple[Order, ...]:
    """The figures of a table, in their order from left to right."""
    wanted = (Order.SCORE, Order.RECEIVED, Order.SENT, Order.PER_HEAD, Order.NOTES, Order.COLLEAGUES, Order.DEPARTMENTS)
    shown = orders(head)
    return tuple(one for one in wanted if one in shown)


def has_score(scheme: Scheme) -> bool:
    """Whether the score is anything else than the points received."""
    return (scheme.received_basis_points, scheme.sent_basis_points) != (WHOLE, 0) or bool(scheme.special_kinds)


def points(ten_thousandths: int) -> str:
    """`643.5`: points of a score, exactly."""
    whole, rest = divmod(ten_thousandths, WHOLE)
    told = f"{rest:04d}".rstrip("0")
    return f"{whole:,}.{told}" if told else f"{whole:,}"


def per_head(row: DepartmentRow, head: BoardHead) -> str:
    """Points for each head: exact where the scheme ranks by it, else to a hundredth; "" where nobody served."""
    if row.per_head is None:
        return ""
    return evenly(row.per_head, _EXACT if head.rule.is_per_head else _PER_HEAD_SHOWN)


def evenly(ten_thousandths: int, places: int) -> str:
    """`16.60`: cut after so many places, never rounded up, and as many in every row, so that a column can be read down."""
    whole, rest = divmod(ten_thousandths, WHOLE)
    return f"{whole:,}.{f'{rest:04d}'[:places]}"


def headcount(row: DepartmentRow, head: BoardHead) -> str:
    """The average headcount to a tenth, rounded to the nearest."""
    tenths = (row.person_days * 20 + head.days) // (head.days * 2)
    return f"{tenths // 10:,}.{tenths % 10}"


class Arithmetic:
    """`받은 580×100% + 보낸 127×50% + 특별 30`, in the language of the request: looked up once for a page of many rows."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._received = _("받은 %(points)s×%(weight)s%%", points="{}", weight=_percent(scheme.received_basis_points))
        self._sent = _("보낸 %(points)s×%(weight)s%%", points="{}", weight=_percent(scheme.sent_basis_points))
        self._special = _("특별 %(points)s", points="{}")

    def __call__(self, figures: Figures) -> str:
        """Of these figures; "" where the months of the span were weighed differently."""
        scheme, received, sent = self._scheme, figures.received_points, figures.sent_points
        if scheme.score(received=received, sent=sent, special=figures.special_points) != figures.score:
            return ""
        parts = (
            (self._received, received if scheme.received_basis_points else 0),
            (self._sent, sent if scheme.sent_basis_points else 0),
            (self._special, figures.special_points),
        )
        return " + ".join(words.format(number(points)) for words, points in parts if points)


def arithmetic(figures: Figures, scheme: Scheme) -> str:
    """The same for one row."""
    return Arithmetic(scheme)(figures)


def crossed(figures: Figures) -> str:
    """`42%`: the share of the points received that came from beyond; "" where none were received."""
    if not figures.received_points:
        return ""
    return f"{(figures.crossed_points * 200 + figures.received_points) // (figures.received_points * 2)}%"


def crossed_words(scheme: Scheme) -> str:
    """From beyond what the share came; "" where there is no level above."""
    above = crosses_at(scheme.same_level)
    if above is None:
        return ""
    return _("다른 실·국") if above is Level.BUREAU else _("다른 과")


def rule_sentences(head: BoardHead) -> list[str]:
    """By what is ranked and how ties are ordered, as the scheme of the board says it."""
    wanted = _RULES[head.subject] + (_SCORE if has_score(head.scheme) else ())
    told = [statement_sentence(one) for one in statements(head.scheme) if one.says in wanted]
    return [
        *told,
        _(
            "같은 순위가 있으면 그 수만큼 다음 순위를 건너뜁니다(1, 2, 2, 4). 기준이 되는 포인트가 없으면 순위가 없습니다."
        ),
    ]


def bar(value: int, most: int) -> Markup:
    """The bar under a figure."""
    return Markup(charts.bar(value, most))  # noqa: S704  (numbers only)


def months_chart(months: tuple[MonthNotes, ...], marked: Span) -> Markup:
    """The notes of the months before, as columns."""
    drawn = [
        charts.Column(
            label=_("%(month)s월", month=one.period.month),
            value=one.notes,
            shown=number(one.notes),
            is_marked=marked.first <= one.period <= marked.last,
        )
        for one in months
    ]
    title = _("월별 고마움")
    told = _("%(first)s부터 %(last)s까지 달마다 오간 메시지의 수입니다. 같은 수가 아래 표에 있습니다.",
             first=spans.month_in(months[0].period, language()),
             last=spans.month_in(months[-1].period, language()))  # fmt: skip
    return Markup(charts.columns(drawn, name="months", title=title, description=told))  # noqa: S704  (escaped there)


def month_words(month: Month) -> str:
    """`2026년 10월`."""
    return spans.month_in(month, language())


def confirmed_by(confirmed: Confirmation | None) -> str:
    """`한아름 주무관`; "" where it is not known."""
    return f"{confirmed.name} {confirmed.position}".strip() if confirmed else ""


def _percent(basis_points: int) -> str:
    return points(basis_points * 100)
