"""Ways from a board to the others: the span before and after, the longer and shorter ones around it, all there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from collabpoints.domain.scheme_words import Span as Length
from collabpoints.domain.spans import Span
from collabpoints.queries.board_views import SpanSeen

Years = tuple[tuple[int, tuple[SpanSeen, ...]], ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """`earlier` and `later` are of the same length; `around` has one of each other length, shorter before longer;
    `years` all spans by the year in which they end, the newest first."""

    earlier: Span | None
    later: Span | None
    around: tuple[Span, ...]
    years: Years


def ways(seen: Sequence[SpanSeen], span: Span) -> Ways:
    """The ways from this span; `seen` as of queries/board_views.spans_seen. The span itself may have no board."""
    others = [one.span for one in seen]
    alike = [one for one in others if one.length is span.length]
    return Ways(
        earlier=next((one for one in alike if one.last < span.last), None),
        later=next((one for one in reversed(alike) if one.last > span.last), None),
        around=tuple(
            found
            for length in Length
            if length is not span.length
            for found in [next((one for one in others if one.length is length and _meets(one, span)), None)]
            if found is not None
        ),
        years=tuple((year, tuple(ones)) for year, ones in groupby(seen, key=lambda one: one.span.last.year)),
    )


def newest(seen: Sequence[SpanSeen], today: date) -> Span | None:
    """The newest month that has ended; before any has, the newest there is; None where nothing has a board."""
    months = [one.span for one in seen if one.span.length is Length.MONTH]
    return next((one for one in months if one.end_day <= today), months[0] if months else None)


def _meets(one: Span, span: Span) -> bool:
    """Whether one lies in the other."""
    return (one.first <= span.first and span.last <= one.last) or (span.first <= one.first and one.last <= span.last)
