"""Guided writing: the answers become one text, and nothing that was typed is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.guides import Guide, added, composed
from collabpoints.domain.phrases import substance
from collabpoints.domain.texts import cleaned

KIM = "김민수 주무관"
DAY = "2026년 11월 22일"

words = st.text(st.characters(codec="utf-8"), max_size=30)


def test_two_answers_make_a_note() -> None:
    guide = Guide("추경 자료 취합", "밤늦게까지 표를 맞춰 주셔서 제때 냈습니다", when=DAY)
    assert composed(guide, [KIM], "ko") == (
        "2026년 11월 22일 김민수 주무관님이 추경 자료 취합을 도와주셨습니다. 밤늦게까지 표를 맞춰 주셔서 제때 냈습니다."
    )


def test_where_and_why_find_their_places() -> None:
    guide = Guide("답변서 작성", "", where="3층 회의실", why="갑작스러운 의회 요구로", when="어제")
    assert (
        composed(guide, [KIM], "ko")
        == "어제 김민수 주무관님이 3층 회의실에서 갑작스러운 의회 요구로 답변서 작성을 도와주셨습니다."
    )


@pytest.mark.parametrize(
    ("what", "told"),
    [("자료", "자료를 도와주셨습니다."), ("표를", "표를 도와주셨습니다."), ("표를 고쳐 주셨습니다", "표를 고쳐 주셨습니다."), ("표를 고쳐 주셨어요!", "표를 고쳐 주셨어요!"),
     ("e호조 3번", "e호조 3번을 도와주셨습니다."), ("명단(PDF)", "명단(PDF)를 도와주셨습니다."), ("표[을]", "표[을]을 도와주셨습니다.")],
)  # fmt: skip
def test_a_thing_and_a_sentence_are_both_understood(what: str, told: str) -> None:
    assert composed(Guide(what), [], "ko") == told


@pytest.mark.parametrize(
    ("how", "told"),
    [("제때 제출", "제때 제출에 큰 도움이 되었습니다."), ("표를 맞춰 주셔서", "표를 맞춰 주셔서 큰 도움이 되었습니다."), ("덕분에 끝났어요", "덕분에 끝났어요.")],
)  # fmt: skip
def test_what_it_led_to_is_a_sentence_of_its_own(how: str, told: str) -> None:
    assert composed(Guide(how=how), [KIM], "ko") == told


def test_several_colleagues_are_all_named() -> None:
    assert "김민수 주무관님, 박서연 팀장님이" in composed(Guide("행사 준비"), [KIM, "박서연 팀장"], "ko")


def test_english_pages_make_english_sentences_unless_korean_is_typed() -> None:
    guide = Guide("the sister-city letter", "It went out on time", when="22 November 2026")
    assert composed(guide, ["Kim"], "en") == (
        "On 22 November 2026 Kim helped with the sister-city letter. It went out on time."
    )
    assert (
        composed(Guide("서한 번역", when="11월"), [KIM], "en") == "11월 김민수 주무관님이 서한 번역을 도와주셨습니다."
    )


def test_the_day_alone_is_nothing_typed() -> None:
    assert not Guide(when=DAY).is_begun
    assert Guide(why="눈이 와서", when=DAY).is_begun


def test_what_was_composed_stands_behind_what_was_written() -> None:
    assert added("", "새 글.") == "새 글."
    assert added(" \n", "새 글.") == "새 글."
    assert added("쓰던 글 ", "새 글.") == "쓰던 글\n새 글."


@given(words, words, words, words, words, st.sampled_from(["ko", "en"]))
def test_nothing_typed_is_left_out(what: str, how: str, where: str, why: str, when: str, language: str) -> None:
    guide = Guide(what, how, where, why, when)
    text = composed(guide, [KIM], language)
    assert all(cleaned(typed) in text for typed in (what, how, where, why))
    assert cleaned(when) in text or not (cleaned(what) or cleaned(where) or cleaned(why))


@given(st.sampled_from(["추경 자료 취합", "엑셀 매크로 수정", "민원 전화 응대"]))
def test_what_was_composed_is_never_a_bare_thanks(what: str) -> None:
    assert not substance(composed(Guide(what), [KIM], "ko")).is_bare
