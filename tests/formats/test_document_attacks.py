"""The files of prizes with everything in them that an attacker may type: made, or refused because no font has a letter, and
never anything that a spreadsheet would reckon with."""

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import load_workbook

from collabpoints.domain.errors import Code, Refused
from collabpoints.domain.texts import cleaned, judge_text
from collabpoints.formats.certificates import Certificate, certificates_pdf
from collabpoints.formats.document_fonts import DocumentFonts
from collabpoints.formats.mail_merge import MergeRow, merge_csv, merge_xlsx
from collabpoints.formats.slides import Slide, SlideFigure, SlideNote, SlideWinner, slide_pdf
from tests.attacks.corpus import TEXTS

DAY = date(2026, 12, 1)
KEPT = [text for text in dict.fromkeys(map(cleaned, TEXTS)) if not judge_text(text, minimum=1, maximum=500)]
"""What may stand in a wording, a reason or a note; cut where a field is shorter."""


@pytest.fixture(scope="module")
def fonts() -> DocumentFonts:
    return DocumentFonts(own=())


def certificate(text: str) -> Certificate:
    return Certificate("2026-1", "상장", text[:40], text[:100], text[:40], text[:60], text, DAY, "하늘도", text[:60], text[:60])  # fmt: skip


def codes_of(make: Callable[[], bytes]) -> list[Code]:
    """Why no file was made; nothing where one was."""
    try:
        assert make().startswith(b"%PDF")
    except Refused as refused:
        return [one.code for one in refused.refusals]
    return []


def test_certificates_are_made_of_whatever_has_letters(fonts: DocumentFonts) -> None:
    groups = [[certificate(text) for text in KEPT[start : start + 30]] for start in range(0, len(KEPT), 30)]
    found = [codes_of(lambda group=group: certificates_pdf(group, fonts, title=group[0].name)) for group in groups]  # type: ignore[misc]
    assert all(codes in ([], [Code.LETTERS_WITHOUT_FONT]) for codes in found)
    assert found.count([]) > len(groups) / 2


def test_slides_are_made_of_whatever_has_letters(fonts: DocumentFonts) -> None:
    groups = [KEPT[start : start + 30] for start in range(0, len(KEPT), 30)]
    found = [codes_of(lambda group=group: slide_pdf(slide(group), fonts)) for group in groups]  # type: ignore[misc]
    assert all(codes in ([], [Code.LETTERS_WITHOUT_FONT]) for codes in found)
    assert found.count([]) > len(groups) / 2


def slide(texts: list[str]) -> Slide:
    winners = tuple(SlideWinner(text[:40], text[:100], text[:40], text[:60], "10포인트") for text in texts)
    note = SlideNote(" ".join(texts)[:500], texts[-1][:90], texts[0][:90])
    return Slide(texts[0][:40], "2026년 11월", "하늘도", winners, note, (SlideFigure("1건", texts[0][:20]),), DAY)


def rows() -> list[MergeRow]:
    return [MergeRow("2026-1", text, text, text, text, "10포인트", DAY, text, text, text) for text in KEPT]


def test_no_cell_of_a_csv_begins_a_formula() -> None:
    cells = [cell for row in csv.reader(io.StringIO(merge_csv(rows()).decode("utf-8-sig"), newline="")) for cell in row]
    assert len(cells) == 10 * (len(KEPT) + 1)
    assert [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@＝＋－＠\t\r")] == []


def test_every_cell_of_a_workbook_is_a_text_as_it_was_typed() -> None:
    sheet = load_workbook(io.BytesIO(merge_xlsx(rows(), made_on=DAY))).active
    assert sheet is not None
    cells = [row[1:6] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for row in cells for cell in row} == {"s"}
    assert [str(row[0].value) for row in cells] == KEPT
