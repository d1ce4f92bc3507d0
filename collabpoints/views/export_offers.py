"""What the form of a file offers, field by field: of what there is, in words of the reader's language."""

from collections.abc import Mapping

from flask_babel import gettext as _

from collabpoints.domain.export_headings import ONLY, TITLES
from collabpoints.domain.exports import WHATS, Only, Scope
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Order
from collabpoints.domain.scheme_words import Span as Length
from collabpoints.domain.schemes import Scheme
from collabpoints.domain.spans import Span, spans_around
from collabpoints.forms.exports import Choices
from collabpoints.queries.board_views import spans_seen
from collabpoints.queries.headed_departments import headed_departments
from collabpoints.queries.months import month_states
from collabpoints.queries.roles import places
from collabpoints.queries.schemes import scheme_in
from collabpoints.views import export_words
from collabpoints.views.board_words import division_words, months_words, span_words
from collabpoints.views.identity import who
from collabpoints.views.languages import language

MONTHS = "months"
"""What the field `span` holds where two months are named."""

Offers = Mapping[str, Choices | dict[str, Choices]]


def offered_for(scope: Scope) -> Offers:
    """The choices of every field of forms/exports.ChoiceForm, for a file of this scope."""
    spoken = language()
    states = {Month.parse(one.period): one.state for one in month_states(who().agency_id)}
    months = list(states)
    scheme = _scheme(months)
    whats = [(what.value, TITLES[what].within(spoken)) for what in WHATS[scope]]
    return {
        "what": whats,
        "span": _spans(_seen(scope, months, scheme), states, has_months=scope is not Scope.DEPARTMENT),
        "first": [(str(one), export_words.month_words(one)) for one in months],
        "last": [(str(one), export_words.month_words(one)) for one in months],
        "department": _departments(scope),
        "only": [("" if one is Only.SOMETHING else one.value, ONLY[one].within(spoken)) for one in Only],
        "lines": [("", _("직제순, 직급순")), ("rank", _("순위순"))],
        "order": [("", _("운영 기준의 순위")), *((one.value, export_words.order_words(one)) for one in Order)],
        "monthly": [("", _("기간을 모두 더해 한 줄")), ("1", _("달마다 한 줄"))],
        "corrections": [("", _("확정 당시 옆에 이후 정정과 정정 후도 적기")), ("0", _("확정 당시만 적기"))],
        "division": _divisions(scheme),
        "kind": _kinds(scheme, spoken),
        "file_format": [(one.value, str(words)) for one, words in export_words.FORMATS.items()],
    }


def has(offered: Choices | dict[str, Choices], value: str) -> bool:
    """Whether a field offers this value."""
    ones = [one for group in offered.values() for one in group] if isinstance(offered, dict) else offered
    return any(value == one for one, _words in ones)


def _scheme(months: list[Month]) -> Scheme | None:
    row = scheme_in(who().agency_id, str(max(months))) if months else None
    return row.scheme if row else None


def _seen(scope: Scope, months: list[Month], scheme: Scheme | None) -> list[Span]:
    """The spans that a file may be of, the newest first: for a head those that have a board, which tells him no more than
    he sees there; else all in which a month that has begun lies."""
    if scope is Scope.DEPARTMENT:
        return [one.span for one in spans_seen(who().agency_id)]
    begins_in = scheme.year_begins_in if scheme else 1
    return list(dict.fromkeys(span for month in months for span in spans_around(month, begins_in)))


def _spans(seen: list[Span], states: Mapping[Month, str], *, has_months: bool) -> dict[str, Choices]:
    """By length; at the end the way to name two months."""
    groups = {Length.MONTH: _("달"), Length.QUARTER: _("분기"), Length.HALF_YEAR: _("반기"), Length.YEAR: _("연도")}
    offered: dict[str, Choices] = {
        words: [(str(span), _span(span, states)) for span in seen if span.length is length]
        for length, words in groups.items()
    }
    by_hand: dict[str, Choices] = {_("직접"): [(MONTHS, _("어느 달부터 어느 달까지"))]} if has_months else {}
    return {words: ones for words, ones in offered.items() if ones} | by_hand


def _span(span: Span, states: Mapping[Month, str]) -> str:
    """`2026년 3분기(2026년 7월~9월)`, and whether its figures may still move."""
    name = span_words(span)
    if (span.length is not Length.MONTH and span.first.month % 3 != 1) or span.year != span.last.year:
        name = f"{name}({months_words(span)})"
    of = {states.get(month, "open") for month in span.months}
    if of == {"closed"}:
        return name
    return _("%(span)s, 진행", span=name) if "open" in of else _("%(span)s, 잠정", span=name)


def _departments(scope: Scope) -> Choices:
    if scope is Scope.OWN:
        return []
    if scope is Scope.DEPARTMENT:
        return [(str(one.department_id), one.name) for one in headed_departments(who().agency_id, who().person_id)]
    return [("", _("모든 부서")), *((str(one.department_id), one.path) for one in places(who().agency_id))]


def _divisions(scheme: Scheme | None) -> Choices:
    if scheme is None or not scheme.divisions:
        return []
    numbers = [*range(1, len(scheme.divisions) + 1), 0]
    return [("", _("모든 구분")), *((str(one), division_words(scheme, one)) for one in numbers)]


def _kinds(scheme: Scheme | None, language: str) -> Choices:
    if scheme is None or not scheme.special_kinds:
        return []
    named = [(one.code, one.name_en if language == "en" else one.name_ko) for one in scheme.special_kinds]
    return [("", _("모든 종류")), *named]
