"""Hangul: NFC, initial consonants (초성), and what a typed query may mean.

Korean keyboards compose: `홍길동` arrives as NFC or NFD, half composed (`홍ㄱ`), or as initial consonants alone (`ㅎㄱㄷ`).
"""

import unicodedata
from dataclasses import dataclass

# The 19 leading consonants in the order of the Unicode Hangul syllable block (Unicode 3.12, Hangul composition).
LEADING = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3
_FINALS = 28
_SYLLABLES_PER_LEADING = 21 * _FINALS
# The final consonants in the order of the block; the first place is "none".
_TRAILING = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
# A keyboard that has typed two consonants shows them as one cluster (ㄱ then ㅅ: ㄳ); as initials they are two.
_CLUSTERS = {"ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ",
             "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}  # fmt: skip
# Vowels and finals that a next key makes into a later one, and how many places of the block that spans: ㅗ to ㅚ, ㅜ to ㅟ,
# ㅡ to ㅢ; ㄱ to ㄳ, ㄴ to ㄶ, ㄹ to ㅀ, ㅂ to ㅄ.
_GROWING_VOWELS = {8: 4, 13: 4, 18: 2}
_GROWING_FINALS = {1: 3, 4: 3, 8: 8, 17: 2}
# Conjoining jamo (what NFD leaves of a lone consonant) to the letters that a keyboard types.
_CONJOINING = {chr(0x1100 + index): letter for index, letter in enumerate(LEADING)} | {
    chr(0x11A7 + index): letter for index, letter in enumerate(_TRAILING) if index
}
# Full-width ASCII and half-width jamo, as some office programs leave them, lie between these.
_FIRST_WIDE, _LAST_WIDE = 0xFF01, 0xFFDC


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


def folded(text: str) -> str:
    """The text as search compares it: NFC, spaces removed, clusters and conjoining jamo opened to keyboard letters,
    full-width characters narrowed, small letters. Names and queries are folded alike."""
    letters = (_CONJOINING.get(raw, raw) for raw in map(_narrowed, nfc(text)) if not raw.isspace())
    # Composed once more: marks that a space kept apart stand in another order beside each other.
    return nfc("".join(_CLUSTERS.get(letter, letter) for letter in letters).lower())


@dataclass(frozen=True, slots=True)
class Typed:
    """A query as composed so far: `text` folded, `initials` of it."""

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
        name = folded(name)
        width = len(self.text)
        ranges = self.ranges()
        return any(
            all(low <= stored < high for (low, high), stored in zip(ranges, name[start:], strict=False))
            for start in range(len(name) - width + 1)
        )

    def ranges(self) -> tuple[tuple[str, str], ...]:
        """For each letter the half-open range of stored letters that it fits."""
        last = len(self.text) - 1
        return tuple(_fitting(letter, is_last=place == last) for place, letter in enumerate(self.text))


def typed(query: str) -> Typed:
    """Read what was typed, folded."""
    letters = folded(query)
    return Typed(letters, "".join(map(initial, letters)))


def readings(query: Typed) -> tuple[Typed, ...]:
    """What the keyboard may have meant, the plain reading first.

    A keyboard pulls a consonant up into the syllable before it: who types 이ㅁㅅ sees 임ㅅ, 박ㅅㅇ becomes 밗ㅇ, 서ㄱㅅ becomes
    섟. So the last syllable, when nothing but consonants follows it, is also read with its final let go.
    """
    text = query.text
    place = max((at for at, letter in enumerate(text) if letter not in LEADING), default=-1)
    if place < 0:
        return (query,)
    before, syllable, after = text[:place], text[place], text[place + 1 :]
    return (query, *(typed(before + loose + after) for loose in _loosened(syllable)))


def composing_range(syllable: str) -> tuple[str, str]:
    """The half-open range of syllables that an unfinished last syllable can still become, itself the first of them.

    `기` may become 긱 … 깋 when a final consonant is typed, `우` also 워 … 윟, `달` also 닭 … 닳.
    """
    code = ord(syllable) - _FIRST_SYLLABLE
    if not 0 <= code <= _LAST_SYLLABLE - _FIRST_SYLLABLE:
        return syllable, _after(ord(syllable))
    vowel, final = divmod(code % _SYLLABLES_PER_LEADING, _FINALS)
    width = _GROWING_FINALS.get(final, 1) if final else _FINALS * _GROWING_VOWELS.get(vowel, 1)
    return syllable, chr(ord(syllable) + width)


def initial_range(consonant: str) -> tuple[str, str]:
    """The half-open range of syllables that begin with a leading consonant: ㄱ gives 가 … 깋."""
    first = _FIRST_SYLLABLE + LEADING.index(consonant) * _SYLLABLES_PER_LEADING
    return chr(first), chr(first + _SYLLABLES_PER_LEADING)


def prefix_end(prefix: str) -> str:
    """The end of the half-open range of texts that begin with this one (not empty), by code point."""
    return prefix[:-1] + _after(ord(prefix[-1]))


def _fitting(letter: str, *, is_last: bool) -> tuple[str, str]:
    if letter in LEADING:
        return initial_range(letter)
    return composing_range(letter) if is_last else (letter, _after(ord(letter)))


def _after(code: int) -> str:
    """The next character that text can hold: surrogates are none, and past the last one there is only itself."""
    if code + 1 == 0xD800:
        return "\ue000"
    return chr(min(code + 1, 0x10FFFF))


def _narrowed(character: str) -> str:
    if _FIRST_WIDE <= ord(character) <= _LAST_WIDE:
        return unicodedata.normalize("NFKC", character)
    return character


def _loosened(syllable: str) -> list[str]:
    """A syllable with its final consonant let go: 임 gives 이ㅁ; a cluster gives one or both: 밗 gives 박ㅅ and 바ㄱㅅ."""
    code = ord(syllable) - _FIRST_SYLLABLE
    if not 0 <= code <= _LAST_SYLLABLE - _FIRST_SYLLABLE or code % _FINALS == 0:
        return []
    final = _TRAILING[code % _FINALS]
    bare = code - code % _FINALS + _FIRST_SYLLABLE
    if final not in _CLUSTERS:
        return [chr(bare) + final]
    both = _CLUSTERS[final]
    return [chr(bare + _TRAILING.index(both[0])) + both[1], chr(bare) + both]
