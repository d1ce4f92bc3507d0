"""Pieces of pages that are kept in the process and shown to one reader after another know nothing of any of them."""

import pytest
from flask import Flask
from jinja2 import nodes
from jinja2.meta import find_referenced_templates, find_undeclared_variables

from collabpoints.views import board_rows, board_spans, main_menu

KNOWN = {
    board_rows.TEMPLATE: {"rows", "columns", "scheme", "by", "most", "words"},
    main_menu.TEMPLATE: {"ways", "duties", "unread", "icons"},
    board_spans.TEMPLATE: {"years", "marked", "before", "after", "words"},
}
"""Each kept template, and the values that it is given: they, and the language, are what it is found by again."""
SAME_FOR_ALL = {"number"}
"""Filters that ask for no reader: days and moments are told in the reader's zone."""


def tree(app: Flask, template: str) -> nodes.Template:
    assert app.jinja_env.loader is not None
    return app.jinja_env.parse(app.jinja_env.loader.get_source(app.jinja_env, template)[0])


@pytest.mark.parametrize("template", KNOWN)
def test_a_kept_template_uses_nothing_but_what_it_is_found_by(app: Flask, template: str) -> None:
    used = find_undeclared_variables(tree(app, template)) - {"_"}
    assert used <= KNOWN[template], f"hand it to the function that keeps {template}, or write it outside"


@pytest.mark.parametrize("template", KNOWN)
def test_a_kept_template_takes_nothing_from_others(app: Flask, template: str) -> None:
    assert list(find_referenced_templates(tree(app, template))) == [], "what they ask for is not seen here"


@pytest.mark.parametrize("template", KNOWN)
def test_a_kept_template_has_no_filter_that_asks_who_reads(app: Flask, template: str) -> None:
    filters = {one.name for one in tree(app, template).find_all(nodes.Filter)}
    assert filters <= SAME_FOR_ALL, "a filter that asks for the reader's zone or language writes it for one reader only"
