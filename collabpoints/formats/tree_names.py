"""Where the names of limbs stand in a picture, so that none touches another: three sets, for three sizes of screen."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from collabpoints.domain.trees import HEIGHT, WIDTH


@dataclass(frozen=True, slots=True)
class Size:
    """A set of names: `letters` is how high they are in units of the picture, chosen so that they are at least 11 px
    where a page shows the set."""

    name: str
    letters: int


SIZES = (Size("small", 41), Size("middle", 27), Size("large", 19))
"""For pictures at least 270, 410 and 600 px wide."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A name that wants to stand near a point; the first ones in a list have the first choice."""

    place: int
    name: str
    x: int
    y: int
    width: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", width_of(self.name))


@dataclass(frozen=True, slots=True)
class Name:
    """A name that stands: its middle and the line on which its letters stand."""

    place: int
    text: str
    x: int
    y: int


_MARGIN = 8
_TRIES = ((0.0, 0.0), (0.0, -1.3), (0.0, 1.3), (-0.5, 0.0), (0.5, 0.0), (0.0, -2.6), (0.0, 2.6), (-0.5, -1.3), (0.5, -1.3), (-0.5, 1.3),
          (0.5, 1.3), (0.0, -3.9), (-1.0, 0.0), (1.0, 0.0))  # fmt: skip
"""Steps from the point: sideways in widths of the name, up and down in heights of its letters."""


def placed(wishes: Sequence[Wish], size: Size) -> list[Name]:
    """The names that find room; none touches another or the rim."""
    found: list[Name] = []
    taken: list[_Box] = []
    for wish in wishes:
        wide, high = wish.width * size.letters, size.letters * 1.3
        for across, down in _TRIES:
            x, y = wish.x + across * wide, wish.y + down * size.letters
            x = min(max(x, _MARGIN + wide / 2), WIDTH - _MARGIN - wide / 2)
            box = (x - wide / 2 - 4, y - high / 2, x + wide / 2 + 4, y + high / 2)
            if _is_free(box, taken):
                taken.append(box)
                found.append(Name(wish.place, wish.name, round(x), round(y + size.letters * 0.36)))
                break
    return found


_Box = tuple[float, float, float, float]


def _is_free(box: _Box, taken: Sequence[_Box]) -> bool:
    left, top, right, low = box
    if left < 0 or top < 0 or right > WIDTH or low > HEIGHT:
        return False
    for other_left, other_top, other_right, other_low in taken:
        if left < other_right and other_left < right and top < other_low and other_top < low:
            return False
    return True


def width_of(text: str) -> float:
    """How wide a text is at most, in heights of its letters: Hangul are square, other letters narrower."""
    return sum(1.0 if ord(letter) > 0x2E7F else 0.36 if letter in " .,·'il" else 0.64 for letter in text)
