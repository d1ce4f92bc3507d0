"""Kinds of help (도움 종류): the list that an agency begins with; it edits its own afterwards."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HelpKindNames:
    """One kind of help, as it is called in both languages."""

    name_ko: str
    name_en: str


DEFAULT_HELP_KINDS = (
    HelpKindNames("지식·조언 나눔", "Knowledge and advice"),
    HelpKindNames("함께 일하기", "Working together"),
    HelpKindNames("자료·장비 제공", "Data or equipment"),
    HelpKindNames("일손 돕기", "A hand in need"),
)
"""In the order in which they are offered."""
