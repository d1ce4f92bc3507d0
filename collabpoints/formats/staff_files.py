"""HR's file: what kind it is, and its rows as text with their line numbers.

CSV (UTF-8 with or without BOM, CP949, UTF-16 with BOM) and XLSX. Rows come one at a time; what cannot be read raises
Refused with FILE_EMPTY, FILE_TOO_LARGE or FILE_UNREADABLE, whatever the bytes are.
"""

from collections.abc import Iterator

from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.staff import Row
from collabpoints.formats.csv_tables import csv_rows
from collabpoints.formats.xlsx_tables import xlsx_rows

LARGEST_FILE = 20 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # .xls, and any Office file with a password
_MEGABYTE = 1024 * 1024


def staff_rows(content: bytes) -> Iterator[Row]:
    """The rows of a file, by what its bytes are and not by its name. Raises Refused, at once or on the way."""
    if len(content) > LARGEST_FILE:
        raise Refused([Refusal.of(Code.FILE_TOO_LARGE, megabytes=LARGEST_FILE // _MEGABYTE)])
    if not content.strip():
        raise Refused([Refusal.of(Code.FILE_EMPTY)])
    if content.startswith(_ZIP):
        return xlsx_rows(content)
    if content.startswith(_OLD_EXCEL):
        raise Refused([Refusal.of(Code.FILE_UNREADABLE, why=".xls")])
    return csv_rows(content)
