"""What somebody may choose for a file, and what he chose: read from an address or a form, judged as far as it can be before
the file is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from flask import abort
from werkzeug.datastructures import MultiDict

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.exports import MOST_MONTHS, WHATS, FileFormat, Filters, Only, Scope, Wanted, What, span_of
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Order
from collabpoints.domain.roles import Role
from collabpoints.forms.exports import ChoiceForm
from collabpoints.queries.board_spans import span_named
from collabpoints.queries.board_views import spans_seen
from collabpoints.queries.headed_departments import headed_departments
from collabpoints.queries.roles import places
from collabpoints.views import languages
from collabpoints.views.board_ways import newest
from collabpoints.views.board_words import span_words
from collabpoints.views.days import today
from collabpoints.views.export_offers import MONTHS, Offers, has, offered_for
from collabpoints.views.identity import who
from collabpoints.views.paging import number

_ROLES = {Scope.AGENCY: Role.OFFICER, Scope.DEPARTMENT: Role.DEPARTMENT_HEAD, Scope.OWN: Role.EMPLOYEE}
_RANKED = (What.TOTALS, What.DEPARTMENTS)
_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be chosen and what was. `wanted` None: nothing was chosen yet, or what was is refused. `typed` are the fields
    as they came, for a form that carries them on."""

    form: ChoiceForm
    scope: Scope
    scopes: tuple[Scope, ...]
    wanted: Wanted | None
    typed: Mapping[str, str]
    refusals: tuple[Refusal, ...] = ()

    @property
    def role(self) -> Role:
        """As what he who chooses asks for the file."""
        return _ROLES[self.scope]

    @property
    def is_own(self) -> bool:
        return self.scope is Scope.OWN


def chosen(given: MultiDict[str, str], *, within: tuple[Scope, ...] = ()) -> Choice:
    """The choice of who is at the door, of these scopes (empty: all that are his). 404 for a scope that is not his, or a
    department that he does not head."""
    scopes = within or scopes_of()
    asked = given.get("scope", "")
    scope = next((one for one in scopes if one == asked), None) if asked else scopes[0]
    if scope is None:
        abort(404)
    form = ChoiceForm(formdata=given) if "what" in given else ChoiceForm(formdata=None, **_usual(given))
    offered = offered_for(scope)
    form.offer(offered)
    _keep_span(form)
    typed = {name: form[name].data or "" for name in offered} | {"scope": scope.value}
    if "what" not in given:
        return Choice(form, scope, scopes, None, typed)
    wanted, refusals = _wanted(scope, typed, offered)
    return Choice(form, scope, scopes, wanted, typed, refusals)


def _keep_span(form: ChoiceForm) -> None:
    """A span that an address names stands in the form, though it is none of those that are usually offered."""
    offered, named = form.span.choices, form.span.data or ""
    if isinstance(offered, dict) and not has(offered, named) and (span := span_named(who().agency_id, named)):
        form.span.choices = {span_words(span): [(named, span_words(span))], **offered}


def scopes_of() -> tuple[Scope, ...]:
    """Whose files the one at the door may have made, the widest first."""
    return tuple(scope for scope, role in _ROLES.items() if who().has(role))


def address_of(wanted: Wanted) -> dict[str, str]:
    """The query with which the page shows this choice."""
    filters = wanted.filters
    given = {
        "scope": wanted.scope.value,
        "what": wanted.what.value,
        "span": wanted.span or MONTHS,
        "department": str(wanted.department_id or ""),
        "only": "" if filters.only is Only.SOMETHING else filters.only.value,
        "lines": "rank" if filters.is_by_rank else "",
        "order": filters.order.value if filters.order else "",
        "monthly": "1" if filters.is_monthly else "",
        "corrections": "" if filters.has_corrections else "0",
        "division": "" if filters.division is None else str(filters.division),
        "kind": filters.kind,
        "file_format": wanted.file_format.value,
    }
    if not wanted.span:
        given |= {"first": str(wanted.first), "last": str(wanted.last)}
    return {name: value for name, value in given.items() if value}


