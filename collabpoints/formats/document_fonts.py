"""The Korean fonts that PDFs embed: the operator's own, those that `tools/assets.py` brought, or those of the machine.

A font with serifs (명조) for what is hung on a wall, one without (고딕) for the slide. Each comes with others that are asked for
letters it lacks (hanja in a name).
"""

import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from collabpoints.domain.errors import Code, Refusal, Refused

BUILT = Path(__file__).resolve().parents[1] / "static" / "built" / "documents"
PLACES = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts"),
    Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
)
"""Where Debian, macOS and Windows keep fonts."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font: a file, and its place in it where the file holds several."""

    path: Path
    number: int = 0


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font in two weights (the same twice where there is only one)."""

    regular: Face
    bold: Face


# Names of files, regular and bold, and the Korean one's place in a collection. The first two are ours.
BUILT_FONTS = {
    "serif": ("GowunBatang-Regular.ttf", "GowunBatang-Bold.ttf", 0),
    "sans": ("PretendardGOV-Regular.ttf", "PretendardGOV-Bold.ttf", 0),
}
_OF_MACHINES = {
    "serif": (
        ("NanumMyeongjo.ttf", "NanumMyeongjoBold.ttf", 0),
        ("NotoSerifKR-Regular.otf", "NotoSerifKR-Bold.otf", 0),
        ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", 1),
        ("batang.ttc", "batang.ttc", 0),
    ),
    "sans": (
        ("NanumGothic.ttf", "NanumGothicBold.ttf", 0),
        ("NotoSansKR-Regular.otf", "NotoSansKR-Bold.otf", 0),
        ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", 1),
        ("malgun.ttf", "malgunbd.ttf", 0),
        ("AppleGothic.ttf", "AppleGothic.ttf", 0),
        ("UnDotum.ttf", "UnDotumBold.ttf", 0),
    ),
}


@dataclass(frozen=True, slots=True)
class DocumentFonts:
    """Where to look: the operator's own files (regular, bold; none, one or two), ours, the machine's."""

    own: tuple[Path, ...] = ()
    built: Path = BUILT
    places: Sequence[Path] = PLACES

    def serif(self, text: str) -> tuple[Typeface, ...]:
        """What writes this text in serifs: the font, and behind it those that have the letters it lacks. Raises Refused
        with FONT_MISSING or LETTERS_WITHOUT_FONT."""
        return self._for(text, "serif", "sans")

    def sans(self, text: str) -> tuple[Typeface, ...]:
        """What writes this text without serifs; as `serif`."""
        return self._for(text, "sans", "serif")

    def writable(self, text: str) -> str:
        """The text without the letters that no font has (emoji, most often)."""
        missing = _letters(text)
        for typeface in self._known("sans", "serif"):
            missing -= letters_of(typeface.regular) & letters_of(typeface.bold)
            if all(unicodedata.category(chr(letter)) == "So" for letter in missing):
                break  # large fonts are not opened for emoji: they have none
        return "".join(letter for letter in text if ord(letter) not in missing)

    def _for(self, text: str, first: str, second: str) -> tuple[Typeface, ...]:
        missing = _letters(text)
        chosen: list[Typeface] = []
        for typeface in self._known(first, second):
            has = letters_of(typeface.regular) & letters_of(typeface.bold)
            if not chosen or missing & has:
                chosen.append(typeface)
                missing -= has
            if not missing:
                return tuple(chosen)
        if not chosen:
            raise Refused([Refusal.of(Code.FONT_MISSING)])
        letters = " ".join(chr(letter) for letter in sorted(missing)[:10])
        raise Refused([Refusal.of(Code.LETTERS_WITHOUT_FONT, letters=letters)])

    def _known(self, first: str, second: str) -> Iterator[Typeface]:
        """Every Korean font there is, the best first."""
        if self.own:
            yield Typeface(Face(self.own[0]), Face(self.own[-1]))
        for style in (first, second):
            yield from _found((BUILT_FONTS[style],), {path.name: path for path in self.built.glob("*.ttf")})
        of_machine = _files(self.places)
        for style in (first, second):
            yield from _found(_OF_MACHINES[style], of_machine)


@cache
def letters_of(face: Face) -> frozenset[int]:
    """The code points that the font can show. Raises Refused with FONT_MISSING for a file that is no font."""
    try:
        with face.path.open("rb") as file, TTFont(file, fontNumber=face.number, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError, KeyError) as fault:
        raise Refused([Refusal.of(Code.FONT_MISSING)]) from fault


def _letters(text: str) -> set[int]:
    return {ord(letter) for letter in text if not letter.isspace()}


def _found(wanted: Sequence[tuple[str, str, int]], files: dict[str, Path]) -> Iterator[Typeface]:
    for regular, bold, number in wanted:
        if regular in files:
            yield Typeface(Face(files[regular], number), Face(files.get(bold, files[regular]), number))


def _files(places: Sequence[Path]) -> dict[str, Path]:
    return {path.name: path for place in places for path in sorted(place.rglob("*.[to]t[fc]"))}
