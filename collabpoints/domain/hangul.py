"""Hangul: NFC, initial consonants (초성), and what a typed query may mean.

Korean keyboards compose: `홍길동` arrives as NFC or NFD, half composed (`홍ㄱ`), or as initial consonants alone (`ㅎㄱㄷ`).
"""

import unicodedata
from dataclasses import dataclass

# The 19 leading consonants in the order of the Unicode Hangul syllable block (Unicode 3.12, Hangul composition).
LEADING = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3
_SYLLABLES_PER_LEADING = 21 * 28
# A keyboard that has typed two consonants shows them as one cluster (ㄱ then ㅅ: ㄳ); as initials they are two.
_CLUSTERS = {"ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ",
             "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}  # fmt: skip
# Conjoining jamo (what NFD leaves of a lone consonant) to the letters that a keyboard types.
_CONJOINING = {chr(0x1100 + index): letter for index, letter in enumerate(LEADING)}


def nfc(text: str) -> str:
    """The text composed (NFC): what is stored, compared and counted."""
    return unicodedata.normalize("NFC", text)


def initial(character: str) -> str:
    """The initial consonant of a composed syllable; any other character as it is."""
    code = ord(character)
    if _FIRST_SYLLABLE <= code <= _LAST_SYLLABLE:
        return LEADING[(code - _FIRST_SYLLABLE) // _SYLLABLES_PER_LEADING]
    return character


def initials(name: str) -> str:
    """The initial consonants of a name: 홍길동 gives ㅎㄱㄷ. Non-Hangul characters stay."""
    return "".join(initial(character) for character in nfc(name))


@dataclass(frozen=True, slots=True)
class Typed:
    """A query as composed so far: `text` in NFC with clusters opened, `initials` of it."""

    text: str
    initials: str

    @property
    def is_syllables(self) -> bool:
        """Whether no lone consonant stands in it, so that it can be looked up as it is written."""
        return not any(character in LEADING for character in self.text)

    @property
    def is_initials(self) -> bool:
        """Whether it is consonants only (ㅎㄱㄷ)."""
        return bool(self.text) and all(character in LEADING for character in self.text)

    def matches(self, name: str) -> bool:
        """Whether a name, or a part of it, fits: a consonant fits any syllable that begins with it; the last syllable
        may still be composing (`기` fits 길)."""
        name = nfc(name)
        width = len(self.text)
        return any(
            all(
                _fits(typed, stored, is_last=place == width - 1)
                for place, (typed, stored) in enumerate(zip(self.text, name[start : start + width], strict=True))
            )
            for start in range(len(name) - width + 1)
        )


def typed(query: str) -> Typed:
    """Read what was typed: NFC, surrounding and inner spaces removed, clusters and conjoining jamo opened."""
    letters = "".join(
        _CLUSTERS.get(letter, letter)
        for letter in (_CONJOINING.get(raw, raw) for raw in nfc(query) if not raw.isspace())
    )
    return Typed(letters, initials(letters))


def composing_range(syllable: str) -> tuple[str, str]:
    """The half-open range of syllables that an unfinished last syllable can still become.

    `기` may become 긱 … 깋 when a final consonant is typed; a syllable that has one stays itself.
    """
    code = ord(syllable)
    if _FIRST_SYLLABLE <= code <= _LAST_SYLLABLE and (code - _FIRST_SYLLABLE) % 28 == 0:
        return syllable, chr(code + 28)
    return syllable, chr(code + 1)


def _fits(typed_letter: str, stored: str, *, is_last: bool) -> bool:
    if typed_letter in LEADING:
        return initial(stored) == typed_letter
    if is_last:
        low, high = composing_range(typed_letter)
        return low <= stored < high
    return typed_letter == stored
