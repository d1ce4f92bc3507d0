"""Personal telephone numbers in a text: pointed out before it is sent, never refused. An office number or an extension
is fine."""

import re
import unicodedata

# Folded first, place for place: any digits, the letters O and l for 0 and 1 after the fashion of those who hide numbers.
_BETWEEN = r"[ \t.,\-–—‐−·~_/()]{0,3}"
_MOBILE = re.compile(
    r"(?<![0-9])(?<![0-9][-.])"
    rf"(?:\+?82{_BETWEEN}0?{_BETWEEN}|[0oO])[1lI](?:[0oO]{_BETWEEN}[0-9]{{4}}|[16789]{_BETWEEN}[0-9]{{3,4}}){_BETWEEN}[0-9]{{4}}(?![0-9])"
)
# A text without so many digits close together needs no closer look: most have none, and every note passes here.
_DIGITS = re.compile(r"\d(?:\D{0,4}\d){6}|[공영]일[공영]")
# 공일공 일이삼사 오육칠팔
_SPOKEN = re.compile("(?<![가-힣])[공영]일[공영](?:[ \\t.,–·-]{0,2}[공영일이삼사오육륙칠팔구0-9]){8}(?![0-9])")


def personal_numbers(text: str) -> tuple[str, ...]:
    """The mobile telephone numbers that seem to stand in a cleaned text, as they were typed, in order, each once."""
    if not _DIGITS.search(text):
        return ()
    folded = text if text.isascii() else "".join(map(_folded, text))
    found = [match.span() for match in _MOBILE.finditer(folded)]
    if not text.isascii():
        found += [match.span() for match in _SPOKEN.finditer(folded)]
    return tuple(dict.fromkeys(text[start:end].strip() for start, end in sorted(found)))


def _folded(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.digit(character))
    return unicodedata.normalize("NFKC", character) if "\uff01" <= character <= "\uff5e" else character
