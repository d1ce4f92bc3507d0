"""Points as they may be written: ASCII digits only (promise 5)."""

import re

_DIGITS = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)


def parse_points(text: str) -> int | None:
    """The whole number of points, or None for any other spelling: `-5`, `0`, `1e3`, `１２`, `٣`, `1_0`, `5.0`, ` 10`."""
    return int(text) if _DIGITS.fullmatch(text) else None
