"""Where a long list goes on: the address carries the last id that was shown."""

from flask import request

_LONGEST = 18


def before() -> int | None:
    """The id that `?before=` names; None for anything that is no id."""
    return number(request.args.get("before", ""))


def number(given: str) -> int | None:
    """The id that somebody's browser sent; None for anything that is no id."""
    return int(given) if given.isascii() and given.isdigit() and len(given) <= _LONGEST else None
