"""The slide for the monthly staff meeting (월례조회): 협업포인트 우수자, the note of the month, figures; 16:9, PDF.

To be read from the back of a room: names are at least 20 points of a slide 13.3 inches wide, where they are not very long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from collabpoints.formats.document_fonts import DocumentFonts
from collabpoints.formats.line_breaks import one_line, paragraphs
from collabpoints.formats.pdf_pages import INK, Align, Box, Colour, Pages, Style

MOST_WINNERS = 10
"""On one slide; those behind them stand on the next."""

_SIZE = (338.67, 190.5)
_LEFT, _WIDTH, _TOP, _HEIGHT, _GAP = 18.0, 302.67, 46.0, 98.0, 8.0
_PAPER: Colour = (0xFB, 0xF7, 0xF0)
_WHITE: Colour = (0xFF, 0xFF, 0xFF)
_BLUE: Colour = (0x0B, 0x50, 0xD0)
_BLUE_SOFT: Colour = (0xEC, 0xF2, 0xFE)
_PERSIMMON: Colour = (0xA8, 0x40, 0x0F)
_PERSIMMON_SOFT: Colour = (0xFD, 0xEA, 0xDD)
_LINE: Colour = (0xE7, 0xDC, 0xCB)
_QUIET: Colour = (0x46, 0x4C, 0x53)
_NOTE_SIZES = (24.0, 21.0, 18.0, 16.0)


@dataclass(frozen=True, slots=True)
class SlideWinner:
    """A person or a department with a prize. `points` as shown (`1,240점`); for a department `position` is empty."""

    tier: str
    department: str
    position: str
    name: str
    points: str


@dataclass(frozen=True, slots=True)
class SlideNote:
    """The note of the month (이달의 협업메시지). Handed in only with the consent of both; `sender` and `recipient` are
    department, position and name in one line."""

    text: str
    sender: str
    recipient: str


@dataclass(frozen=True, slots=True)
class SlideFigure:
    """A number and what it counts: `1,284건` and `오간 협업메시지`."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Slide:
    """What the slide shows: winners in the order handed in, up to four figures, `title` and `span` as shown (`협업포인트 우수자`,
    `2026년 10월`). `made_on` dates the file."""

    title: str
    span: str
    agency: str
    winners: tuple[SlideWinner, ...]
    note: SlideNote | None
    figures: tuple[SlideFigure, ...]
    made_on: date


def slide_pdf(slide: Slide, fonts: DocumentFonts) -> bytes:
    """One page, and a page more for every ten winners beyond the first ten. A note too long to be read from afar ends
    with `…`; pictures in it that no font has are left out. Raises Refused with FONT_MISSING, or LETTERS_WITHOUT_FONT
    where no font has a letter of a name."""
    slide = _clean(slide, fonts)
    pages = Pages(
        _SIZE,
        fonts.sans("".join(_texts(slide))),
        title=f"{slide.title} {slide.span}".strip(),
        author=slide.agency,
        made_on=slide.made_on,
    )
    groups = [slide.winners[start : start + MOST_WINNERS] for start in range(0, len(slide.winners), MOST_WINNERS)] or [
        ()
    ]
    for place, winners in enumerate(groups):
        pages.begin()
        pages.area(Box(0, 0, *_SIZE), _PAPER)
        _heading(pages, slide, f" ({place + 1}/{len(groups)})" if len(groups) > 1 else "")
        note = slide.note if place == 0 else None
        height = _HEIGHT if slide.figures else _HEIGHT + 34
        share = 0.0 if not winners else 1.0 if not note else 0.63 if len(winners) <= 5 else 0.68
        width = _WIDTH * share - (_GAP if 0 < share < 1 else 0)
        if winners:
            _winners(pages, winners, Box(_LEFT, _TOP, width, height))
        if note:
            begins = _LEFT + width + (_GAP if winners else 0)
            _note(pages, note, Box(begins, _TOP, _LEFT + _WIDTH - begins, height))
        _figures(pages, slide.figures, Box(_LEFT, _TOP + _HEIGHT + _GAP, _WIDTH, 26))
    return pages.content()


def _heading(pages: Pages, slide: Slide, which: str) -> None:
    pages.area(Box(_LEFT, 18, 2.4, 18), _BLUE)
    style, place = Style(42, is_bold=True, leading=1.3), Box(_LEFT + 8, 16, 165, 22)
    pages.write(slide.title + which, place, style)
    begins = place.x + pages.taken(slide.title + which, place, style) + 8
    span = Style(26, is_bold=True, colour=_PERSIMMON)
    pages.write(slide.span, Box(begins, 19, _LEFT + _WIDTH - 76 - begins, 18), span)
    agency = Style(18, align=Align.RIGHT, colour=_QUIET)
    pages.write(slide.agency, Box(_LEFT + _WIDTH - 70, 19, 70, 18), agency)


