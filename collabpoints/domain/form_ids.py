"""The id that a form carries: one press of "send" is one note, however often it arrives (promise 2)."""

from uuid import UUID, uuid4


def new_form_id() -> str:
    """An id for a form that is being shown."""
    return str(uuid4())


def is_form_id(text: str) -> bool:
    """Whether it is an id as `new_form_id` writes it."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
