"""A CSV file's rows, in the encodings that Korean offices write."""

import codecs
import csv
import io
from collections.abc import Iterator

from collabpoints.domain.errors import Code, Refusal, Refused

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UNMARKED = ("utf-8", "cp949")
_SEPARATORS = ",\t;"
_PIECE = 1024 * 1024


def csv_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Every row with its number (from 1, as a spreadsheet shows it). Raises Refused with FILE_UNREADABLE."""
    encoding = _encoding(content)
    if encoding is None:
        raise _unreadable("UTF-8, CP949")
    with io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="") as text:
        first = next((line for line in text if line.strip()), "")
        separator = max(_SEPARATORS, key=first.count)
        text.seek(0)
        try:
            yield from enumerate(csv.reader(text, delimiter=separator), start=1)
        except csv.Error as fault:
            raise _unreadable("CSV") from fault


def _encoding(content: bytes) -> str | None:
    """The encoding in which every byte makes sense; None when there is none."""
    marked = [encoding for mark, encoding in _MARKS if content.startswith(mark)]
    return next((encoding for encoding in marked or _UNMARKED if _decodes(content, encoding)), None)


def _decodes(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _PIECE):
            decoder.decode(content[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _unreadable(why: str) -> Refused:
    return Refused([Refusal.of(Code.FILE_UNREADABLE, why=why)])