def _winners(pages: Pages, winners: Sequence[SlideWinner], box: Box) -> None:
    """Few beneath each other in two lines each; many in one line each, or in two columns where the slide is theirs."""
    pages.area(box, _WHITE, round_by=4)
    columns = 2 if len(winners) > 5 and box.width > 250 else 1
    rows = max(3, -(-len(winners) // columns))
    width, height = (box.width - 16 - 10 * (columns - 1)) / columns, (box.height - 8) / rows
    is_flat = rows > 5
    tiers = Style(15 if is_flat else 18, is_bold=True, align=Align.CENTRE, leading=1.1, colour=_PERSIMMON)
    numbers = Style(20 if is_flat else 26, is_bold=True, align=Align.RIGHT, colour=_BLUE)
    points = min(width * 0.26, max(pages.width(winner.points, numbers) for winner in winners))
    tier = min(width * 0.2, max(pages.width(winner.tier, tiers) for winner in winners) + 7)
    for place, winner in enumerate(winners):
        column, row = divmod(place, rows)
        line = Box(box.x + 8 + column * (width + 10), box.y + 4 + row * height, width, height)
        if row:
            pages.area(Box(line.x, line.y, line.width, 0.25), _LINE)
        if winner.tier:
            _pill(pages, winner.tier, Box(line.x, line.y, tier, line.height), tiers)
        pages.write(winner.points, Box(line.x + width - points, line.y, points, height), numbers)
        rest = Box(line.x + tier + 6, line.y, line.width - tier - points - 12, line.height)
        (_flat_row if is_flat else _tall_row)(pages, winner, rest)


def _tall_row(pages: Pages, winner: SlideWinner, line: Box) -> None:
    foot = min(line.height, 24)
    top = line.y + (line.height - foot) / 2
    scale = max(1.0, foot / 18)
    name = Style(27 * scale, is_bold=True, leading=1.1, top=1)
    pages.write(winner.name, Box(line.x, top, line.width, foot * 0.57), name)
    place = Style(16 * scale, leading=1.15, colour=_QUIET, top=0)
    pages.write(_place(winner), Box(line.x, top + foot * 0.58, line.width, foot * 0.42), place)


def _flat_row(pages: Pages, winner: SlideWinner, line: Box) -> None:
    name = Box(line.x, line.y, line.width * 0.32, line.height)
    pages.write(winner.name, name, Style(21, is_bold=True, leading=1.15))
    place = Box(name.x + name.width + 2, line.y, line.width - name.width - 2, line.height)
    pages.write(_place(winner), place, Style(14, leading=1.15, colour=_QUIET))


def _pill(pages: Pages, tier: str, box: Box, style: Style) -> None:
    height = min(box.height - 2, style.size * 0.56)
    pill = Box(box.x, box.y + (box.height - height) / 2, box.width, height)
    pages.area(pill, _PERSIMMON_SOFT, round_by=height * 0.49)
    pages.write(tier, Box(pill.x + 3, pill.y, pill.width - 6, pill.height), style)


def _note(pages: Pages, note: SlideNote, box: Box) -> None:
    pages.area(box, _BLUE_SOFT, round_by=4)
    inner = Box(box.x + 9, box.y + 7, box.width - 18, box.height - 14)
    pages.write("이달의 협업메시지", Box(inner.x, inner.y, inner.width, 9), Style(18, is_bold=True, colour=_BLUE))
    people = Box(inner.x, inner.y + inner.height - 17, inner.width, 17)
    pages.write(f"보낸 분  {note.sender}\n받은 분  {note.recipient}", people, Style(15, colour=_QUIET, top=1))
    room = Box(inner.x, inner.y + 12, inner.width, inner.height - 33)
    styles = [Style(size, leading=1.5, colour=INK, top=0.35) for size in _NOTE_SIZES]
    style = next((style for style in styles if pages.shortened(note.text, room, style) == note.text), styles[-1])
    pages.write(pages.shortened(note.text, room, style), room, style)


def _figures(pages: Pages, figures: Sequence[SlideFigure], box: Box) -> None:
    for place, figure in enumerate(figures):
        width = (box.width - _GAP * (len(figures) - 1)) / len(figures)
        tile = Box(box.x + place * (width + _GAP), box.y, width, box.height)
        pages.area(tile, _WHITE, round_by=4)
        style = Style(32, is_bold=True, colour=_BLUE, leading=1.2)
        number = Box(tile.x + 8, tile.y, tile.width * 0.5, tile.height)
        pages.write(figure.number, number, style)
        begins = number.x + pages.taken(figure.number, number, style) + 5
        label = Box(begins, tile.y, tile.x + tile.width - begins - 6, tile.height)
        pages.write(figure.label, label, Style(17, colour=_QUIET, leading=1.25))


def _place(winner: SlideWinner) -> str:
    return " ".join(filter(None, (winner.department, winner.position)))


def _clean(slide: Slide, fonts: DocumentFonts) -> Slide:
    winners = tuple(
        SlideWinner(*map(one_line, (each.tier, each.department, each.position, each.name, each.points)))
        for each in slide.winners
    )
    note = slide.note and SlideNote(
        paragraphs(fonts.writable(slide.note.text)), one_line(slide.note.sender), one_line(slide.note.recipient)
    )
    figures = tuple(SlideFigure(one_line(each.number), one_line(each.label)) for each in slide.figures)
    texts = one_line(slide.title), one_line(slide.span), one_line(slide.agency)
    return Slide(*texts, winners, note, figures, slide.made_on)


def _texts(slide: Slide) -> list[str]:
    """Everything that is written."""
    texts = ["이달의 협업메시지 보낸 분 받은 분 0123456789 ( / ) … ", slide.title, slide.span, slide.agency]
    texts += [text for each in slide.winners for text in (each.tier, _place(each), each.name, each.points)]
    texts += [text for each in slide.figures for text in (each.number, each.label)]
    return texts + ([slide.note.text, slide.note.sender, slide.note.recipient] if slide.note else [])
