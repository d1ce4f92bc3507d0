"""A draft: what stands in a form before it is sent, and whether it may be kept at all."""

from dataclasses import dataclass

from collabpoints.domain.texts import has_resident_number


@dataclass(frozen=True, slots=True)
class DraftText:
    """What was typed in one form. `points` is the text of the field, unread."""

    form_id: str
    recipient_person_ids: tuple[int, ...] = ()
    text: str = ""
    points: str = ""
    help_kind_id: int | None = None
    is_private: bool = False


def is_storable(draft: DraftText) -> bool:
    """Whether it may and can be kept: no registration number, no NUL and no lone surrogate."""
    typed = draft.text + draft.points
    is_text = "\x00" not in typed and not any(0xD800 <= ord(character) <= 0xDFFF for character in typed)
    return is_text and not has_resident_number(draft.text)
