"""상장, 표창장: one A4 page a winner, as a PDF to print and to seal.

Room for the seal: an agency stamps it so that the last letter of the giver's line lies in its middle. A square of 30 mm
around that letter is kept clear, and nothing is drawn there: a faint box would stay on the paper beside the seal.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date

from collabpoints.formats.dates import korean_day
from collabpoints.formats.document_fonts import DocumentFonts
from collabpoints.formats.line_breaks import one_line, paragraphs
from collabpoints.formats.pdf_pages import Align, Box, Colour, Pages, Style

_A4 = (210.0, 297.0)
_GOLD: Colour = (0x8A, 0x6D, 0x3B)
_QUIET: Colour = (0x58, 0x61, 0x6A)
_RED: Colour = (0xB4, 0x23, 0x18)
_LEFT, _WIDTH = 30.0, 150.0


@dataclass(frozen=True, slots=True)
class Certificate:
    """What one page says. Every text is final, as it is printed; an empty one leaves its line out.

    `number` is what stands between 제 and 호 (`2026-3`); `title` is 상장 or 표창장, its letters are spaced by the page.
    For a department `name` is its name and `position` is empty. A blank line in `wording` begins a paragraph. A `mark`
    (미확정) says at the head and at the foot that the page is not to be handed out.
    """

    number: str
    title: str
    tier: str
    department: str
    position: str
    name: str
    wording: str
    awarded_on: date
    agency: str
    giver_title: str
    giver_name: str
    mark: str = ""


def certificates_pdf(
    certificates: Sequence[Certificate], fonts: DocumentFonts, *, title: str, has_frame: bool = True
) -> bytes:
    """One page each, in the order handed in; `title` is the file's. Without a frame for paper that has one printed on it
    (상장용지). Raises Refused with FONT_MISSING, or LETTERS_WITHOUT_FONT where no font has a letter of somebody's name.
    `certificates` is not empty."""
    clean = [_clean(certificate) for certificate in certificates]
    pages = Pages(
        _A4,
        fonts.serif("".join(_texts(clean))),
        title=title,
        author=clean[0].agency,
        made_on=max(certificate.awarded_on for certificate in clean),
    )
    for certificate in clean:
        pages.begin()
        if has_frame:
            pages.frame(Box(12, 12, 186, 273), _GOLD, 0.9)
            pages.frame(Box(14.2, 14.2, 181.6, 268.6), _GOLD, 0.25)
        _head(pages, certificate)
        _winner(pages, certificate)
        _body(pages, certificate)
        _foot(pages, certificate)
    return pages.content()


def _head(pages: Pages, certificate: Certificate) -> None:
    if certificate.number:
        pages.write(f"제 {certificate.number}호", Box(_LEFT - 6, 26, _WIDTH, 8), Style(13))
    for top in (24, 252) if certificate.mark else ():
        pages.write(
            certificate.mark, Box(_LEFT, top, _WIDTH, 10), Style(18, is_bold=True, align=Align.CENTRE, colour=_RED)
        )
    spacing = 1.4 if len(certificate.title) <= 2 else 0.7
    style = Style(56, is_bold=True, align=Align.CENTRE, spacing=spacing, leading=1.2)
    pages.write(certificate.title, Box(_LEFT, 45, _WIDTH, 28), style)


def _winner(pages: Pages, certificate: Certificate) -> None:
    """The tier at the left; department, position and name at the right, the name as large as it can be."""
    name, position = certificate.name, certificate.position
    pages.write(certificate.tier, Box(_LEFT, 101, 50, 14), Style(21, is_bold=True, spacing=0.15))
    right = Box(_LEFT + 56, 88, _WIDTH - 56, 11)
    pages.write(certificate.department, right, Style(16, align=Align.RIGHT, top=1))
    spaced = Style(25, is_bold=True, align=Align.RIGHT, spacing=0.25 if len(name) <= 4 else 0.05)
    share = 0.66 if position else 1.0
    place = _right_part(Box(right.x, 101, right.width, 14), share)
    before = Box(right.x, 101.8, right.width - pages.taken(name, place, spaced) - 6, 14)
    pages.write(position, before, Style(17, align=Align.RIGHT))
    pages.write(name, place, spaced)


def _body(pages: Pages, certificate: Certificate) -> None:
    style = Style(21, align=Align.BOTH, leading=1.85, top=0.35)
    pages.write(certificate.wording, Box(_LEFT, 126, _WIDTH, 76), style)


def _foot(pages: Pages, certificate: Certificate) -> None:
    """The date; the giver, around whose last letter nothing else stands; the agency."""
    pages.write(korean_day(certificate.awarded_on), Box(_LEFT, 206, _WIDTH, 10), Style(17, align=Align.CENTRE))
    giver = " ".join(filter(None, (certificate.giver_title, certificate.giver_name)))
    style = Style(28, is_bold=True, align=Align.CENTRE, spacing=0.1)
    pages.write(giver, Box(_LEFT + 5, 230, _WIDTH - 10, 16), style)
    quiet = Style(11, align=Align.CENTRE, spacing=0.3, colour=_QUIET)
    pages.write(certificate.agency, Box(_LEFT, 264, _WIDTH, 8), quiet)


def _right_part(box: Box, share: float) -> Box:
    return Box(box.x + box.width * (1 - share), box.y, box.width * share, box.height)


def _clean(certificate: Certificate) -> Certificate:
    return Certificate(
        number=one_line(certificate.number),
        title=one_line(certificate.title),
        tier=one_line(certificate.tier),
        department=one_line(certificate.department),
        position=one_line(certificate.position),
        name=one_line(certificate.name),
        wording=paragraphs(certificate.wording),
        awarded_on=certificate.awarded_on,
        agency=one_line(certificate.agency),
        giver_title=one_line(certificate.giver_title),
        giver_name=one_line(certificate.giver_name),
        mark=one_line(certificate.mark),
    )


def _texts(certificates: Sequence[Certificate]) -> list[str]:
    """Everything that is written."""
    return ["제 호 년 월 일 0123456789", *(str(text) for each in certificates for text in astuple(each))]
