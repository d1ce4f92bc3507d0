"""Stock phrases: what is left of a note when thanks, greetings and fillers are taken out, and what it does not say yet.

Pure and lenient. What comes out is a hint for the writer and a reason to look for a reviewer; nothing is refused by it.
How well it recognises is measured on tests/domain/phrase_texts.tsv (docs/phrases.md).
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from collabpoints.domain.telephones import personal_numbers
from collabpoints.domain.texts import cleaned

LEAST_SUBSTANCE = 3
"""With fewer code points of substance than this, a note says nothing of its own."""

_LONGEST = 1000  # characters that are looked at: what says nothing for so long has been shown to say nothing
_LONGEST_FORM = 24  # letters; a longer run is several phrases
_SURELY_MEANT = 4  # syllables from which an agency's own phrase is recognised within a run of letters
_LETTERS = ("Ll", "Lu", "Lo", "Lt", "Nd", "Nl", "No")


class Kind(StrEnum):
    """What a phrase is. FILLER is taken out and never named; HELP and EFFECT speak of help and effect, vaguely."""

    THANKS = "thanks"
    HELP = "help"
    EFFECT = "effect"
    PRAISE = "praise"
    WISH = "wish"
    GREETING = "greeting"
    FILLER = "filler"
    OWN = "own"


class Missing(StrEnum):
    """What a bare note does not say yet."""

    HELP = "help"
    WORK = "work"
    EFFECT = "effect"


@dataclass(frozen=True, slots=True)
class Substance:
    """What a text is made of: `left` code points that say something, the phrases `found` as they were typed, whether it
    is bare (a stock phrase or mere thanks), and what it then is `missing`."""

    left: int
    found: tuple[str, ...]
    is_bare: bool
    missing: tuple[Missing, ...] = ()


class _Form(NamedTuple):
    kind: Kind
    is_inside: bool
    pattern: re.Pattern[str]


class _Piece(NamedTuple):
    """A phrase at a place of the letters. `is_inside`: it needs no edge of a word on either side."""

    start: int
    end: int
    kind: Kind
    is_inside: bool


class _Letters(NamedTuple):
    """The letters and digits of a text without what stands between. `places` are theirs in the text; `edges` are the
    places between letters (0 to their number) where the text begins, ends or has something else."""

    text: str
    places: tuple[int, ...]
    edges: frozenset[int]


class _State(Enum):
    """How one arrives at a place between letters."""

    FREE = "at an edge or behind a phrase: any phrase may begin"
    WITHIN = "within a word that is left: only a phrase that stands inside may begin"
    OWING = "behind a phrase that ended within a word: another has to take up, or it was none"


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to a place: the letters left on it, the last phrase, and the way to where that began."""

    left: int
    piece: _Piece | None = None
    before: "_Way | None" = None

    def pieces(self) -> tuple[_Piece, ...]:
        found: list[_Piece] = []
        way: _Way | None = self
        while way is not None:
            if way.piece is not None:
                found.append(way.piece)
            way = way.before
        return tuple(reversed(found))


def substance(text: str, phrases: tuple[str, ...] = ()) -> Substance:
    """What is left of a text when stock phrases, the agency's own `phrases` and telephone numbers are taken out."""
    kept = cleaned(text)[:_LONGEST]
    told = kept
    for number in personal_numbers(kept):
        told = told.replace(number, " " * len(number))
    letters = _letters(told)
    left, pieces = _least_left(letters, _forms(phrases))
    is_bare = left < LEAST_SUBSTANCE
    return Substance(left, _named(kept, letters, pieces), is_bare, _missing(left, pieces) if is_bare else ())


def _missing(left: int, pieces: tuple[_Piece, ...]) -> tuple[Missing, ...]:
    found = [Missing.HELP]
    if left < LEAST_SUBSTANCE - 1:
        found.append(Missing.WORK)
    if not any(piece.kind is Kind.EFFECT for piece in pieces):
        found.append(Missing.EFFECT)
    return tuple(found)


def _named(text: str, letters: _Letters, pieces: tuple[_Piece, ...]) -> tuple[str, ...]:
    """Runs of phrases as they were typed, each once; a run of fillers alone is not named."""
    runs: list[list[_Piece]] = []
    for piece in pieces:
        if runs and runs[-1][-1].end == piece.start:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    spoken = [run for run in runs if any(piece.kind is not Kind.FILLER for piece in run)]
    return tuple(
        dict.fromkeys(text[letters.places[run[0].start] : letters.places[run[-1].end - 1] + 1] for run in spoken)
    )