def _usual(given: MultiDict[str, str]) -> dict[str, str]:
    """What stands in the fields before anything was chosen: the newest month that has ended, as a workbook."""
    span = newest(spans_seen(who().agency_id), today())
    usual = {"span": str(span) if span else MONTHS, "file_format": FileFormat.XLSX.value, "what": What.TOTALS.value}
    return usual | {name: given[name] for name in ("span", "department") if name in given}


def _wanted(scope: Scope, typed: Mapping[str, str], offered: Offers) -> tuple[Wanted | None, tuple[Refusal, ...]]:
    what = _word(What, typed["what"])
    file_format = _word(FileFormat, typed["file_format"]) or FileFormat.XLSX
    if what is None or what not in WHATS[scope]:
        abort(404)
    months = _months(typed)
    if isinstance(months, Refusal):
        return None, (months,)
    span, first, last = months
    department_id = _department(scope, typed["department"])
    return (
        Wanted(
            what=what,
            scope=scope,
            department_id=department_id,
            person_id=who().person_id if scope is Scope.OWN else None,
            span=span,
            first=first,
            last=last,
            file_format=file_format,
            filters=_filters(what, typed, offered),
            language="en" if languages.selected() == "en" else "ko",
        ),
        (),
    )


def _months(typed: Mapping[str, str]) -> tuple[str, Month, Month] | Refusal:
    """The span that was chosen, or the two months."""
    if typed["span"] != MONTHS:
        span = span_named(who().agency_id, typed["span"])
        return span_of(span) if span else Refusal.of(Code.MONTH_INVALID, "span")
    found = []
    for name in ("first", "last"):
        try:
            found.append(Month.parse(typed[name]))
        except ValueError:
            return Refusal.of(Code.MONTH_INVALID, name)
    first, last = found
    if first > last:
        return Refusal.of(Code.EXPORT_BACKWARDS, "last")
    if (last.year - first.year) * 12 + last.month - first.month >= MOST_MONTHS:
        return Refusal.of(Code.EXPORT_TOO_LONG, "first", most=MOST_MONTHS)
    return "", first, last


def _department(scope: Scope, typed: str) -> int | None:
    """The department that was chosen; 404 for one that is not there for him."""
    if scope is Scope.OWN:
        return None
    if scope is Scope.DEPARTMENT:
        headed = [one.department_id for one in headed_departments(who().agency_id, who().person_id)]
        asked = number(typed) if typed else next(iter(headed), None)
        return asked if asked in headed else abort(404)
    if not typed:
        return None
    asked = number(typed)
    return asked if asked in {one.department_id for one in places(who().agency_id)} else abort(404)


def _filters(what: What, typed: Mapping[str, str], offered: Offers) -> Filters:
    """Only what means something for these lines: the rest is as if nobody had chosen it."""
    is_ranked = what in _RANKED
    division = (
        number(typed["division"]) if typed.get("division") and has(offered["division"], typed["division"]) else None
    )
    kind = typed["kind"] if what is What.SPECIAL_GRANTS and has(offered["kind"], typed["kind"]) else ""
    only = _word(Only, typed["only"]) or Only.SOMETHING
    if not is_ranked and not (what is What.NOTES and only is Only.EVERYONE):
        only = Only.SOMETHING
    return Filters(
        only=only,
        order=_word(Order, typed["order"]) if is_ranked else None,
        is_by_rank=is_ranked and typed["lines"] == "rank",
        division=division if is_ranked else None,
        is_monthly=is_ranked and typed["monthly"] == "1",
        has_corrections=not is_ranked or typed["corrections"] != "0",
        kind=kind,
    )


def _word(kind: type[_Word], text: str) -> _Word | None:
    try:
        return kind(text)
    except ValueError:
        return None
