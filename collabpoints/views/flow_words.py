"""What the maps of who helps whom say: what one sees, never what to make of it."""

from collections.abc import Sequence

from flask_babel import gettext as _
from markupsafe import Markup

from collabpoints.domain.particles import filled
from collabpoints.domain.periods import Month
from collabpoints.domain.spans import Span
from collabpoints.formats import charts, spans
from collabpoints.queries.flows import FlowMap, MonthCrossed
from collabpoints.views.filters import number
from collabpoints.views.languages import language


def span_words(span: Span) -> str:
    """`2026년 9월`, `2026년 3분기`."""
    return spans.span_in(span, language())


def months_words(months: Sequence[Month]) -> str:
    """`2026년 9월`, or from the first to the last of those that were added up."""
    first, last = spans.month_in(months[0], language()), spans.month_in(months[-1], language())
    return first if first == last else _("%(first)s~%(last)s", first=first, last=last)


def month_words(month: Month) -> str:
    """`2026년 9월`."""
    return spans.month_in(month, language())


def seen(shown: FlowMap) -> str:
    """How many notes there were, and how many of them crossed; where that may not be told, when only."""
    when = months_words(shown.months)
    if shown.notes is None or shown.crossed is None:
        return _("%(when)s의 메시지입니다.", when=when)
    return _(
        "%(when)s에 메시지 %(notes)s건 가운데 %(crossed)s건이 실·국을 넘었습니다.",
        when=when,
        notes=number(shown.notes),
        crossed=number(shown.crossed),
    )


def share(one: MonthCrossed) -> int:
    """Per cent of a month's notes that crossed bureaus, rounded to the nearest."""
    return (one.crossed * 200 + one.notes) // (one.notes * 2)


def chart(months: Sequence[MonthCrossed], span: Span) -> Markup:
    """The shares of the months as columns."""
    drawn = [
        charts.Column(
            label=_("%(month)s월", month=one.month.month),
            value=share(one),
            shown=f"{share(one)}%",
            is_marked=span.first <= one.month <= span.last,
        )
        for one in months
    ]
    told = _("달마다 실·국을 넘은 메시지의 비율입니다. 같은 수가 아래 표에 있습니다.")
    return Markup(charts.columns(drawn, name="crossed", title=_("실·국을 넘은 메시지"), description=told))  # noqa: S704


def helped_title(name: str) -> str:
    """Over the list of those whom one helped."""
    return filled(_("%(name)s[이] 도운 곳"), {"name": name})


def helpers_title(name: str) -> str:
    """Over the list of those who helped one."""
    return filled(_("%(name)s[을] 도운 곳"), {"name": name})


def bar(value: int, most: int) -> Markup:
    """The bar under a figure."""
    return Markup(charts.bar(value, most))  # noqa: S704  (numbers only)
