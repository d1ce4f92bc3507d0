"""Fill in and send a page's form as a browser without scripts would: every field that the page carries goes along."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import BinaryIO

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


@dataclass
class Form:
    """A form of a page: where it goes, and its fields with the values they hold."""

    action: str
    method: str
    fields: dict[str, list[str]]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._textarea: str | None = None
        self._select: str | None = None
        self._is_first = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get").lower(), {})
            self.forms.append(self._open)
        if self._open is None or ("name" not in given and tag != "option"):
            return
        kind = given.get("type", "text")
        is_off = kind in ("checkbox", "radio") and "checked" not in given
        if tag == "input" and kind not in ("submit", "image", "file", "button") and not is_off:
            self._open.fields.setdefault(given["name"], []).append(
                given.get("value", "on" if kind == "checkbox" else "")
            )
        elif tag == "textarea":
            self._textarea = given["name"]
            self._open.fields.setdefault(given["name"], []).append("")
        elif tag == "select":
            self._select, self._is_first = given["name"], True
            self._open.fields.setdefault(given["name"], []).append("")
        elif tag == "option" and self._select and ("selected" in given or self._is_first):
            self._open.fields[self._select][-1] = given.get("value", "")
            self._is_first = False

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._textarea is not None:
            self._open.fields[self._textarea][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag == "textarea":
            if self._open and self._textarea:  # a browser has one kind of line end and drops the first
                typed = self._open.fields[self._textarea][-1].replace("\r\n", "\n")
                self._open.fields[self._textarea][-1] = typed.removeprefix("\n")
            self._textarea = None
        if tag == "select":
            self._select = None


def forms_of(page: str) -> list[Form]:
    """Every form that stands on the page, in order."""
    parser = _Forms()
    parser.feed(page)
    return parser.forms


def submit(
    client: FlaskClient, address: str, *, action: str = "", **filled: str | list[str] | tuple[BinaryIO, str]
) -> TestResponse:
    """Open the page, fill in fields of the form that goes to `action` (default: the page's own address), and send it."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    wanted = action or address.partition("?")[0]
    form = next(found for found in forms_of(page.text) if (found.action or address).partition("?")[0] == wanted)
    fields: dict[str, object] = {**form.fields, **filled}
    return client.open(form.action or address, method=form.method.upper(), data=fields)
