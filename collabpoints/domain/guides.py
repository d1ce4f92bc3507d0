"""Guided writing (육하원칙): who, when, where, what, how and why, made into a text that its writer goes on with.

The pieces are put together and nothing typed is left out. What comes out is a first version: it goes into the text box and can be
changed there like anything else that is typed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from collabpoints.domain.particles import final_consonant
from collabpoints.domain.texts import cleaned

_HANGUL = re.compile("[가-힣]")
_SENTENCE_ENDS = ("다", "요", "죠", "네", "군", "까")
_MARKS = ".!?…~"
_PLACE_PARTICLES = ("에서", "에", "로", "으로")
_OBJECT_PARTICLES = ("을", "를")
_GOES_ON = (
    "서",
    "게",
    "고",
    "며",
    "도록",
    "히",
    "덕분에",
    "덕에",
)  # an adverb or a clause: "도움이" may follow at once


@dataclass(frozen=True, slots=True)
class Guide:
    """What was typed beside the questions. Who helped is not typed: it is whom one chose. `when` comes filled in."""

    what: str = ""
    how: str = ""
    where: str = ""
    why: str = ""
    when: str = ""

    @property
    def is_begun(self) -> bool:
        """Whether something was typed that stands in no text yet. The day alone, filled in beforehand, is nothing typed."""
        return any(cleaned(typed) for typed in (self.what, self.how, self.where, self.why))


def composed(guide: Guide, who: Sequence[str], language: str) -> str:
    """The answers as one text: in Korean, or in English where the page is (`en`) and no Hangul was typed. `who` are the
    colleagues by name and position."""
    parts = Guide(*(cleaned(typed) for typed in (guide.what, guide.how, guide.where, guide.why, guide.when)))
    is_english = language == "en" and not _HANGUL.search(parts.what + parts.how + parts.where + parts.why)
    made = _english(parts, who) if is_english else _korean(parts, [f"{name}님" for name in who])
    return " ".join(sentence for sentence in made if sentence)


def added(text: str, composed_text: str) -> str:
    """The text of the box with what was composed behind it."""
    return f"{text.rstrip()}\n{composed_text}" if cleaned(text) else composed_text


def _korean(parts: Guide, who: Sequence[str]) -> tuple[str, str]:
    frame = [parts.when, ", ".join(who) + "이" if who else "", _place(parts.where), parts.why]
    before = " ".join(filter(None, frame))
    if not parts.what and not (parts.where or parts.why):
        return "", _effect(parts.how)
    return f"{before} {_deed(parts.what)}".strip(), _effect(parts.how)


def _deed(what: str) -> str:
    if not what:
        return "도와주셨습니다."
    if _is_sentence(what):
        return _ended(what)
    if what.endswith(_OBJECT_PARTICLES):
        return f"{what} 도와주셨습니다."
    read = next((letter for letter in reversed(what) if letter.isalnum()), "")
    return f"{what}{'을' if read and final_consonant(read) else '를'} 도와주셨습니다."


def _effect(how: str) -> str:
    if not how:
        return ""
    if _is_sentence(how):
        return _ended(how)
    return f"{how} 큰 도움이 되었습니다." if how.endswith(_GOES_ON) else f"{how}에 큰 도움이 되었습니다."


def _place(where: str) -> str:
    return where if not where or where.endswith(_PLACE_PARTICLES) else f"{where}에서"


def _english(parts: Guide, who: Sequence[str]) -> tuple[str, str]:
    deed = " ".join(
        filter(
            None,
            (
                f"On {parts.when}" if parts.when else "",
                " and ".join(who) or "you",
                "helped" if not parts.what else f"helped with {parts.what}",
                f"at {parts.where}" if parts.where else "",
                f"because {parts.why}" if parts.why else "",
            ),
        )
    )
    is_told = bool(parts.what or parts.where or parts.why)
    return (_ended(deed) if is_told else ""), (_ended(parts.how) if parts.how else "")


def _is_sentence(words: str) -> bool:
    return words.rstrip(_MARKS + " ").endswith(_SENTENCE_ENDS) or words.endswith(tuple(_MARKS))


def _ended(words: str) -> str:
    return words if words.endswith(tuple(_MARKS)) else f"{words}."
