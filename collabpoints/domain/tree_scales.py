"""How tall a tree stands: in the twelve months of a prize year it grows, a longer span stands at its full height."""

from collabpoints.domain.scheme_words import Span as Length
from collabpoints.domain.spans import Span

_LEAST, _WHOLE = 80, 100


def scale_of(span: Span, year_begins_in: int) -> int:
    """The height of the span's tree in percent: a month's from 80 in the first month of the year to 100 in the last."""
    if span.length is not Length.MONTH:
        return _WHOLE
    since = (span.first.month - year_begins_in) % 12
    return _LEAST + ((_WHOLE - _LEAST) * since + 5) // 11