def _letters(text: str) -> _Letters:
    """Letters and digits, small and narrow, typing variants set right; lone consonants and vowels (ㅎㅎ, ㄱㅅ) say nothing."""
    found: list[str] = []
    places: list[int] = []
    edges = {0}
    for place, character in enumerate(text):
        narrow = unicodedata.normalize("NFKC", character) if "\uff01" <= character <= "\uff5a" else character
        if unicodedata.category(narrow) not in _LETTERS or "\u3131" <= narrow <= "\u318e":
            edges.add(len(found))
            continue
        found.append(narrow.lower()[0])
        places.append(place)
    edges.add(len(found))
    joined = "".join(found)
    for typed, meant in _book()[0]:
        joined = joined.replace(typed, meant)
    return _Letters(joined, tuple(places), frozenset(edges))


def _least_left(letters: _Letters, forms: tuple[_Form, ...]) -> tuple[int, tuple[_Piece, ...]]:
    """The fewest letters that no phrase covers, and the phrases that leave them. Walked once, from the left."""
    size = len(letters.text)
    best: list[dict[_State, _Way]] = [{} for _ in range(size + 1)]
    best[0][_State.FREE] = _Way(0)
    for place in range(size):
        pieces = tuple(_pieces(letters, forms, place))
        for state, way in best[place].items():
            for end, arrived, next_way in _steps(letters, pieces, place, state, way):
                known = best[end].get(arrived)
                if known is None or next_way.left < known.left:
                    best[end][arrived] = next_way
    way = min(
        (best[size][state] for state in (_State.FREE, _State.WITHIN) if state in best[size]),
        key=lambda arrived: arrived.left,
    )
    return way.left, way.pieces()


def _steps(
    letters: _Letters, pieces: tuple[_Piece, ...], place: int, state: _State, way: _Way
) -> Iterator[tuple[int, _State, _Way]]:
    """Where one gets from a place: a letter further, which is left, or behind a phrase."""
    if state is not _State.OWING:
        edge = place + 1 in letters.edges
        yield place + 1, _State.FREE if edge else _State.WITHIN, _Way(way.left + 1, way.piece, way.before)
    for piece in pieces:
        if piece.is_inside or state is not _State.WITHIN:
            is_whole = piece.is_inside or piece.end in letters.edges
            yield piece.end, _State.FREE if is_whole else _State.OWING, _Way(way.left, piece, way)


def _pieces(letters: _Letters, forms: tuple[_Form, ...], place: int) -> Iterator[_Piece]:
    """The phrases that begin at a place: each form as far as it reaches, and as far as it ends with a word."""
    edges = [edge for edge in range(min(place + _LONGEST_FORM, len(letters.text)), place, -1) if edge in letters.edges]
    for form in forms:
        match = form.pattern.match(letters.text, place)
        if match is None or match.end() == place:
            continue
        wholes = (form.pattern.fullmatch(letters.text, place, edge) for edge in edges if edge != match.end())
        for found in (match, next(filter(None, wholes), None)):
            if found is not None and not _reaches_over_a_space(found, letters):
                yield _Piece(place, found.end(), form.kind, form.is_inside)


def _reaches_over_a_space(match: re.Match[str], letters: _Letters) -> bool:
    start, end = match.span("word") if "word" in match.re.groupindex else (0, 0)
    return any(edge in letters.edges for edge in range(start + 1, end))


@lru_cache(maxsize=64)
def _forms(phrases: tuple[str, ...]) -> tuple[_Form, ...]:
    own = dict.fromkeys(_letters(cleaned(phrase)).text for phrase in phrases)
    return _book()[1] + tuple(
        _Form(Kind.OWN, len(phrase) >= _SURELY_MEANT, re.compile(re.escape(phrase))) for phrase in own if phrase
    )


@cache
def _book() -> tuple[tuple[tuple[str, str], ...], tuple[_Form, ...]]:
    """The typing variants and the forms of phrases.toml."""
    told = tomllib.loads((resources.files("collabpoints.domain") / "phrases.toml").read_text(encoding="utf-8"))
    parts = {name: _any_of(words) for name, words in told["parts"].items()}
    forms = tuple(
        _Form(Kind(group["kind"]), group.get("inside", False), re.compile(form.format(**parts)))
        for group in told["phrases"]
        for form in group["forms"]
    )
    return tuple(told["typing"].items()), forms


def _any_of(words: list[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"
