"""The slide for the monthly meeting as its reader sees it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine

from collabpoints.domain.errors import Code, Refused
from collabpoints.formats.document_fonts import DocumentFonts
from collabpoints.formats.slides import Slide, SlideFigure, SlideNote, SlideWinner, slide_pdf
from tests.formats import pdfs

FONTS = DocumentFonts()
WIDTH, HEIGHT = 338.67, 190.5
NAMES = (
    "김하늘",
    "이서준",
    "남궁아름다운",
    "박지우",
    "최도윤",
    "정하윤",
    "강시우",
    "조서연",
    "윤예준",
    "임하은",
    "한지호",
    "오수아",
)
WINNERS = tuple(SlideWinner("우수", "경제실 일자리경제정책과", "주무관", name, "1,240점") for name in NAMES)
NOTE = SlideNote(
    "폭우로 민원이 몰리던 날 저녁까지 남아 현장 사진을 정리해 주셔서 피해 조사를 하루 만에 마쳤습니다.",
    "도민안전본부 자연재난대응과 주무관 나래울",
    "경제실 일자리경제정책과 팀장 이서준",
)
SLIDE = Slide(
    title="협업포인트 우수자",
    span="2026년 10월",
    agency="가람도",
    winners=WINNERS[:5],
    note=NOTE,
    figures=(
        SlideFigure("1,284건", "오간 협업메시지"),
        SlideFigure("612명", "고마움을 전한 직원"),
        SlideFigure("47개", "국을 넘어 도운 부서"),
    ),
    made_on=date(2026, 11, 2),
)
LONG = replace(
    SLIDE,
    title="협업포인트 우수자와 이달의 협업메시지를 함께 나누는 자리",
    span="2026년 하반기 (2026년 7월부터 2026년 12월까지)",
    agency="밯" * 100,
    winners=tuple(SlideWinner("갛" * 80, "낳" * 100, "랗" * 40, "맣" * 60, "12,345,678.25점") for _ in range(10)),
    note=SlideNote(NOTE.text * 10, "샇" * 200, "앟" * 200),
    figures=tuple(SlideFigure("123,456,789건", "닿" * 60) for _ in range(3)),
)


def _text(slide: Slide) -> str:
    return " ".join(pdfs.texts(slide_pdf(slide, FONTS)))


def test_winners_note_and_figures_stand_on_one_wide_page() -> None:
    content = slide_pdf(SLIDE, FONTS)
    assert pdfs.sizes(content) == [pytest.approx((WIDTH, HEIGHT), abs=0.1)]
    (text,) = pdfs.texts(content)
    wanted = ("협업포인트 우수자", "2026년 10월", "가람도", *NAMES[:5], "1,240점", "47개", "국을 넘어 도운 부서")
    assert [word for word in (*wanted, "이달의 협업메시지", NOTE.sender, NOTE.recipient) if word not in text] == []
    assert NOTE.text in text


def test_without_consent_nothing_speaks_of_a_note() -> None:
    text = _text(replace(SLIDE, note=None))
    assert "이달의 협업메시지" not in text
    assert "나래울" not in text


@pytest.mark.parametrize("count", [0, 1, 3, 5, 6, 10])
@pytest.mark.parametrize("note", [NOTE, None])
def test_up_to_ten_winners_fit_on_one_page(count: int, note: SlideNote | None) -> None:
    pages = pdfs.texts(slide_pdf(replace(SLIDE, winners=WINNERS[:count], note=note), FONTS))
    assert len(pages) == 1
    assert [name for name in NAMES[:count] if name not in pages[0]] == []


def test_names_are_large_enough_for_the_back_of_the_room() -> None:
    """The ink of a syllable is at least 6 mm of a page 190 mm high: 20 points and more."""
    (letters,) = pdfs.letters(slide_pdf(replace(SLIDE, winners=WINNERS[:10]), FONTS))
    name = [letter for letter in letters if letter.sign in "김늘"][:2]
    assert [letter.bottom - letter.top > 5.5 for letter in name] == [True, True]


def test_more_than_ten_go_on_on_the_next_page_without_the_note_again() -> None:
    first, second = pdfs.texts(slide_pdf(replace(SLIDE, winners=WINNERS), FONTS))
    assert "협업포인트 우수자 (1/2)" in first
    assert "협업포인트 우수자 (2/2)" in second
    assert [name in second for name in NAMES] == [False] * 10 + [True] * 2
    assert "나래울" in first
    assert "나래울" not in second


def test_extreme_texts_stay_on_the_page_and_lose_no_letter_of_a_name() -> None:
    (letters,) = pdfs.letters(slide_pdf(LONG, FONTS))
    assert all(
        letter.left > 17 and letter.right < WIDTH - 17 and letter.top > 14 and letter.bottom < HEIGHT - 9
        for letter in letters
    )
    text = "".join(letter.sign for letter in letters)
    assert [text.count(sign) for sign in "갛낳닿랗맣밯샇앟"] == [800, 1000, 180, 400, 600, 100, 200, 200]


def test_a_note_too_long_to_be_read_from_afar_ends_with_an_ellipsis() -> None:
    text = _text(replace(SLIDE, note=replace(NOTE, text=" ".join([NOTE.text] * 12))))
    assert NOTE.text in text
    assert "…" in text


def test_pictures_in_a_note_that_no_font_has_are_left_out() -> None:
    text = _text(
        replace(SLIDE, note=replace(NOTE, text="고맙습니다\N{FACE WITH TEARS OF JOY}\N{VARIATION SELECTOR-16} 정말로"))
    )
    assert "고맙습니다 정말로" in text


def test_a_name_that_no_font_can_write_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        slide_pdf(replace(SLIDE, winners=(replace(WINNERS[0], name="\U00012000"),)), FONTS)
    assert [no.code for no in refused.value.refusals] == [Code.LETTERS_WITHOUT_FONT]


def test_without_figures_the_page_is_the_winners() -> None:
    assert "건" not in _text(replace(SLIDE, figures=(), note=None))


def test_the_file_says_its_title_whose_it_is_and_its_day_and_is_the_same_the_day_after() -> None:
    content = slide_pdf(SLIDE, FONTS)
    meta = pdfs.structure(content).metadata
    assert meta is not None
    assert (meta.title, meta.author) == ("협업포인트 우수자 2026년 10월", "가람도")
    assert meta.creation_date == datetime(2026, 11, 2, tzinfo=UTC)
    with time_machine.travel(datetime(2026, 11, 3, 12)):
        assert slide_pdf(SLIDE, FONTS) == content


def test_its_fonts_are_embedded_in_parts() -> None:
    fonts = pdfs.embedded_fonts(slide_pdf(SLIDE, FONTS))
    assert fonts
    assert all(0 < size < 100_000 for size in fonts.values())
