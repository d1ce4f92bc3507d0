"""Sight of a board: what of the ranking somebody may see, by the rule that the board's scheme states."""

from collections.abc import Collection
from dataclasses import dataclass

from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import Viewers

FIRST = 10
"""The last rank that everybody sees where a scheme shows the first ten; who shares it is shown too."""

_IN_ROLE = (Role.OFFICER, Role.DEPARTMENT_HEAD)


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see of a board: nothing unless `is_open`; ranks down to `up_to_rank`, or all where it is None.
    `role`: the one in which he looks at what not every colleague sees, so that the look is recorded; else None."""

    is_open: bool
    up_to_rank: int | None = None
    role: Role | None = None


def sight_of(viewers: Viewers, roles: Collection[Role]) -> Sight:
    """What somebody with these roles may see. One's own place is seen, on asking, wherever anything is."""
    if viewers is Viewers.EVERYONE:
        return Sight(is_open=True)
    if viewers is Viewers.FIRST_TEN:
        return Sight(is_open=True, up_to_rank=FIRST)
    role = next((role for role in _IN_ROLE if role in roles), None)
    return Sight(is_open=role is not None, role=role)
