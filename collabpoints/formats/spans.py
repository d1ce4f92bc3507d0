"""Spans as people read them. Pure: the language arrives as an argument."""

from collabpoints.domain.periods import Month
from collabpoints.domain.scheme_words import Span as Length
from collabpoints.domain.spans import MONTHS_OF, Span
from collabpoints.formats.dates import ENGLISH_MONTHS

_HALVES = {1: ("상반기", "First half"), 2: ("하반기", "Second half")}


def span_in(span: Span, language: str) -> str:
    """`2026년 10월`, `2026년 4분기`, `2026년 하반기`, `2026년`; `2026년도` where the year does not begin in January."""
    is_english = language == "en"
    if span.length is Length.MONTH:
        return month_in(span.first, language)
    begins_in = (span.first.month - 1 - (span.number - 1) * MONTHS_OF[span.length]) % 12 + 1
    year = f"{span.year}" if is_english else f"{span.year}년" if begins_in == 1 else f"{span.year}년도"
    if span.length is Length.QUARTER:
        return f"Quarter {span.number}, {year}" if is_english else f"{year} {span.number}분기"
    if span.length is Length.HALF_YEAR:
        korean, english = _HALVES[span.number]
        return f"{english} of {year}" if is_english else f"{year} {korean}"
    return year


def month_in(month: Month, language: str) -> str:
    """`2026년 10월` or `October 2026`."""
    return f"{ENGLISH_MONTHS[month.month - 1]} {month.year}" if language == "en" else f"{month.year}년 {month.month}월"


def short_month_in(month: Month, year: int, language: str) -> str:
    """For where there is little room: `10월` or `Oct`, of another than this `year` `25년 10월` or `Oct 25`."""
    of_year = month.year == year
    if language == "en":
        name = ENGLISH_MONTHS[month.month - 1][:3]
        return name if of_year else f"{name} {month.year % 100:02d}"
    return f"{month.month}월" if of_year else f"{month.year % 100:02d}년 {month.month}월"


def months_in(span: Span, language: str) -> str:
    """From its first month to its last: `2026년 7월~9월` or `July to September 2026`; the month itself where it is one."""
    return run_in(span.first, span.last, language)


def run_in(first: Month, last: Month, language: str) -> str:
    """The same of any run of months, both ends included."""
    if first == last:
        return month_in(first, language)
    is_one_year = first.year == last.year
    if language == "en":
        begin = ENGLISH_MONTHS[first.month - 1] if is_one_year else month_in(first, language)
        return f"{begin} to {month_in(last, language)}"
    end = f"{last.month}월" if is_one_year else month_in(last, language)
    return f"{month_in(first, language)}~{end}"
