"""The list of winners for mail merge (메일머지), as CSV and XLSX: one row a winner, every cell a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from collabpoints.formats.dates import korean_day
from collabpoints.formats.exports import csv_file, xlsx_file

HEADINGS = ("번호", "등급", "부서", "직위", "성명", "포인트", "수여일", "수여자 직위", "수여자 성명", "문구")


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A winner as the agency's word processor merges him. Texts are final; `points` as shown; `number` as `제 2026-3호`
    prints it, or empty where the scheme gives no certificate."""

    number: str
    tier: str
    department: str
    position: str
    name: str
    points: str
    awarded_on: date
    giver_title: str
    giver_name: str
    wording: str


def merge_csv(rows: Sequence[MergeRow]) -> bytes:
    """The rows in the order handed in, below Korean headings."""
    return csv_file(HEADINGS, map(_cells, rows))


def merge_xlsx(rows: Sequence[MergeRow], *, made_on: date) -> bytes:
    """The same as a workbook of one sheet, 수상자; `made_on` is the day that it carries."""
    return xlsx_file(HEADINGS, map(_cells, rows), sheet="수상자", made_on=made_on)


def _cells(row: MergeRow) -> tuple[str, ...]:
    return (
        row.number,
        row.tier,
        row.department,
        row.position,
        row.name,
        row.points,
        korean_day(row.awarded_on),
        row.giver_title,
        row.giver_name,
        row.wording,
    )
