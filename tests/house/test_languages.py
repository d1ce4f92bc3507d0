"""The switch of languages stands at the foot of every page, needs no script, and leaves one where one was."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories.agencies import Colleague
from tests.forms import forms_of, submit
from tests.house.test_catalogue import LETTERS, Walk, a_full_world

HOME = Path(__file__).resolve().parents[2]
MEND = "every page extends base.html, whose foot has the switch; `next` is the page's own address:\n"
_SWITCH = re.compile(r'<form class="language".*?</form>', re.DOTALL)


class SwitchWalk(Walk):
    """Its leaks are pages whose foot has no switch that leads back to them."""

    def _open(self, address: str) -> TestResponse | None:
        answer = super()._open(address)
        if answer is not None and answer.mimetype == "text/html" and not _is_without_chrome(answer.text):
            self._look(answer)
        return answer

    def _listen(self, where: str, answer: TestResponse) -> None:
        pass

    def _look(self, answer: TestResponse) -> None:
        here = answer.request.full_path.rstrip("?")
        switch = _SWITCH.search(answer.text.partition("<footer")[2])
        if switch is None:
            self.leaks.append(f"{here}: no switch")
            return
        (form,) = forms_of(switch[0])
        if unquote(form.fields["next"][0]) != unquote(here):
            self.leaks.append(f"{here}: leads to {form.fields['next'][0]}")
        if re.findall(r'value="(\w+)"\s+lang="(\w+)"', switch[0]) != [("ko", "ko"), ("en", "en")]:
            self.leaks.append(f"{here}: not the two languages, each in its own")


def _is_without_chrome(page: str) -> bool:
    """A screen in the lobby, where nobody presses anything."""
    return "<footer" not in page and "<header" not in page and "<form" not in page


def test_every_page_has_the_switch(app: Flask, sign_in: Callable[[Colleague], FlaskClient]) -> None:
    walk = SwitchWalk(app, sign_in(a_full_world(LETTERS["ko"])), "ko")
    walk.everywhere()
    assert {
        "home.page",
        "notes.page",
        "notes.new",
        "boards.departments",
        "account.page",
        "roles.page",
    } <= walk.seen.keys()
    assert not walk.leaks, MEND + "\n".join(sorted(set(walk.leaks)))


def test_every_page_before_signing_in_has_the_switch(app: Flask, client: FlaskClient) -> None:
    a_full_world(LETTERS["ko"])
    walk = SwitchWalk(app, client, "ko")
    walk.everywhere()
    assert "sign_in.form" in walk.seen
    assert not walk.leaks, MEND + "\n".join(sorted(set(walk.leaks)))


@pytest.mark.parametrize("address", ["/notes/new?q=%EA%B9%80", "/nothing-here", "/boards/departments", "/account"])
def test_one_stays_where_one_was(app: Flask, sign_in: Callable[[Colleague], FlaskClient], address: str) -> None:
    client = sign_in(a_full_world(LETTERS["ko"]))
    shown = client.get(address, follow_redirects=True)
    *_others, switch = [form for form in forms_of(shown.text) if form.action == "/language"]
    answer = client.post("/language", data={**switch.fields, "language": "en"})
    assert (answer.status_code, unquote(answer.location)) == (302, unquote(shown.request.full_path.rstrip("?")))
    assert '<html lang="en">' in client.get(answer.location).text


def test_the_choice_stays_with_the_account(app: Flask, sign_in: Callable[[Colleague], FlaskClient]) -> None:
    client = sign_in(a_full_world(LETTERS["ko"]))
    submit(client, "/account", action="/language", language="en")
    client.delete_cookie("language")
    assert '<html lang="en">' in client.get("/account").text


def test_korean_is_broken_by_word_and_what_is_too_long_still_fits() -> None:
    """Between syllables a line of Korean may break anywhere by a browser's own rule; read aloud, a word is then torn."""
    sheets = sorted((HOME / "collabpoints/static/css").glob("*.css"))
    base = (HOME / "collabpoints/static/css/base.css").read_text(encoding="utf-8")
    body = re.search(r"\bbody\b[^{]*\{[^}]*\}", base)
    assert body
    assert {"word-break: keep-all", "overflow-wrap: anywhere"} <= {line.strip() for line in re.split("[{};]", body[0])}
    torn = [
        f"{sheet.name}: {found[0]}"
        for sheet in sheets
        for found in re.finditer(
            r"word-break:\s*(?!keep-all)[\w-]+|line-break:\s*anywhere", sheet.read_text(encoding="utf-8")
        )
    ]
    assert not torn, "a long word is let wrap with `overflow-wrap: anywhere`; `word-break` tears Korean:\n" + "\n".join(
        torn
    )
