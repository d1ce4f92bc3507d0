"""What stands in the booklet beside the letters: when they came, and of what kind the help was."""

from collections.abc import Sequence

from flask_babel import gettext as _

from collabpoints.domain.periods import Month
from collabpoints.domain.spans import Span
from collabpoints.formats.spans import short_month_in, span_in
from collabpoints.queries.booklets import Letter
from collabpoints.views.languages import language

_LINE, _LONG, _LONGER = 30, 550, 1000


def month_words(year: int, month: int) -> str:
    """`2026년 3월`."""
    return span_in(Span.parse(str(Month(year, month))), language())


def month_name(year: int, month: int) -> str:
    """`3월`, below its year."""
    return short_month_in(Month(year, month), year, language())


def year_words(year: int) -> str:
    """`2026년`."""
    return span_in(Span.parse(str(year)), language())


def span_of(letters: Sequence[Letter]) -> str:
    """From the month of the first letter to that of the last; "" of none."""
    if not letters:
        return ""
    first, last = (month_words(at.year, at.month) for at in (letters[0].at, letters[-1].at))
    return first if first == last else _("%(first)s부터 %(last)s까지", first=first, last=last)


def size_of(letter: Letter) -> str:
    """What the class of a letter adds so that it stands on one page: a longer text is set smaller. A line that was begun
    anew counts as a full one."""
    letters = len(letter.text) + letter.text.count("\n") * _LINE
    return " page-letter--longest" if letters > _LONGER else " page-letter--long" if letters > _LONG else ""


def kind_of(letter: Letter) -> str:
    """The kind of help in the language of the page; "" of none."""
    return letter.help_kind_en if language() == "en" else letter.help_kind_ko
