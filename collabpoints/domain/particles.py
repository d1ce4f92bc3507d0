"""Particles (조사) that fit the word before them: a pure rule of the final consonant.

A text carries the form after a final consonant in brackets: `예산안[을]` becomes 예산안을, `자료[을]` 자료를.
"""

import re
from collections.abc import Mapping

_AFTER_VOWEL = {"을": "를", "이": "가", "은": "는", "과": "와", "으로": "로", "이라": "라", "아": "야"}
_MARK = re.compile(r"(?P<before>.)(?P<closing>[)\]」』\"'”’]*)\[(?P<particle>을|이라|이|은|과|으로|아)\]")
_PLACED = re.compile(r"%\((?P<name>\w+)\)s(?P<closing>[)\]」』\"'”’]*)\[(?P<particle>을|이라|이|은|과|으로|아)\]")
# How a digit or a Latin letter is read aloud decides: 1 is 일 (ㄹ), L is 엘 (ㄹ), N is 엔 (ㄴ).
_READ = dict(zip("0123456789", "영일이삼사오육칠팔구", strict=True)) | {"l": "엘", "m": "엠", "n": "엔", "r": "알"}
_FIRST_SYLLABLE, _LAST_SYLLABLE, _FINALS, _RIEUL = 0xAC00, 0xD7A3, 28, 8


def final_consonant(character: str) -> int:
    """The index of the final consonant (종성) with which a character is read; 0 where it ends in a vowel."""
    code = ord(_READ.get(character.lower(), character))
    return (code - _FIRST_SYLLABLE) % _FINALS if _FIRST_SYLLABLE <= code <= _LAST_SYLLABLE else 0


def with_particles(text: str) -> str:
    """The text with every marked particle in the form that fits the word before it."""
    return _MARK.sub(_fitting, text)


def filled(sentence: str, values: Mapping[str, object]) -> str:
    """The sentence with its `%(name)s` replaced by the values, and each particle marked right behind one (`%(name)s[을]`)
    in the form that fits the value. What the values hold is left as it is, whatever marks stand in it."""

    def behind(found: re.Match[str]) -> str:
        last = str(values[found["name"]])[-1:] or " "
        return f"%({found['name']})s{found['closing']}{_form(last, found['particle'])}"

    return _PLACED.sub(behind, sentence) % dict(values)


def _fitting(found: re.Match[str]) -> str:
    return found["before"] + found["closing"] + _form(found["before"], found["particle"])


def _form(before: str, particle: str) -> str:
    final = final_consonant(before)
    is_after_vowel = final == 0 or (particle == "으로" and final == _RIEUL)
    return _AFTER_VOWEL[particle] if is_after_vowel else particle
