"""All spans that have boards (모든 기간), as every page of a board offers them: after some years a long list of links, which
stays the same for a month. Written once and found again by the spans, the addresses and the language (docs/adr/0033)."""

from functools import lru_cache

from flask import url_for
from markupsafe import Markup

from collabpoints.domain.spans import Span
from collabpoints.views import board_words
from collabpoints.views.board_ways import Ways, Years
from collabpoints.views.languages import language
from collabpoints.views.pieces import write

TEMPLATE = "boards/all_spans.html"
_SPAN = "~"
"""Stands in an address for the span that it will name."""


def all_spans(ways: Ways, marked: Span, endpoint: str) -> Markup:
    """Links to this page of every span, year by year; the one that is open is `marked`. In the language of the request."""
    before, _span, after = url_for(endpoint, span=_SPAN).rpartition(_SPAN)
    return written(ways.years, marked, before, after, language())


@lru_cache(maxsize=64)
def written(years: Years, marked: Span, before: str, after: str, language: str) -> Markup:
    """The links in this language; an address is the span between `before` and `after`."""
    values = {"years": years, "marked": marked, "before": before, "after": after, "words": board_words}
    return write(TEMPLATE, language, **values)
