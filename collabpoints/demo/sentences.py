"""What the notes say: one to three sentences that tell what the help was, composed from the phrases of both fields.

A composed sentence is never said twice: a repeated one is composed anew.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from collabpoints.demo.calendar import ZONE, spoken
from collabpoints.demo.fields import Field, phrases
from collabpoints.domain.particles import final_consonant, with_particles

LONGEST, SHORTEST = 300, 15
_TRIES = 12
_STOCK = 0.012
_SOFT = 0.35
_GLAD = 0.07
_SEASONAL = 0.3
_LEADER = 0.45
_ANY_RESULT = 0.68
_SLOT = re.compile(r"\{([a-z0-9_]+)\}")
_LEADERS = ("국장", "실장", "본부장", "과장", "담당관", "소장", "팀장")
# How the same is said a little softer. Whatever is in the past ends in ㅆ습니다 and becomes ㅆ어요.
_SOFTER = (("고맙습니다", "고마워요"), ("감사합니다", "감사해요"), ("모릅니다", "몰라요"), ("뿐입니다", "뿐이에요"),
           ("같습니다", "같아요"), ("싶습니다", "싶어요"), ("하겠습니다", "할게요"), ("드리겠습니다", "드릴게요"))  # fmt: skip
_PAST_FINAL = 20  # ㅆ, as `final_consonant` counts
_LISTS = {
    "thanks": "thanks", "relief": "reliefs", "remember": "remembers", "touched": "touched", "tribute": "tributes",
    "also": "also", "learned": "learned", "praise": "praise", "impressed": "impressed", "effort": "effort",
    "worry": "worries", "offer": "offers", "soon": "soon", "treat": "treats", "tell": "tell", "health": "health",
    "frame": "frames", "concern": "concerns", "burden": "burdens", "despite": "despites", "who": "who", "place": "places", "county": "counties",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Talk:
    """Between whom and when: the sender's field and duty, the recipient's field, name and position (both "" where
    several receive the same text)."""

    sender_field: Field
    sender_duty: str
    recipient_field: Field
    recipient_surname: str
    recipient_position: str
    sent_at: datetime


class Writer:
    """Writes notes and replies; remembers what was said."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._said: set[str] = set()
        self._helps: set[str] = set()

    def note(self, talk: Talk) -> str:
        """A note of one to three sentences, 15 to 300 characters."""
        is_soft = self._rng.random() < _SOFT
        kinds = ["firsts", "seconds", "thirds"][: self._rng.choices((1, 2, 3), (22, 50, 28))[0]]
        if len(kinds) == 2 and self._rng.random() < 0.25:
            kinds[1] = "thirds"
        project = self._project(talk)
        self._helps.clear()
        sentences = [self._sentence(talk, kind, project, is_soft=is_soft) for kind in kinds]
        if self._rng.random() < _STOCK:
            sentences.append(self._choice("stock") + ".")
        while len(sentences) > 1 and len(" ".join(sentences)) > LONGEST:
            sentences.pop()
        return " ".join(sentences)

    def reply(self, talk: Talk) -> str:
        """A short answer of the recipient's, or "" for the one tap."""
        if self._rng.random() < 0.45:
            return ""
        return self._filled(self._choice("replies"), talk, self._project(talk))

    def _sentence(self, talk: Talk, kind: str, project: str, *, is_soft: bool) -> str:
        for _ in range(_TRIES):
            sentence = self._filled(self._choice(kind), talk, project)
            if not self._is_fit(sentence, talk):
                continue
            sentence = (softened(sentence) if is_soft else sentence) + ("!" if self._rng.random() < _GLAD else ".")
            if sentence not in self._said:
                self._said.add(sentence)
                return sentence
            project = self._project(talk)
        return self._sentence(talk, "firsts", self._project(talk), is_soft=is_soft)

    def _is_fit(self, sentence: str, talk: Talk) -> bool:
        return len(sentence) <= 190 and phrases().is_in_season(sentence, talk.sent_at.astimezone(ZONE).month)

    def _choice(self, name: str) -> str:
        return self._rng.choice(phrases().lists[name])

    def _project(self, talk: Talk) -> str:
        month = talk.sent_at.astimezone(ZONE).month
        if self._rng.random() < _SEASONAL:
            return self._rng.choice(phrases().seasons[month].projects)
        fitting = [project for project in talk.sender_field.projects if phrases().is_in_season(project, month)]
        return self._rng.choice(fitting)

    def _filled(self, pattern: str, talk: Talk, project: str) -> str:
        """The pattern with its slots filled, slots within slots too; what is named twice in one sentence is the same."""
        known, slots = {"project": project}, self._slots(talk)
        while _SLOT.search(pattern):
            pattern = _SLOT.sub(lambda found: known.get(found[1]) or self._slot(found[1], slots), pattern)
        return with_particles(re.sub(r" {2,}", " ", pattern))

    def _slot(self, name: str, slots: dict[str, Callable[[], str]]) -> str:
        return self._choice(_LISTS[name]) if name in _LISTS else slots[name]()

    def _slots(self, talk: Talk) -> dict[str, Callable[[], str]]:
        rng = self._rng
        season = phrases().seasons[talk.sent_at.astimezone(ZONE).month]
        return {
            "n": lambda: str(rng.randint(2, 9)),
            "n2": lambda: str(rng.randint(2, 6)),
            "m": lambda: str(rng.randint(11, 98)),
            "when": lambda: spoken(rng, talk.sent_at),
            "when2": lambda: spoken(rng, talk.sent_at),
            "help": lambda: self._help(talk),
            "help2": lambda: self._help(talk),
            "result": lambda: self._result(talk),
            "sdoc": lambda: rng.choice(talk.sender_field.docs),
            "rdoc": lambda: rng.choice(talk.recipient_field.docs),
            "duty": lambda: talk.sender_duty,
            "greeting": lambda: rng.choice(season.greetings),
            "call": lambda: self._call(talk),
        }

    def _result(self, talk: Talk) -> str:
        """What came of it: mostly what fits any help, else something of the sender's own field."""
        if self._rng.random() < _ANY_RESULT:
            return self._choice("results")
        return self._rng.choice(talk.sender_field.results).replace("{doc}", "{sdoc}")

    def _help(self, talk: Talk) -> str:
        """What the help was; never the same twice in one note."""
        is_leader = talk.recipient_position in _LEADERS and self._rng.random() < _LEADER
        helps = phrases().lists["leader_helps"] if is_leader else talk.recipient_field.helps
        found = self._rng.choice([help for help in helps if help not in self._helps] or helps)
        self._helps.add(found)
        return found.replace("{doc}", "{rdoc}")

    def _call(self, talk: Talk) -> str:
        if not talk.recipient_surname:
            return "여러분"
        title = "선생님" if talk.recipient_position == "공무직" else f"{talk.recipient_position}님"
        return title if self._rng.random() < 0.4 else f"{talk.recipient_surname} {title}"


def softened(sentence: str) -> str:
    """The sentence as one says it a little softer (해요체), where that is known; otherwise as it is."""
    for formal, soft in _SOFTER:
        if sentence.endswith(formal):
            return sentence.removesuffix(formal) + soft
    if sentence.endswith("겠습니다"):
        return sentence
    stem = sentence.removesuffix("습니다")
    return f"{stem}어요" if stem != sentence and final_consonant(stem[-1]) == _PAST_FINAL else sentence
