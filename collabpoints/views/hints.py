"""Hints about a text while it is written: what it does not say yet, and a telephone number that stands in it. A hint
never keeps a note from being sent. The page without scripts and the one with them ask the same function."""

from collections.abc import Collection

from flask_babel import gettext as _
from flask_babel import lazy_gettext as sentence

from collabpoints.domain.phrases import Missing, substance
from collabpoints.domain.telephones import personal_numbers
from collabpoints.domain.texts import cleaned

_LONGEST_PHRASE = 30
_MISSING = {
    Missing.HELP: sentence("무엇을 도와주었는지"),
    Missing.WORK: sentence("어떤 일에서였는지"),
    Missing.EFFECT: sentence("덕분에 무엇이 달라졌는지"),
}


def hints(text: str, phrases: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What the writer of this text may want to know; mostly nothing. `phrases` are the agency's own stock phrases."""
    found = (bare_hint(text, phrases), numbers_hint(personal_numbers(cleaned(text))))
    return tuple(filter(None, found))


def bare_hint(text: str, phrases: tuple[str, ...] = ()) -> str:
    """For a text that is a stock phrase or mere thanks: what a word more could say. "" for every other text."""
    judged = substance(text, phrases)
    if not judged.is_bare or not judged.found:
        return ""
    phrase = judged.found[0]
    return _(
        "‘%(phrase)s’만으로는 무엇이 고마웠는지 전해지지 않을 수 있습니다. %(missing)s 한마디만 더해 보세요. 이대로 보내도 됩니다.",
        phrase=phrase if len(phrase) <= _LONGEST_PHRASE else phrase[: _LONGEST_PHRASE - 1] + "…",
        missing=", ".join(str(_MISSING[missing]) for missing in judged.missing),
    )


def unseen_numbers(text: str, seen: Collection[str]) -> tuple[str, ...]:
    """The personal telephone numbers in a text, where one of them is not among the `seen`; nothing otherwise."""
    found = personal_numbers(cleaned(text))
    return found if set(found) - set(seen) else ()


def numbers_hint(numbers: tuple[str, ...]) -> str:
    """For personal telephone numbers in a text; "" where there is none."""
    if not numbers:
        return ""
    return _(
        "개인 전화번호로 보이는 숫자가 있습니다: %(numbers)s. 꼭 필요한 번호인지 살펴봐 주세요. 내선번호는 괜찮습니다.",
        numbers=", ".join(numbers),
    )
