"""Fields of work: what people of a field are on duty for, work on, write, help with and get done (`fields/*.toml`)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Field:
    """One field of work, in Korean phrases. `helps` end in -아/어 and go on with 주다; `results` are past sentences."""

    code: str
    duties: tuple[str, ...]
    projects: tuple[str, ...]
    docs: tuple[str, ...]
    helps: tuple[str, ...]
    results: tuple[str, ...]


@cache
def field_of(code: str) -> Field:
    """The field with this code, as its file tells it."""
    text = (resources.files("collabpoints.demo") / "fields" / f"{code}.toml").read_text(encoding="utf-8")
    told: dict[str, list[str]] = tomllib.loads(text)
    return Field(code, *(tuple(told[part]) for part in ("duties", "projects", "docs", "helps", "results")))


@dataclass(frozen=True, slots=True)
class Season:
    """What a calendar month adds: what everybody is busy with, and how one wishes well."""

    projects: tuple[str, ...]
    greetings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """What is said in every field (`phrases.toml`): lists by their name, seasonal words with their months, seasons."""

    lists: dict[str, tuple[str, ...]]
    seasonal: tuple[tuple[str, frozenset[int]], ...]
    seasons: dict[int, Season]

    def is_in_season(self, phrase: str, month: int) -> bool:
        """Whether a phrase may be said in this month of the year."""
        return _out_of_season(self.seasonal, month).search(phrase) is None


@cache
def _out_of_season(seasonal: tuple[tuple[str, frozenset[int]], ...], month: int) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word, months in seasonal if month not in months))


@cache
def phrases() -> Phrases:
    """The phrases, read once."""
    told = tomllib.loads((resources.files("collabpoints.demo") / "phrases.toml").read_text(encoding="utf-8"))
    return Phrases(
        lists={name: tuple(lines) for name, lines in told.items() if name not in ("seasonal", "months")},
        seasonal=tuple((word, frozenset(months)) for word, months in told["seasonal"].items()),
        seasons={part["month"]: Season(tuple(part["projects"]), tuple(part["greetings"])) for part in told["months"]},
    )
