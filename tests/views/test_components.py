"""The parts that pages are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask, render_template_string
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField

Show = Callable[..., str]


@dataclass(frozen=True)
class Somebody:
    name: str
    position: str
    department: str


class _Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    login = StringField("사번")
    is_private = BooleanField("둘만 보기")


HONG = Somebody("홍길동", "주무관", "총무과")
KIM = Somebody("김하늘", "과장", "예산담당관")


@pytest.fixture
def show(app: Flask) -> Show:
    def shown(file: str, call: str, **context: object) -> str:
        name = call.partition("(")[0]
        with app.test_request_context("/"):
            context.setdefault("form", _Form())
            source = f'{{% from "components/{file}.html" import {name} %}}{{{{ {call} }}}}'
            return " ".join(render_template_string(source, **context).split())

    return shown


def test_a_field_is_tied_to_its_label(show: Show) -> None:
    shown = show("field", "input(form.login)")
    assert 'for="login"' in shown
    assert 'id="login"' in shown
    assert "aria-describedby" not in shown
    assert "aria-invalid" not in shown


def test_a_field_with_a_refusal_is_tied_to_its_hint_and_its_sentence(show: Show) -> None:
    shown = show("field", "input(form.login, hint='힌트', errors=['사번을 적어 주세요.'])")
    assert 'aria-describedby="login-hint login-errors"' in shown
    assert 'aria-invalid="true"' in shown
    assert '<p class="field__hint" id="login-hint">힌트</p>' in shown
    assert 'id="login-errors"' in shown
    assert "사번을 적어 주세요." in shown


def test_a_box_to_tick_is_tied_to_its_hint(show: Show) -> None:
    assert 'aria-describedby="is_private-hint"' in show("field", "checkbox(form.is_private, hint='두 사람만 봅니다.')")


def test_a_password_is_never_written_back(show: Show) -> None:
    form = _Form(data={"login": "secret"}, meta={"csrf": False})
    shown = show("field", "password(form.login)", form=form)
    assert 'type="password"' in shown
    assert "secret" not in shown


def test_a_message_says_its_kind_in_words_and_not_by_colour_alone(show: Show) -> None:
    assert 'aria-label="주의"' in show("message", "message('warning', '살펴봐 주세요.')")


def test_the_summary_leads_to_each_field(show: Show) -> None:
    shown = show("error_summary", "error_summary({'text': ['짧습니다.'], '': ['모자랍니다.']}, ids={'text': 'body'})")
    assert '<a href="#body">짧습니다.</a>' in shown
    assert "<li> 모자랍니다. </li>" in shown


def test_without_refusals_there_is_no_summary(show: Show) -> None:
    assert show("error_summary", "error_summary({})") == ""


def test_a_letter_names_both_ends_with_position_and_department(show: Show) -> None:
    shown = show(
        "note_card", "note_card(a, b, at, '고맙습니다', 10)", a=HONG, b=KIM, at=datetime(2026, 1, 2, tzinfo=UTC)
    )
    assert "<b>김하늘</b> 과장님께" in shown
    assert "주무관 <b>홍길동</b> 드림" in shown
    assert shown.count("총무과") == shown.count("예산담당관") == 1
    assert "10포인트" in shown


def test_the_text_of_a_letter_is_text(show: Show) -> None:
    text = "<script>alert(1)</script>\n둘째 줄"
    shown = show(
        "note_card", "note_card(a, b, at, text)", a=HONG, b=KIM, at=datetime(2026, 1, 2, tzinfo=UTC), text=text
    )
    assert "&lt;script&gt;" in shown
    assert "<script" not in shown
    assert "포인트" not in shown


def test_a_letter_that_was_taken_back_shows_neither_text_nor_points(show: Show) -> None:
    call = "note_card(a, b, at, '고맙습니다', 10, is_withdrawn=true, withdrawn_why='취소한 메시지입니다.')"
    shown = show("note_card", call, a=HONG, b=KIM, at=datetime(2026, 1, 2, tzinfo=UTC))
    assert "취소한 메시지입니다." in shown
    assert "고맙습니다" not in shown
    assert "포인트" not in shown


@pytest.mark.parametrize("text", ["고맙습니다. " * 60, "고맙습니다.\n" * 8])
def test_a_list_shows_the_beginning_of_a_long_text_and_leads_on(show: Show, text: str) -> None:
    call = "note_card(a, b, at, text, href='/notes/1', is_brief=true)"
    shown = show("note_card", call, a=HONG, b=KIM, at=datetime(2026, 1, 2, tzinfo=UTC), text=text)
    assert "letter__text--long" in shown
    assert '<a href="/notes/1">이어 읽기' in shown


def test_a_letters_own_page_shows_a_long_text_whole(show: Show) -> None:
    call = "note_card(a, b, at, text)"
    shown = show("note_card", call, a=HONG, b=KIM, at=datetime(2026, 1, 2, tzinfo=UTC), text="고맙습니다. " * 60)
    assert "letter__text--long" not in shown
    assert "이어 읽기" not in shown


def test_a_letter_with_nothing_to_do_has_no_foot(show: Show) -> None:
    call = "note_card(a, b, at, '고맙습니다', caller=nothing)"
    shown = show("note_card", call, a=HONG, b=KIM, at=datetime(2026, 1, 2, tzinfo=UTC), nothing=lambda: " \n ")
    assert "letter__actions" not in shown


def test_a_button_of_its_own_carries_the_token(show: Show) -> None:
    shown = show("button", "post_button('답례하기', '/x', fields={'name': '<b>'})")
    assert '<form class="inline-form" method="post" action="/x">' in shown
    assert 'name="csrf_token"' in shown
    assert 'value="&lt;b&gt;"' in shown


def test_every_cell_of_a_table_knows_its_heading(show: Show) -> None:
    shown = show("table", "table('명부', ['이름', '수'], [['홍길동', 3]], numbers=[1])")
    assert '<td role="cell" data-label="이름" >홍길동</td>' in shown
    assert '<td role="cell" data-label="수" class="is-number">3</td>' in shown


@pytest.mark.parametrize("macro", ["button('보기'", "link_button('보기', '/x'", "post_button('보기', '/x'"])
def test_something_to_press_takes_attributes_by_name(show: Show, macro: str) -> None:
    shown = show("button", f"{macro}, aria_label='10월 <보기>', name='a', disabled=false)")
    assert ' aria-label="10월 &lt;보기&gt;"' in shown
    assert ' name="a"' in shown
    assert "disabled" not in shown
