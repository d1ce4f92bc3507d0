"""PDFs read back as their reader sees them: text and where each letter stands (by the engine of Chromium), structure (pypdf)."""

import io
from dataclasses import dataclass

import pypdfium2
from pypdf import PdfReader

_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter and its ink: millimetres from the page's upper left corner."""

    sign: str
    left: float
    top: float
    right: float
    bottom: float


def structure(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content), strict=True)


def sizes(content: bytes) -> list[tuple[float, float]]:
    """Width and height of each page, millimetres."""
    with pypdfium2.PdfDocument(content) as document:
        return [(page.get_width() * _POINT, page.get_height() * _POINT) for page in document]


def texts(content: bytes) -> list[str]:
    """What stands on each page, one blank between words."""
    return [" ".join("".join(letter.sign for letter in page).split()) for page in letters(content, all_signs=True)]


def letters(content: bytes, *, all_signs: bool = False) -> list[list[Letter]]:
    """The letters of each page that have ink; with `all_signs` blanks and line ends too."""
    with pypdfium2.PdfDocument(content) as document:
        found = []
        for page in document:
            text, height = page.get_textpage(), page.get_height()
            signs = [_letter(text, place, height) for place in range(text.count_chars())]
            found.append([sign for sign in signs if all_signs or not sign.sign.isspace()])
        return found


def _letter(text: pypdfium2.PdfTextPage, place: int, height: float) -> Letter:
    left, bottom, right, top = (side * _POINT for side in text.get_charbox(place))
    return Letter(text.get_text_range(place, 1), left, height * _POINT - top, right, height * _POINT - bottom)


def embedded_fonts(content: bytes) -> dict[str, int]:
    """The fonts that a file carries, and how many bytes each takes unpacked; 0 for one that is only named."""
    fonts: dict[str, int] = {}
    for page in structure(content).pages:
        for reference in page["/Resources"]["/Font"].values():  # type: ignore[index]
            font = reference.get_object()
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            file = descriptor.get("/FontFile2") or descriptor.get("/FontFile3")
            fonts[font["/BaseFont"]] = len(file.get_object().get_data()) if file else 0
    return fonts
