"""A draft: what stands in a form before it is sent, and whether it may be kept at all."""

from dataclasses import dataclass
from uuid import UUID

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
    """Whether it may and can be kept: a form's id, no registration number, no NUL and no lone surrogate."""
    try:
        is_form_id = str(UUID(draft.form_id)) == draft.form_id
        (draft.text + draft.points).encode()
    except ValueError:
        return False
    return is_form_id and "\x00" not in draft.text + draft.points and not has_resident_number(draft.text)
