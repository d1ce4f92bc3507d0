"""상장 and 표창장 as their reader sees them: the file is opened again by the engine of a browser."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations, pairwise
from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collabpoints.domain.errors import Code, Refused
from collabpoints.formats.certificates import Certificate, certificates_pdf
from collabpoints.formats.document_fonts import DocumentFonts
from tests.formats import pdfs

FONTS = DocumentFonts()
CERTIFICATE = Certificate(
    number="2026-3",
    title="상장",
    tier="최우수",
    department="기획조정실 정책기획과",
    position="주무관",
    name="김하늘",
    wording="위 사람은 동료의 일을 내 일처럼 도와 함께 일하는 문화를 만드는 데 크게 이바지하였으므로 이에 드립니다.",
    awarded_on=date(2026, 11, 22),
    agency="가람도",
    giver_title="가람도지사",
    giver_name="홍길동",
)
LONG = replace(
    CERTIFICATE,
    number="9" * 40,
    title="협업포인트 우수 직원 표창장",
    tier="갛" * 80,
    department="낳" * 100 + " " + "닿" * 100,
    position="랗" * 40,
    name="맣" * 60,
    wording=(CERTIFICATE.wording + " ") * 20,
    agency="밯" * 100,
    giver_title="샇" * 60,
    giver_name="앟" * 60,
)
SEAL = 30
FRAME = (15, 15, 195, 282)


def _is_inside(letter: pdfs.Letter) -> bool:
    left, top, right, bottom = FRAME
    return letter.left > left and letter.top > top and letter.right < right and letter.bottom < bottom


def _clash(one: list[pdfs.Letter], other: list[pdfs.Letter]) -> bool:
    """Whether the rectangles around the letters share a place."""
    return (
        min(x.left for x in one) < max(x.right for x in other)
        and min(x.left for x in other) < max(x.right for x in one)
        and min(x.top for x in one) < max(x.bottom for x in other)
        and min(x.top for x in other) < max(x.bottom for x in one)
    )


def _pdf(*certificates: Certificate, has_frame: bool = True) -> bytes:
    return certificates_pdf(certificates, FONTS, title="2026년 10월 상장", has_frame=has_frame)


def test_a_page_says_everything_in_the_order_in_which_it_is_read() -> None:
    assert pdfs.texts(_pdf(CERTIFICATE)) == [
        "제 2026-3호 상장 최우수 기획조정실 정책기획과 주무관 김하늘 위 사람은 동료의 일을 내 일처럼 도와 함께 일하는 문화를 만드는 데 "
        "크게 이바지하였으므로 이에 드립니다. 2026년 11월 22일 가람도지사 홍길동 가람도"
    ]


def test_every_winner_has_an_a4_page_in_the_order_handed_in() -> None:
    content = _pdf(*(replace(CERTIFICATE, name=name) for name in ("이서준", "박지우", "가가가")))
    assert [name in text for name, text in zip(("이서준", "박지우", "가가가"), pdfs.texts(content), strict=True)] == [
        True
    ] * 3
    assert all(size == pytest.approx((210, 297), abs=0.1) for size in pdfs.sizes(content))


def test_a_department_wins_without_a_position() -> None:
    content = _pdf(replace(CERTIFICATE, department="경제실", position="", name="일자리경제정책과"))
    assert "최우수 경제실 일자리경제정책과 위" in pdfs.texts(content)[0]


def test_what_is_empty_leaves_no_word_behind() -> None:
    empty = replace(CERTIFICATE, number="", tier="", department="", position="", giver_name="", agency="")
    assert pdfs.texts(_pdf(empty))[0].startswith("상장 김하늘 위 사람은")
    assert pdfs.texts(_pdf(empty))[0].endswith("2026년 11월 22일 가람도지사")


def test_the_font_is_embedded_and_only_the_letters_that_are_needed() -> None:
    fonts = pdfs.embedded_fonts(_pdf(CERTIFICATE))
    assert fonts
    assert all(0 < size < 100_000 for size in fonts.values())
    assert all("+" in name for name in fonts)  # the sign of a part of a font


def test_a_hundred_pages_share_their_fonts() -> None:
    assert len(_pdf(*[CERTIFICATE] * 100)) < 4 * len(_pdf(CERTIFICATE)) + 100_000


def test_the_file_says_its_title_its_language_whose_it_is_and_the_day_on_the_page() -> None:
    file = pdfs.structure(_pdf(CERTIFICATE))
    assert file.metadata is not None
    assert (file.metadata.title, file.metadata.author) == ("2026년 10월 상장", "가람도")
    assert file.metadata.creation_date == datetime(2026, 11, 22, tzinfo=UTC)
    assert str(file.root_object["/Lang"]) == "ko-KR"


def test_the_same_values_make_the_same_bytes_on_another_day_and_in_another_process() -> None:
    with time_machine.travel(datetime(2027, 5, 5, 12)):
        here = _pdf(CERTIFICATE, LONG)
    program = (
        "import sys; from tests.formats import test_certificates as t; "
        "sys.stdout.buffer.write(t._pdf(t.CERTIFICATE, t.LONG))"
    )
    there = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert there.stdout == here


def test_an_extreme_page_keeps_inside_its_frame_and_loses_no_letter() -> None:
    (letters,) = pdfs.letters(_pdf(LONG))
    assert all(_is_inside(letter) for letter in letters)
    text = "".join(letter.sign for letter in letters)
    assert [text.count(sign) for sign in "갛낳닿랗맣밯샇앟"] == [80, 100, 100, 40, 60, 100, 60, 60]


def test_long_texts_do_not_touch_each_other() -> None:
    (letters,) = pdfs.letters(_pdf(LONG))
    texts = [[letter for letter in letters if letter.sign == sign] for sign in "갛낳랗맣밯샇9드"]
    assert [(one[0].sign, other[0].sign) for one, other in combinations(texts, 2) if _clash(one, other)] == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("가람도지사", "홍길동"),
        ("군수", ""),
        ("가람특별자치도지사 권한대행 행정부지사", "남궁갛낳닿"),
        ("샇" * 60, "앟" * 60),
    ],
)
def test_around_the_last_letter_of_the_giver_there_is_room_for_the_seal(title: str, name: str) -> None:
    (letters,) = pdfs.letters(_pdf(replace(CERTIFICATE, giver_title=title, giver_name=name, agency="밯")))
    size = len(f"{title}{name}".replace(" ", ""))
    giver = letters[-1 - size : -1]
    assert "".join(letter.sign for letter in giver) == f"{title}{name}".replace(" ", "")
    x, y = (giver[-1].left + giver[-1].right) / 2, (giver[-1].top + giver[-1].bottom) / 2
    seal = pdfs.Letter("", x - SEAL / 2, y - SEAL / 2, x + SEAL / 2, y + SEAL / 2)
    assert _is_inside(seal)
    assert [letter for letter in (*letters[: -1 - size], letters[-1]) if _clash([letter], [seal])] == []


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text("가나다힣 aW.,", min_size=1, max_size=120),
    st.text("가힣 aW", min_size=1, max_size=60),
    st.text("가 a\n.", max_size=600),
)
def test_whatever_is_written_stands_inside_the_frame(department: str, name: str, wording: str) -> None:
    (letters,) = pdfs.letters(_pdf(replace(CERTIFICATE, department=department, name=name, wording=wording)))
    assert all(_is_inside(letter) for letter in letters)


def test_a_paragraph_begins_where_the_wording_has_a_line_end() -> None:
    letters = pdfs.letters(_pdf(replace(CERTIFICATE, wording="위 사람은 도왔습니다.\n\n이에 드립니다.")))[0]
    first, second = (next(letter for letter in letters if letter.sign == sign) for sign in "위이")
    assert second.top > first.bottom
    assert second.left == pytest.approx(first.left, abs=1)


def test_every_line_of_the_wording_but_the_last_ends_at_the_same_edge() -> None:
    wording = f"{CERTIFICATE.wording} {CERTIFICATE.wording}"
    (letters,) = pdfs.letters(_pdf(replace(CERTIFICATE, wording=wording)))
    begins = next(place for place, letter in enumerate(letters) if letter.sign == "위")
    body = letters[begins : begins + len(wording.replace(" ", ""))]
    ends = [one.right for one, following in pairwise(body) if following.left < one.left]
    assert len(ends) >= 3
    assert ends == pytest.approx([ends[0]] * len(ends), abs=1.5)


def test_for_paper_with_a_printed_frame_none_is_drawn() -> None:
    framed, bare = (
        pdfs.structure(_pdf(CERTIFICATE, has_frame=frame)).pages[0].get_contents() for frame in (True, False)
    )
    assert framed is not None
    assert bare is not None
    assert (framed.get_data().count(b" re "), bare.get_data().count(b" re ")) == (2, 0)


def test_hanja_in_a_name_come_from_another_font() -> None:
    content = _pdf(replace(CERTIFICATE, name="선우龍女"))
    assert "선우龍女" in pdfs.texts(content)[0].replace(" ", "")


def test_a_name_with_a_letter_that_no_font_has_is_refused_and_the_letter_is_named() -> None:
    with pytest.raises(Refused) as refused:
        _pdf(replace(CERTIFICATE, name="김\U00012000늘"))
    (refusal,) = refused.value.refusals
    assert (refusal.code, dict(refusal.values)) == (Code.LETTERS_WITHOUT_FONT, {"letters": "\U00012000"})
