"""Templates as they are compiled: once for each language."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import Domain
from jinja2 import DictLoader

from collabpoints.views.templates import Templates

Shown = Callable[..., str]
SENTENCE = "로그아웃"
IN_ENGLISH = "Sign out"


@pytest.fixture
def shown(app: Flask) -> Shown:
    """What a template of this source makes, in the language that the browser asks for."""

    def render(source: str, language: str = "ko", **values: object) -> str:
        environment = Templates(
            app,
            loader=DictLoader({"page.html": source, "mail.txt": source}),
            extensions=["jinja2.ext.i18n"],
            autoescape=app.select_jinja_autoescape,
        )
        environment.globals.update(app.jinja_env.globals)
        environment.newstyle_gettext = True  # type: ignore[attr-defined]
        with app.test_request_context("/", headers={"Cookie": f"language={language}"}):
            name = values.pop("name_of_template", "page.html")
            return environment.get_template(str(name)).render(**values)

    return render


@pytest.mark.parametrize(("language", "words"), [("ko", SENTENCE), ("en", IN_ENGLISH)])
@pytest.mark.parametrize("source", ["{{ _('%s') }}", "{%% trans %%}%s{%% endtrans %%}"])
def test_a_fixed_sentence_is_in_the_readers_language(shown: Shown, source: str, language: str, words: str) -> None:
    assert shown(source % SENTENCE, language) == words


def test_each_reader_gets_his_own_language(client: FlaskClient) -> None:
    shown = []
    for language in ("ko", "en", "ko", "en"):
        client.set_cookie("language", language)
        shown.append("본문으로 바로가기" in client.get("/sign-in").text)
    assert shown == [True, False, True, False]


def test_the_values_of_a_sentence_are_escaped(shown: Shown) -> None:
    source = "{{ _('내선 %(extension)s', extension=given) }}"
    assert shown(source, given="<b>1</b>") == "내선 &lt;b&gt;1&lt;/b&gt;"


def test_a_mail_is_not_escaped(shown: Shown) -> None:
    source = "{{ _('내선 %(extension)s', extension=given) }}"
    assert shown(source, name_of_template="mail.txt", given="<b>1</b>") == "내선 <b>1</b>"


def test_a_per_cent_sign_stands_once(shown: Shown) -> None:
    assert shown("{{ _('100%% 읽음') }}") == "100% 읽음"


def test_a_per_cent_sign_stands_beside_values(shown: Shown) -> None:
    assert shown("{{ _('%(part)s%% 읽음', part=7) }}") == "7% 읽음"


def test_a_sentence_can_be_handed_on_with_its_values(shown: Shown) -> None:
    source = "{% set sentence = _('내선 %(extension)s', extension=given) %}{{ sentence|upper }}"
    assert shown(source, given="<b>") == "내선 &LT;B&GT;"


def test_a_sentence_chosen_while_the_page_is_written_is_translated_too(shown: Shown) -> None:
    assert shown("{{ _(chosen) }}", "en", chosen=SENTENCE) == IN_ENGLISH


def test_a_page_looks_up_no_fixed_sentence_twice(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/nothing")
    asked: list[str] = []
    monkeypatch.setattr(Domain, "get_translations", lambda _self: asked.append("again"))
    assert "본문으로 바로가기" in client.get("/nothing").text
    assert asked == []
