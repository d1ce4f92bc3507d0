"""The facts of a file's cover, in its language."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.domain.export_headings import ONLY, ORDERS, TITLES
from collabpoints.domain.exports import Only, Scope, What
from collabpoints.domain.periods import Month as CalendarMonth
from collabpoints.domain.ranking import Rule, Subject, rule_of
from collabpoints.domain.scheme_words import Wording, wording_of
from collabpoints.domain.schemes import Scheme
from collabpoints.formats.spans import month_in, span_in
from collabpoints.models import Department, DepartmentPath, Person
from collabpoints.queries.export_frames import Frame, Part
from collabpoints.queries.export_tables import CoverFacts

_STATES = {
    "open": Wording("진행 중(값이 바뀔 수 있음)", "going on (figures may change)"),
    "ended": Wording("잠정(정정 기간)", "provisional (corrections)"),
    "closed": Wording("확정", "confirmed"),
}
_LABELS = {
    "agency": Wording("기관", "Agency"),
    "content": Wording("내용", "Content"),
    "span": Wording("기간", "Span"),
    "of": Wording("범위", "Of"),
    "states": Wording("달의 상태", "Months"),
    "scheme": Wording("운영 기준", "Rules"),
    "uses": Wording("포인트의 쓰임", "What points are used for"),
    "weights": Wording("합산 포인트", "Score"),
    "ranks": Wording("순위", "Rank"),
    "filters": Wording("조건", "Filters"),
    "figures": Wording("값", "Figures"),
    "private": Wording("둘만 보기 메시지", "Private notes"),
}
_WHOLE_AGENCY = Wording("기관 전체", "the whole agency")
_OWN = Wording("본인", "oneself")
_AT_CLOSING = Wording(
    "확정된 달은 확정 당시의 값이며, 확정 뒤의 정정은 '이후 정정', 더한 값은 '정정 후'에 있음",
    "of confirmed months as they were at the closing; corrections since, and what it comes to, stand beside",
)
_CLOSING_ONLY = Wording("확정된 달은 확정 당시의 값", "of confirmed months as they were at the closing")
_NOW = Wording("정정을 모두 반영한 현재의 값", "as they stand now, all corrections counted")
_MONTHLY = Wording("달마다 한 줄", "a line for each month")
_BY_RANK = Wording("순위 순", "in the order of ranks")
_DIVISION = Wording("구분: {}", "division: {}")
_OTHER = Wording("나머지 부서", "other departments")
_RANKED_BY = Wording("순위 기준: {}", "ranked by {}")
_KIND = Wording("종류: {}", "kind: {}")
_PER_HEAD = Wording("{} ÷ 평균 인원", "{} per head")
_TIES = Wording(", 같으면 {} 순", ", among equals by {}")
_PROVISIONAL = Wording(
    "확정되지 않은 달이 있어 값이 바뀔 수 있습니다: {}", "Not all months are confirmed, so figures may change: {}"
)
_NOT_LISTED = Wording(
    "{}건 · {}포인트(두 사람만 보는 메시지라 싣지 않음, 합계에는 들어 있음)",
    "{} with {} points (seen by their two people only: not listed, but part of all sums)",
)


def cover_of(
    session: Session,
    frame: Frame,
    *,
    unlisted: tuple[int, int] | None = None,
    more: Sequence[tuple[str, str]] = (),
    warnings: Sequence[str] = (),
) -> CoverFacts:
    """What the cover says of the content. `unlisted`: private notes and their points; `more` stands first."""
    language = frame.wanted.language
    agency = frame.agency_en if language == "en" else frame.agency_ko
    title, span = TITLES[frame.wanted.what].within(language), _span(frame)
    lines = [
        ("agency", agency),
        ("content", title),
        ("span", span),
        ("of", _of(session, frame)),
        ("states", _states(frame)),
        *_schemes(frame),
        *_ranks(frame),
        ("filters", ", ".join(_filters(frame))),
    ]
    if unlisted is not None and unlisted[0]:
        lines.append(("private", _NOT_LISTED.within(language).format(*(f"{one:,}" for one in unlisted))))
    said = tuple((_LABELS[label].within(language), value) for label, value in lines if value)
    open_months = [part for part in frame.parts if part.through_entry_id is None and part.state != "closed"]
    if open_months and frame.wanted.what in (What.TOTALS, What.DEPARTMENTS):
        warnings = [*warnings, _PROVISIONAL.within(language).format(_runs(open_months, language))]
    return CoverFacts(agency, title, span, (*more, *said), tuple(warnings))


def rule_in_words(rule: Rule, language: str) -> str:
    """`합산 포인트, 같으면 받은 포인트, 보낸 포인트 순`."""
    by = wording_of(rule.by).within(language)
    said = _PER_HEAD.within(language).format(by) if rule.is_per_head else by
    ties = ", ".join(wording_of(tie).within(language) for tie in rule.ties)
    return said + (_TIES.within(language).format(ties) if ties else "")


def _span(frame: Frame) -> str:
    wanted, language = frame.wanted, frame.wanted.language
    first, last = month_in(wanted.first, language), month_in(wanted.last, language)
    run = first if wanted.first == wanted.last else f"{first}~{last}" if language != "en" else f"{first} to {last}"
    named = span_in(wanted.length, language) if wanted.length else run
    return named if named == run else f"{named}({run})"


def _of(session: Session, frame: Frame) -> str:
    wanted, language = frame.wanted, frame.wanted.language
    if wanted.scope is Scope.OWN:
        name = session.scalar(select(Person.name).where(Person.id == wanted.person_id))
        return f"{_OWN.within(language)} ({name})"
    if wanted.department_id is None:
        return _WHOLE_AGENCY.within(language)
    path = select(DepartmentPath.names).join(Department, Department.path_id == DepartmentPath.id)
    return session.scalar(path.where(Department.id == wanted.department_id)) or ""


def _states(frame: Frame) -> str:
    language = frame.wanted.language
    of = {state: [part for part in frame.parts if part.state == state] for state in ("closed", "ended", "open")}
    said = [f"{_STATES[state].within(language)}: {_runs(parts, language)}" for state, parts in of.items() if parts]
    return " · ".join(said)


def _runs(parts: Sequence[Part], language: str) -> str:
    """`2026년 1월~2026년 3월, 2026년 5월`."""
    found = []
    for _key, run in groupby(enumerate(parts), lambda pair: _index(pair[1].month) - pair[0]):
        months = [part.month for _place, part in run]
        first, last = month_in(months[0], language), month_in(months[-1], language)
        found.append(first if len(months) == 1 else f"{first}~{last}")
    return ", ".join(found)


def _index(month: CalendarMonth) -> int:
    return month.year * 12 + month.month


def _schemes(frame: Frame) -> Iterator[tuple[str, str]]:
    """Name, uses and weights of each scheme, with its months where there are several."""
    language = frame.wanted.language
    books = [list(run) for _id, run in groupby(frame.parts, lambda part: part.scheme_id)]
    for parts in books:
        scheme = parts[0].scheme
        months = f" ({_runs(parts, language)})" if len(books) > 1 else ""
        yield "scheme", (scheme.name_en if language == "en" else scheme.name_ko) + months
        yield "uses", _uses(scheme, language)
        if frame.wanted.what in (What.TOTALS, What.DEPARTMENTS):
            yield "weights", weights_in_words(scheme, language) + months


def _uses(scheme: Scheme, language: str) -> str:
    kinds = ", ".join(wording_of(purpose).within(language) for purpose in sorted(scheme.purposes))
    text = scheme.used_for_en if language == "en" else scheme.used_for_ko
    return f"{kinds} — {text}" if kinds and text else kinds or text


def weights_in_words(scheme: Scheme, language: str) -> str:
    """`받은 포인트 100% + 보낸 포인트 50% + 특별협업포인트 100%`."""
    received, sent = (_percent(points) for points in (scheme.received_basis_points, scheme.sent_basis_points))
    if language == "en":
        return f"points received {received} + points sent {sent} + special points 100%"
    return f"받은 포인트 {received} + 보낸 포인트 {sent} + 특별협업포인트 100%"


def _percent(basis_points: int) -> str:
    return f"{basis_points / 100:.2f}".rstrip("0").rstrip(".") + "%"


def _ranks(frame: Frame) -> Iterator[tuple[str, str]]:
    wanted, language = frame.wanted, frame.wanted.language
    subject = {What.TOTALS: Subject.PERSONS, What.DEPARTMENTS: Subject.DEPARTMENTS}.get(wanted.what)
    if subject is None:
        return
    if wanted.scope is Scope.AGENCY:
        order = wanted.filters.order
        yield (
            "ranks",
            rule_in_words(rule_of(frame.scheme, subject), language)
            if order is None
            else ORDERS[order].within(language),
        )
    if frame.has_closed:
        yield "figures", (_AT_CLOSING if wanted.filters.has_corrections else _CLOSING_ONLY).within(language)


def _filters(frame: Frame) -> Iterator[str]:
    filters, language = frame.wanted.filters, frame.wanted.language
    if filters.only is not Only.SOMETHING or frame.wanted.what in (What.TOTALS, What.DEPARTMENTS):
        yield ONLY[filters.only].within(language)
    if filters.is_monthly:
        yield _MONTHLY.within(language)
    if filters.is_by_rank:
        yield _BY_RANK.within(language)
    if filters.order is not None:
        yield _RANKED_BY.within(language).format(ORDERS[filters.order].within(language))
    if filters.division is not None:
        yield _DIVISION.within(language).format(_division(frame, filters.division))
    if filters.kind:
        yield _KIND.within(language).format(filters.kind)


def _division(frame: Frame, place: int) -> str:
    divisions, language = frame.scheme.divisions, frame.wanted.language
    if not 0 < place <= len(divisions):
        return _OTHER.within(language)
    return divisions[place - 1].name_en if language == "en" else divisions[place - 1].name_ko
