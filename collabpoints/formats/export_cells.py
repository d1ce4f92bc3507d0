"""The cells of an export as texts: how a value is written, how long one may be, which characters a file can hold."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from collabpoints.domain.exports import Kind
from collabpoints.domain.schemes import WHOLE
from collabpoints.formats.formula_guard import guarded, harmless

Row = Sequence[str]
"""Final texts, one for each column; "" for null. Numbers without separators, dates `2026-11-22`, instants
`2026-11-22 15:05:09` in the agency's zone, scores as exact decimals."""

MOST_UNITS = 32_767
"""What a cell of Excel holds, in the units of UTF-16; it breaks a CSV's longer cells over the cells beside."""

CUT = "…[이하 잘림·cut]"
_NUL, _DELETE, _PICTURES, _MISSING = 0x00, 0x7F, 0x2400, "\ufffd"
_KEPT = "\t\n"
_CONTROLS = bytes([code for code in range(0x20) if chr(code) not in _KEPT] + [_DELETE])
# Pictures of controls, as terminals show them; U+FFFD for halves of letters and for what is no character of XML.
_VISIBLE = (
    {code: chr(_PICTURES + code) for code in _CONTROLS if code != _DELETE}
    | {_DELETE: "\u2421", 0xFFFE: _MISSING, 0xFFFF: _MISSING}
    | dict.fromkeys(range(0xD800, 0xE000), _MISSING)
)
_NOT_OF_XML = ("\ufffe".encode(), "\uffff".encode())


def text_of(kind: Kind, zone: ZoneInfo) -> Callable[[object], str]:
    """How a value of this kind, as a database hands it out, is written. The value may be None."""
    return {
        Kind.SCORE: _score,
        Kind.DATE: lambda value: value.isoformat() if isinstance(value, date) else _plain(value),
        Kind.INSTANT: lambda value: (
            f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else ""
        ),
    }.get(kind, _plain)


def guard(rows: Sequence[Row], texts: Sequence[int]) -> Sequence[Row]:
    """The rows, in the places that hold texts guarded against formulas and no longer than a spreadsheet's cell."""
    safe = harmless()
    columns = list(zip(*rows, strict=True)) if rows else [()] * (max(texts, default=-1) + 1)
    suspects = [place for place in texts if not {cell[:1] for cell in columns[place]} <= safe]
    lengthy = [place for place in texts if max(map(len, columns[place]), default=0) > MOST_UNITS // 2]
    if not suspects and not lengthy:
        return rows
    changed = [list(row) for row in rows]
    for row in changed:
        for place in suspects:
            row[place] = guarded(row[place])
        for place in lengthy:
            row[place] = shortened(row[place])
    return changed


def shortened(cell: str) -> str:
    """At most as long as a spreadsheet's cell; what had to be cut says so at its end."""
    if len(cell) <= MOST_UNITS // 2 or _units(cell) <= MOST_UNITS:
        return cell
    kept = cell[:MOST_UNITS].encode("utf-16-le", "surrogatepass")[: 2 * (MOST_UNITS - len(CUT))]
    return kept.decode("utf-16-le", "ignore") + CUT


def is_fit(content: bytes) -> bool:
    """Whether this UTF-8 holds only what XML may hold, and line ends as \\n."""
    return len(content.translate(None, _CONTROLS)) == len(content) and not any(one in content for one in _NOT_OF_XML)


def fit(text: str) -> str:
    """The text with line ends as \\n, and with what files cannot hold made visible: ␀ and its like for controls, � for
    halves of letters."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_VISIBLE)


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _score(value: object) -> str:
    if not isinstance(value, int):
        return "" if value is None else f"{value}"
    whole, rest = divmod(abs(value), WHOLE)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{rest:04d}".rstrip("0").rstrip(".")


def _units(cell: str) -> int:
    return len(cell) + sum(letter > "\uffff" for letter in cell)
