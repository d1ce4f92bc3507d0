"""What may stand in a text that a person typed (promises 5 and 22), and what is counted.

Stored is NFC. Python's `strip()` leaves U+3164, U+115F, U+1160, U+FFA0 (letters) and U+2800 (a symbol) standing: an
"empty" note could be faked with them, so they are refused by name, as are characters that turn or hide text.
"""

import re
import unicodedata

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.hangul import nfc

# Look like nothing and count as letters or symbols: refused everywhere, by the database too (ck on note_texts, people).
FILLERS = "\u3164\u115f\u1160\uffa0\u2800\u180e"
# Turn the direction of what follows: one name could be shown as another.
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
# Come along when text is pasted from web pages and office programs; dropped silently, they carry no meaning in Korean.
DROPPED = "\u200b\ufeff\u2060\u00ad"

_DROP = {ord(character): None for character in DROPPED}
_REFUSED = frozenset(FILLERS + BIDI)
_JOINERS = "\u200c\u200d"
_STYLES = "\ufe0e\ufe0f"
# Cannot be seen, and are no controls to Python: they would make two names that look the same.
_UNSEEN = frozenset({0x34F, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0xFE00, 0xFE0E), *range(0xE0000, 0xE1000)})
_MOST_MARKS_IN_A_ROW = 3
# What a browser draws as one letter it neither breaks nor clips, however long it is: marks that stand beside a letter
# (Burmese words have five), first, middle and last parts of a syllable, emoji joined to one (a kissing couple has three).
_WITHOUT_END = re.compile(
    "[\u1100-\u115f\ua960-\ua97c]{4}|[\u1160-\u11a7\ud7b0-\ud7c6]{4}|[\u11a8-\u11ff\ud7cb-\ud7fb]{4}"
    "|(?:[^\u200d][\U0001f3fb-\U0001f3ff\ufe0f\u20e3]{0,2}\u200d){5}"
)
_MOST_MARKS_OF_A_LETTER = 6
_LONGEST_PILE = 24  # five joined emoji, each with its skin: whether one more piles up is seen within so many characters
# Resident and foreigner registration numbers: six digits of a birth date, a digit 1 to 8 for century and sex, six more;
# an old-office habit writes them with a dash, a space, a dot or nothing between (주민등록법 시행규칙 제2조). Full-width and
# other digits are folded first, so that spelling does not hide one.
_RESIDENT_NUMBER = re.compile(
    r"(?<![0-9])[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[ \t]*[-–—‐.·~_/ ]?[ \t]*[1-8][0-9]{6}(?![0-9])",
    re.ASCII,
)


def cleaned(text: str) -> str:
    """The text as it is stored and counted (limits are code points of this): NFC, line ends as \\n, meaningless zero-width characters dropped, trimmed."""
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n").translate(_DROP)).strip()


def is_unfit(text: str) -> bool:
    """Whether it holds a character that hides, turns or breaks text (fillers, bidi, controls, lone surrogates, tags)."""
    return any(_is_unfit_character(text, place) for place in range(len(text)))


def without_unfit(text: str) -> str:
    """The text without the characters that hide, turn or break it, and without what piles up in it: for names that come
    along and nobody can correct."""
    plain = "".join(character for place, character in enumerate(text) if not _is_unfit_character(text, place))
    if not is_stacked(plain):
        return plain
    kept: list[str] = []
    for character in plain:
        if not is_stacked("".join(kept[-_LONGEST_PILE:]) + character):
            kept.append(character)
    return "".join(kept)


def is_stacked(text: str) -> bool:
    """Whether marks or parts of a letter go on without end, so that they would cover what is above, below or beside."""
    if text.isascii():
        return False
    row = marks = 0
    for character in text:
        category = unicodedata.category(character)
        row = row + 1 if unicodedata.combining(character) or category == "Me" else 0
        marks = marks + 1 if category[0] == "M" else 0
        if row > _MOST_MARKS_IN_A_ROW or marks > _MOST_MARKS_OF_A_LETTER:
            return True
    return _WITHOUT_END.search(text) is not None


def has_resident_number(text: str) -> bool:
    """Whether a resident or foreigner registration number seems to stand in it. Such a text is stored nowhere."""
    folded = unicodedata.normalize("NFKC", text.translate(_DROP))
    digits = "".join(str(unicodedata.digit(character)) if character.isdigit() else character for character in folded)
    return _RESIDENT_NUMBER.search(digits) is not None


def judge_text(text: str, *, minimum: int, maximum: int, field: str = "text") -> tuple[Refusal, ...]:
    """Everything that is wrong with a cleaned text; empty when it may be stored."""
    found: list[Refusal] = []
    if has_resident_number(text):
        found.append(Refusal.of(Code.RESIDENT_NUMBER, field))
    if is_unfit(text):
        found.append(Refusal.of(Code.TEXT_INVISIBLE, field))
    if is_stacked(text):
        found.append(Refusal.of(Code.TEXT_STACKED, field))
    if not any(_is_visible(character) for character in text):
        found.append(Refusal.of(Code.TEXT_EMPTY, field))
    elif len(text) < minimum:
        found.append(Refusal.of(Code.TEXT_SHORT, field, minimum=minimum, length=len(text)))
    if len(text) > maximum:
        found.append(Refusal.of(Code.TEXT_LONG, field, maximum=maximum, length=len(text)))
    return tuple(found)


def _is_visible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character)[0] in "LNPS" and character not in _REFUSED


def _is_unfit_character(text: str, place: int) -> bool:
    character = text[place]
    code = ord(character)
    if character in _REFUSED or code in _UNSEEN or code & 0xFFFE == 0xFFFE:
        return True
    before = text[place - 1] if place else " "
    if character in _JOINERS:  # joins the parts of one emoji; anywhere else it only hides
        return unicodedata.category(before) not in ("So", "Sk", "Mn")
    if character in _STYLES:  # says how a sign is drawn; a letter has one way only
        return unicodedata.category(before)[0] not in "SNP"
    category = unicodedata.category(character)
    if category == "Cf":
        return character not in DROPPED
    return category == "Cs" or (category in ("Cc", "Zl", "Zp") and character not in "\n\t")
