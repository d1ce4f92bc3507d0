"""Stock phrases: what is left of a note without them, measured on a labelled list, and what must never happen."""

import hashlib
import unicodedata
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.phrases import Missing, substance
from collabpoints.domain.texts import cleaned

TEXTS = Path(__file__).parent / "phrase_texts.tsv"
FIGURES = Path(__file__).parent.parent.parent / "docs" / "phrases.md"


class Labelled(NamedTuple):
    label: str
    text: str

    @property
    def is_held_out(self) -> bool:
        """Whether the rules were made without looking at it: settled by its digest, not by hand."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


def labelled() -> list[Labelled]:
    lines = TEXTS.read_text(encoding="utf-8").splitlines()
    return [Labelled(*line.split("\t")) for line in lines if not line.startswith("#")]


class Measured(NamedTuple):
    """How many bare texts there are and which are missed, how many real ones and which are taken for bare."""

    bare: int
    missed: list[str]
    real: int
    false_alarms: list[str]


def measured(texts: list[Labelled]) -> Measured:
    bare = [row.text for row in texts if row.label == "bare"]
    real = [row.text for row in texts if row.label == "real"]
    missed = [text for text in bare if not substance(text).is_bare]
    return Measured(len(bare), missed, len(real), [text for text in real if substance(text).is_bare])


def test_the_list_is_long_enough_and_holds_every_text_once() -> None:
    texts = labelled()
    assert {row.label for row in texts} == {"bare", "real"}
    assert len({row.text for row in texts}) == len(texts) >= 500
    assert min(sum(row.label == label for row in texts) for label in ("bare", "real")) >= 250


@pytest.mark.parametrize(
    ("is_held_out", "recognised", "false_alarms"), [(False, "157 / 157", "1 / 152"), (True, "174 / 187", "0 / 143")]
)
def test_what_is_recognised_and_what_is_a_false_alarm(is_held_out: bool, recognised: str, false_alarms: str) -> None:
    found = measured([row for row in labelled() if row.is_held_out == is_held_out])
    print(f"held out: {is_held_out}; missed: {found.missed}; false alarms: {found.false_alarms}")  # noqa: T201
    assert f"{found.bare - len(found.missed)} / {found.bare}" == recognised
    assert f"{len(found.false_alarms)} / {found.real}" == false_alarms


def test_the_page_tells_these_figures_and_every_text_that_goes_wrong() -> None:
    page = FIGURES.read_text(encoding="utf-8")
    for is_held_out in (False, True):
        found = measured([row for row in labelled() if row.is_held_out == is_held_out])
        recognised = f"{found.bare - len(found.missed)} / {found.bare}"
        assert f"{recognised} | {len(found.false_alarms)} / {found.real}" in page
        assert [text for text in found.missed + found.false_alarms if text not in page] == []


@pytest.mark.parametrize("trimming", ["{}~~^^", "{} ㅎㅎㅎ", "ㅠㅠ {}!!", "🙏{}🙏", "{}.", "  {}  ", "「{}」", "{} :)"])
@pytest.mark.parametrize("text", ["감사합니다", "수고하셨습니다", "항상 도와주셔서 감사합니다"])
def test_signs_emoji_and_lone_letters_around_a_phrase_say_nothing(text: str, trimming: str) -> None:
    assert substance(trimming.format(text)).left == 0


@pytest.mark.parametrize("text", ["감사합니당", "감사함니다", "고맙읍니다", "수고하셧습니다", "수고했슴다", "감.사.합.니.다", "감 사 합 니 다", "도와 주셔서 감사 드립니다", "도와주셔서감사드립니다"])  # fmt: skip
def test_ways_of_typing_are_one_phrase(text: str) -> None:
    assert substance(text).left == 0


def test_decomposed_and_wide_letters_are_read_alike() -> None:
    assert substance(unicodedata.normalize("NFD", "감사합니다")).is_bare
    assert substance("ｔｈａｎｋ ｙｏｕ").is_bare


@pytest.mark.parametrize(
    "text",
    ["과장님 감사합니다", "김민수 주무관님 감사합니다", "복지정책과 박 팀장님 늘 감사합니다", "여러분 덕분입니다"],
)
def test_whom_one_addresses_says_nothing_about_the_help(text: str) -> None:
    assert substance(text).left == 0


@pytest.mark.parametrize(
    "text", ["종합감사 수감", "감사원 감사 준비 고맙습니다", "늘봄학교 간식비", "정말가 지번 확인"]
)
def test_a_phrase_that_is_part_of_another_word_stays(text: str) -> None:
    assert not substance(text).is_bare


def test_a_telephone_number_says_nothing_about_the_help() -> None:
    assert substance("감사합니다 010-1234-5678").left == 0
    assert substance("감사합니다 내선 2345").left == 6


def test_what_was_found_is_named_as_it_was_typed() -> None:
    assert substance("과장님, 도와 주셔서 감사합니당^^ 엑셀 매크로 최고예요").found == (
        "과장님, 도와 주셔서 감사합니당",
        "최고예요",
    )


def test_a_name_or_a_filler_alone_is_no_phrase() -> None:
    assert substance("오늘도 김민수 주무관님").found == ()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("감사합니다", (Missing.HELP, Missing.WORK, Missing.EFFECT)),
        ("자료 감사합니다", (Missing.HELP, Missing.EFFECT)),
        ("덕분에 잘 마쳤습니다", (Missing.HELP, Missing.WORK)),
        ("엑셀 매크로 고쳐 주셔서 감사합니다", ()),
    ],
)
def test_a_bare_text_says_what_it_is_missing(text: str, missing: tuple[Missing, ...]) -> None:
    assert substance(text).missing == missing


def test_an_agencys_own_phrases_are_taken_out_in_any_spacing() -> None:
    text = "함께 여는 새로운 충남! 감사합니다"
    assert not substance(text).is_bare
    assert substance(text, ("함께여는 새로운 충남",)).left == 0


def test_a_short_phrase_of_the_agency_is_no_part_of_a_word() -> None:
    assert substance("상생협약서 초안", ("상생",)).left == substance("상생협약서 초안").left


def test_a_phrase_of_signs_alone_changes_nothing() -> None:
    assert substance("자료 정리", ("!!", "")) == substance("자료 정리")


def test_nothing_is_bare_and_names_nothing() -> None:
    assert substance(" ㅎㅎ\n👍 ").found == ()
    assert substance("").left == 0


@given(st.text(), st.lists(st.text(max_size=8), max_size=3))
def test_no_more_is_left_than_was_typed_and_what_is_named_stands_there(text: str, own: list[str]) -> None:
    found = substance(text, tuple(own))
    assert 0 <= found.left <= len(cleaned(text))
    assert all(phrase in cleaned(text) for phrase in found.found)
    assert found.is_bare == bool(found.missing)


@given(st.sampled_from(labelled()), st.sampled_from(["감사합니다", "항상 고맙습니다!!", "수고 많으셨습니다 ^^"]))
def test_another_word_of_thanks_adds_no_substance(row: Labelled, thanks: str) -> None:
    assert substance(f"{row.text}\n{thanks}").left <= substance(row.text).left


def test_what_was_kindly_done_is_taken_out_before_each_word_of_thanks() -> None:
    assert substance("맡아 주셨어요.\n수고 많으셨습니다").found == ("주셨어요.\n수고 많으셨습니다",)


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=600, max_size=1500))
def test_a_long_text_is_judged_by_its_beginning(text: str) -> None:
    assert substance(text).left <= 1000
