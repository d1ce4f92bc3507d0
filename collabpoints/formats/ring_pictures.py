"""Who gave whom how many notes, as a small picture: people are numbered dots on a circle, notes arrows between them.

No names, scripts or styles: the list beside it says who the numbers are. Everything in the colour of the text around it.
"""

import math
from collections.abc import Mapping, Sequence
from html import escape

_SIZE, _AROUND, _DOT = 260, 96, 17
_THIN, _THICK = 1.2, 6.0
_BEND = 0.16


def ring_picture(people: Sequence[int], flows: Mapping[tuple[int, int], int], *, name: str, title: str) -> str:
    """The picture of these people in their order, clockwise from the top, with an arrow for each flow between two of them; the
    more notes, the thicker. `name` makes the id of its title and stands once on a page."""
    places = {person: _place(at, len(people)) for at, person in enumerate(people)}
    drawn = {ends: notes for ends, notes in sorted(flows.items()) if set(ends) <= set(people) and notes > 0}
    most = max(drawn.values(), default=1)
    arrows = "".join(_arrow(places[one], places[other], notes, most) for (one, other), notes in drawn.items())
    dots = "".join(_dot(place, str(at)) for at, place in enumerate(places.values(), 1))
    return (
        f'<svg class="ring-picture" viewBox="0 0 {_SIZE} {_SIZE}" role="img" aria-labelledby="{name}-title">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<g fill="none" stroke="currentColor" stroke-linecap="round">{arrows}</g>'
        f'<g font-size="15" font-weight="700" text-anchor="middle">{dots}</g></svg>'
    )


def _place(at: int, count: int) -> tuple[float, float]:
    turn = 2 * math.pi * at / max(1, count) - math.pi / 2
    return _SIZE / 2 + _AROUND * math.cos(turn), _SIZE / 2 + _AROUND * math.sin(turn)


def _arrow(start: tuple[float, float], end: tuple[float, float], notes: int, most: int) -> str:
    """A bent line, so that the way there and the way back are two; its head is two strokes."""
    across, down = end[0] - start[0], end[1] - start[1]
    far = math.hypot(across, down) or 1.0
    middle = (start[0] + across / 2 - down * _BEND, start[1] + down / 2 + across * _BEND)
    first, last = _short(start, middle, _DOT + 2), _short(end, middle, _DOT + 6)
    width = _THIN + (_THICK - _THIN) * notes / most
    turn = math.atan2(last[1] - middle[1], last[0] - middle[0])
    size = 6 + width
    head = " ".join(
        f"M{last[0]:.1f} {last[1]:.1f}l{-size * math.cos(turn + side):.1f} {-size * math.sin(turn + side):.1f}"
        for side in (0.5, -0.5)
    )
    note = (
        middle[0] + (middle[0] - (start[0] + end[0]) / 2) * 0.2,
        middle[1] + (middle[1] - (start[1] + end[1]) / 2) * 0.2,
    )
    count = "" if far < 3 * _DOT else _count(note, notes)
    return (
        f'<path stroke-width="{width:.1f}" stroke-opacity="0.55" d="M{first[0]:.1f} {first[1]:.1f}Q{middle[0]:.1f} {middle[1]:.1f}'
        f' {last[0]:.1f} {last[1]:.1f}"/><path stroke-width="{max(1.6, width * 0.6):.1f}" stroke-opacity="0.8" d="{head}"/>{count}'
    )


def _count(at: tuple[float, float], notes: int) -> str:
    return f'<text x="{at[0]:.1f}" y="{at[1] + 4:.1f}" fill="currentColor" stroke="none" font-size="12" text-anchor="middle">{notes}</text>'


def _short(end: tuple[float, float], toward: tuple[float, float], by: float) -> tuple[float, float]:
    across, down = toward[0] - end[0], toward[1] - end[1]
    far = math.hypot(across, down) or 1.0
    return end[0] + across / far * by, end[1] + down / far * by


def _dot(at: tuple[float, float], number: str) -> str:
    return (
        f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{_DOT}" fill="none" stroke="currentColor" stroke-width="2"/>'
        f'<text x="{at[0]:.1f}" y="{at[1] + 5:.1f}" fill="currentColor">{number}</text>'
    )
