"""The list of winners as the word processor takes it."""

import io
from dataclasses import replace
from datetime import date

import openpyxl

from collabpoints.formats.csv_tables import csv_rows
from collabpoints.formats.mail_merge import HEADINGS, MergeRow, merge_csv, merge_xlsx

ROW = MergeRow(
    number="2026-3",
    tier="최우수",
    department="기획조정실 정책기획과",
    position="주무관",
    name="김하늘",
    points="1,240점",
    awarded_on=date(2026, 11, 22),
    giver_title="가람도지사",
    giver_name="홍길동",
    wording="위 사람은 동료를 도왔으므로\n이에 드립니다.",
)
CELLS = [
    "2026-3", "최우수", "기획조정실 정책기획과", "주무관", "김하늘", "1,240점", "2026년 11월 22일", "가람도지사", "홍길동",
    "위 사람은 동료를 도왔으므로\n이에 드립니다.",
]  # fmt: skip


def test_a_winner_is_a_row_below_korean_headings() -> None:
    assert [cells for _, cells in csv_rows(merge_csv([ROW]))] == [list(HEADINGS), CELLS]


def test_the_workbook_says_the_same() -> None:
    page = openpyxl.load_workbook(io.BytesIO(merge_xlsx([ROW], made_on=ROW.awarded_on)))["수상자"]
    assert [[cell.value for cell in row] for row in page.rows] == [list(HEADINGS), CELLS]


def test_winners_stay_in_their_order() -> None:
    rows = [replace(ROW, name=name) for name in ("하", "가", "나")]
    assert [cells[4] for _, cells in csv_rows(merge_csv(rows))] == ["성명", "하", "가", "나"]


def test_a_name_that_excel_would_reckon_stays_a_name() -> None:
    assert "'=HYPERLINK" in merge_csv([replace(ROW, name="=HYPERLINK(1)")]).decode("utf-8-sig")


def test_without_winners_the_headings_stand_alone() -> None:
    assert [cells for _, cells in csv_rows(merge_csv([]))] == [list(HEADINGS)]
