"""Pages of a PDF with Korean text in boxes: nothing that is written leaves its box, however long it is.

The same values make the same bytes: the file carries the given day and no other, and an id made of its content. Lengths
are millimetres from the upper left corner, sizes of type are points.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from fpdf import FPDF, ViewerPreferences

from collabpoints.formats.document_fonts import Typeface
from collabpoints.formats.line_breaks import even_lines_of, lines_of

# Tables of hints that a part of a font does not carry (Nanum) are no news to whoever reads the log.
logging.getLogger("fontTools.subset").setLevel(logging.ERROR)

Colour = tuple[int, int, int]
INK: Colour = (0x1E, 0x21, 0x24)
POINT = 25.4 / 72
_SMALLER = 0.97
_LOOSE = 0.08  # of the size of type between letters: seen as loose only beyond that
_WIDEST_SPACING = 0.3  # a line set wider falls apart


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Style:
    """How text stands in its box. `size` is the largest: long text is made smaller until it fits. `spacing` between
    letters and `leading` from line to line are parts of the size; `top` is where the lines stand, 0 at the top of the
    box, 1 at its foot."""

    size: float
    is_bold: bool = False
    align: Align = Align.LEFT
    spacing: float = 0.0
    leading: float = 1.35
    top: float = 0.5
    colour: Colour = INK


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    spacing: float
    """Between its letters, in points."""


class Pages:
    """A PDF in the making."""

    def __init__(
        self, size: tuple[float, float], typefaces: Sequence[Typeface], *, title: str, author: str, made_on: date
    ):
        """Pages of that width and height. The first typeface writes; the others lend the letters that it lacks."""
        self._pdf = FPDF(unit="mm", format=size)
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._pdf.set_title(title)
        self._pdf.set_author(author)
        self._pdf.set_lang("ko-KR")
        self._pdf.set_creation_date(datetime.combine(made_on, time(), UTC))
        self._pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        for place, typeface in enumerate(typefaces):
            for style, face in (("", typeface.regular), ("B", typeface.bold)):
                self._pdf.add_font(f"font{place}", style, face.path, collection_font_number=face.number)
        self._pdf.set_fallback_fonts([f"font{place}" for place in range(1, len(typefaces))], exact_match=False)
        self._advances: dict[tuple[str, bool], float] = {}

    def begin(self) -> None:
        """A new page."""
        self._pdf.add_page()

    def content(self) -> bytes:
        """The file."""
        return bytes(self._pdf.output())

    def write(self, text: str, box: Box, style: Style) -> None:
        """Write the text into the box, smaller where it must be; nothing where there is none."""
        if not text:
            return
        size, lines = self._fitted(text, box, style)
        step = size * POINT * style.leading
        y = box.y + (box.height - step * len(lines)) * style.top
        self._pdf.set_font("font0", "B" if style.is_bold else "", size)
        self._pdf.set_text_color(*style.colour)
        for place, line in enumerate(lines):
            width = self._width(line.text, size, style.is_bold, line.spacing)
            self._pdf.set_char_spacing(line.spacing)
            self._pdf.set_xy(box.x + (box.width - width) * _SHARE[style.align], y + place * step)
            self._pdf.cell(width, step, line.text)
        self._pdf.set_char_spacing(0)

    def taken(self, text: str, box: Box, style: Style) -> float:
        """The width that `write` takes of the box."""
        if not text:
            return 0.0
        size, lines = self._fitted(text, box, style)
        return max(self._width(line.text, size, style.is_bold, line.spacing) for line in lines)

    def width(self, text: str, style: Style) -> float:
        """The width of the text in one line, at its largest."""
        return self._width(text, style.size, style.is_bold, style.size * style.spacing)

    def shortened(self, text: str, box: Box, style: Style) -> str:
        """The text, or as many whole words from its beginning as the box holds at the style's size, and `…`."""
        words = text.split(" ")
        lines = int(box.height / (style.size * POINT * style.leading) + 0.01)
        for end in range(len(words), 0, -1):
            shown = " ".join(words[:end]) if end == len(words) else " ".join(words[:end]).rstrip(",. ") + "…"
            if len(self._lines(shown, box.width, style.size, style)) <= lines:
                return shown
        return text

    def frame(self, box: Box, colour: Colour, width: float) -> None:
        """A rectangle's outline."""
        self._pdf.set_draw_color(*colour)
        self._pdf.set_line_width(width)
        self._pdf.rect(box.x, box.y, box.width, box.height)

    def area(self, box: Box, colour: Colour, *, round_by: float = 0.0) -> None:
        """A filled rectangle, its corners rounded."""
        self._pdf.set_fill_color(*colour)
        self._pdf.rect(
            box.x, box.y, box.width, box.height, style="F", round_corners=round_by > 0, corner_radius=round_by
        )

    def _fitted(self, text: str, box: Box, style: Style) -> tuple[float, list[_Line]]:
        """The largest size at which the lines fit, and the lines; a little smaller where lines set to both edges would
        be loose otherwise."""
        size = style.size
        while True:
            lines = self._lines(text, box.width, size, style)
            if len(lines) * size * POINT * style.leading <= box.height + 0.01:
                break
            size *= _SMALLER
        if style.align is not Align.BOTH:
            return size, lines
        tries = [
            (tried, self._lines(text, box.width, tried, style)) for tried in (size * _SMALLER**k for k in range(6))
        ]
        return min(tries, key=lambda each: max(_LOOSE, *(line.spacing / each[0] for line in each[1])))

    def _lines(self, text: str, width: float, size: float, style: Style) -> list[_Line]:
        spacing = size * style.spacing

        def measure(piece: str) -> float:
            return self._width(piece, size, style.is_bold, spacing)

        if style.align is not Align.BOTH:
            return [_Line(line, spacing) for line in lines_of(text, width, measure)]
        return [
            _Line(line, spacing if line is lines[-1] else self._spread(line, width, size, style))
            for lines in even_lines_of(text, width, measure)
            for line in lines
        ]

    def _spread(self, line: str, width: float, size: float, style: Style) -> float:
        """The spacing, in points, that sets the line to both edges; the widest where it would fall apart."""
        if len(line) < 2:
            return size * style.spacing
        spread = (width - self._width(line, size, style.is_bold, 0)) / POINT / (len(line) - 1)
        return min(spread, size * _WIDEST_SPACING)

    def _width(self, text: str, size: float, is_bold: bool, spacing: float) -> float:
        letters = sum(self._advance(letter, is_bold) for letter in text)
        return letters * size + max(0, len(text) - 1) * spacing * POINT

    def _advance(self, letter: str, is_bold: bool) -> float:
        """How far the letter moves on, in millimetres a point of size."""
        key = (letter, is_bold)
        if key not in self._advances:
            self._pdf.set_char_spacing(0)
            self._pdf.set_font("font0", "B" if is_bold else "", 1000)
            self._advances[key] = self._pdf.get_string_width(letter) / 1000
        return self._advances[key]


_SHARE = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0, Align.BOTH: 0.0}
