"""The register of pages (tests/browser/pages) against the URL map: what the browser looks at is every page there is."""

from collections.abc import Iterator
from string import Formatter

from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Rule

from tests.browser.pages import EVERYTHING, NO_PAGE, REGISTER
from tests.browser.pages.entry import Entry
from tests.browser.pages.errors import ERRORS

HOW = "add a line to the PAGES of its noun in tests/browser/pages/ (its docstring says how), or one to NO_PAGE there"


def asked_for(app: Flask) -> Iterator[Rule]:
    """The rules of addresses that a browser opens."""
    return (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))


def led_to(app: Flask, entry: Entry) -> Rule | None:
    """The rule to which an entry's address leads, whatever stands in its braces; None where it leads nowhere."""
    address = "".join(text + ("1" if name else "") for text, name, _spec, _how in Formatter().parse(entry.address))
    try:
        rule, _values = app.url_map.bind("localhost").match(address.partition("?")[0], return_rule=True)
    except (NotFound, MethodNotAllowed):
        return None
    return rule


def test_every_page_has_an_entry(sqlite_app: Flask) -> None:
    led = [led_to(sqlite_app, entry) for entry in REGISTER]
    missing = sorted(
        f"{rule.endpoint} ({rule})"
        for rule in asked_for(sqlite_app)
        if rule not in led and rule.endpoint not in NO_PAGE
    )
    assert not missing, f"no browser looks at {missing}: {HOW}"


def test_every_entry_leads_to_a_page(sqlite_app: Flask) -> None:
    lost = [entry.address for entry in REGISTER if led_to(sqlite_app, entry) is None]
    assert not lost, (
        f"the register speaks of addresses that lead nowhere: {lost}; take them out of tests/browser/pages/"
    )


def test_what_is_said_to_show_no_page_is_there_and_has_no_entry(sqlite_app: Flask) -> None:
    led = {rule.endpoint for entry in REGISTER if (rule := led_to(sqlite_app, entry))}
    assert set(NO_PAGE) <= {rule.endpoint for rule in asked_for(sqlite_app)}, "NO_PAGE names endpoints that are gone"
    assert not led & set(NO_PAGE), "an entry leads to what NO_PAGE says is no page"


def test_addresses_of_errors_lead_nowhere(sqlite_app: Flask) -> None:
    assert [str(entry) for entry in ERRORS if led_to(sqlite_app, entry) is not None] == []


def test_no_two_entries_are_the_same() -> None:
    told = [(str(entry), entry.press, *entry.typed.items()) for entry in EVERYTHING]
    assert len(set(told)) == len(told)
