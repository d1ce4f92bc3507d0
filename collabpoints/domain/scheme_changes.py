"""What changes from one scheme to another, field by field."""

from dataclasses import dataclass
from typing import Any

from collabpoints.domain.scheme_book import Scheme
from collabpoints.domain.scheme_fields import FIELDS
from collabpoints.domain.scheme_kinds import Field


@dataclass(frozen=True, slots=True)
class Change:
    """A field with its old and its new value, as the rules hold them (`field.worded` says them to people)."""

    field: Field
    old: Any
    new: Any


def compare(old: Scheme, new: Scheme) -> tuple[Change, ...]:
    """Every field whose value differs, in the order of the fields."""
    pairs = ((field, getattr(old, field.name), getattr(new, field.name)) for field in FIELDS)
    return tuple(Change(field, before, after) for field, before, after in pairs if before != after)
