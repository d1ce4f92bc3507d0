"""How pages call files, what is in them, and how far they are. The words of the files themselves stand in
domain/export_headings.py, so that a page and its file call the same thing alike."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as sentence
from flask_babel.speaklater import LazyString

from collabpoints.domain.errors import Code
from collabpoints.domain.export_headings import ONLY, ORDERS, TITLES, heading_of, headings_of
from collabpoints.domain.exports import Column, FileFormat, Kind, Scope, Wanted
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Order
from collabpoints.formats.spans import month_in, run_in, span_in
from collabpoints.queries.exports import Control, ControlTotals
from collabpoints.views.board_words import points
from collabpoints.views.filters import number
from collabpoints.views.languages import language

FORMATS: dict[FileFormat, LazyString] = {
    FileFormat.XLSX: sentence("엑셀(XLSX)"),
    FileFormat.CSV: sentence("CSV(UTF-8)"),
    FileFormat.CSV_CP949: sentence("CSV(CP949)"),
}

SCOPES: dict[Scope, LazyString] = {
    Scope.AGENCY: sentence("기관 전체"),
    Scope.DEPARTMENT: sentence("우리 부서"),
    Scope.OWN: sentence("내 것"),
}

STATES: dict[str, tuple[LazyString, str, str]] = {
    "asked": (sentence("만드는 중"), "blue", "clock"),
    "ready": (sentence("받을 수 있음"), "leaf", "check"),
    "failed": (sentence("만들지 못함"), "warning", "warning"),
    "expired": (sentence("보관 기간 지남"), "plain", "clock"),
}
"""By the state of a file: what it is called, the badge's kind, its drawing."""

FAULTS: dict[str, LazyString] = {
    Code.EXPORT_UNBALANCED: sentence(
        "줄을 더한 값과 원장을 더한 값이 달라 파일을 만들지 않았습니다. 관리자에게 원장 점검을 부탁해 주세요."
    ),
    Code.EXPORT_WITHOUT_MONTHS: sentence("고르신 기간에는 시작한 달이 없습니다. 기간을 다시 골라 주세요."),
    "disk_full": sentence("서버에 파일을 적을 자리가 모자랍니다. 관리자에게 알린 뒤 다시 해 주세요."),
}
_FAULT = sentence("서버에 문제가 있었습니다. 다시 해 보시고, 되풀이되면 관리자에게 알려 주세요.")
"""Why a file was not made, by the code that its row holds."""

_TOLD = ("received_notes", "received_points", "sent_points", "special_points", "points")
"""The control totals that stand in large figures, where a file has them."""


def title(wanted: Wanted) -> str:
    """`개인별 합계`."""
    return TITLES[wanted.what].within(language())


def span_words(wanted: Wanted) -> str:
    """`2026년 3분기`, or `2026년 2월~5월` where two months were named."""
    if wanted.length is not None:
        return span_in(wanted.length, language())
    return run_in(wanted.first, wanted.last, language())


def month_words(month: Month) -> str:
    """`2026년 10월`."""
    return month_in(month, language())


def filter_words(wanted: Wanted) -> list[str]:
    """What was filtered by, a sentence each; none for a file with everything that there usually is."""
    filters, spoken = wanted.filters, language()
    told = []
    if str(filters.only) != "something":
        told.append(ONLY[filters.only].within(spoken))
    if filters.order is not None:
        told.append(_("%(measure)s 기준의 순위", measure=order_words(filters.order)))
    if filters.is_by_rank:
        told.append(_("순위순"))
    if filters.is_monthly:
        told.append(_("달마다 한 줄"))
    if filters.division is not None:
        told.append(_("부서의 한 구분"))
    if not filters.has_corrections:
        told.append(_("확정 뒤의 정정 없이"))
    if filters.kind:
        told.append(_("특별협업포인트 한 종류"))
    return told


def order_words(order: Order) -> str:
    return ORDERS[order].within(language())


def column_names(columns: Sequence[Column]) -> list[str]:
    """All headings of a file, in order."""
    return list(headings_of(tuple(columns), language()))


def column_words(column: Column) -> str:
    """The column's heading, as it will stand in the file."""
    return heading_of(column, language())


def figures(totals: ControlTotals) -> list[tuple[str, str]]:
    """The lines and the most telling sums, for large figures."""
    told = [(column_words(one.column), figure(one)) for one in totals.figures if one.column.key in _TOLD]
    return [(_("줄"), number(totals.rows)), *told]


def all_figures(totals: ControlTotals) -> list[tuple[str, str]]:
    """Every control total."""
    return [(column_words(one.column), figure(one)) for one in totals.figures]


def figure(control: Control) -> str:
    """`1,234`; a score as `643.5`."""
    if control.column.kind is Kind.SCORE:
        return ("-" if control.total < 0 else "") + points(abs(control.total))
    return number(control.total)


def fault(code: str) -> str:
    """Why the file was not made, and what to do."""
    return str(FAULTS.get(code, _FAULT))
