"""One page in one state, as the browser looks at it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """Who opens which address, and what is looked at.

    `address`: what stands in braces is a name that some module's `prepare` gives: "/notes/{received}".
    `state`: what the page shows, for people who read the name of a test that failed.
    `who`: one of the cast (pages/cast.py); "nobody" is not signed in.
    `press`: the CSS of a button on that page; its form is sent as by a browser without scripts, and what comes after it is
    looked at. `typed`: fields filled in before, text by the field's name.
    `status`: of the page that is looked at. `largest`: bytes of its HTML, before they are compressed.
    """

    address: str
    state: str = "as usual"
    who: str = "office"
    press: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    largest: int = 50_000

    def __str__(self) -> str:
        return f"{self.address} {self.state}, {self.who}"


def refused(
    address: str, press: str = "main form button", *, who: str = "office", largest: int = 50_000, **typed: str
) -> Entry:
    """The page with its form pressed and refused: 422. Fields that are not named are sent as they stand."""
    return Entry(address, "refused", who, press, typed, 422, largest)
