"""How often one may try to sign in (promise 17, docs/adr/0006).

Nobody may guess without end, and nobody may lock somebody else out: tries from a browser that has signed this account
in before are counted by themselves, so that a flood from elsewhere does not reach them.
"""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

WINDOW = timedelta(minutes=15)
MOST_FROM_ONE_PLACE = 10
MOST_FROM_KNOWN_BROWSER = 10
MOST_FOR_ADDRESS = 100
MOST_FOR_LOGIN = 30
MOST_CHANGES = 10
MOST_CONFIRMATIONS = 10
CONFIRMED_FOR = timedelta(minutes=5)
"""So long a password that was given counts as just given; after that taking out others' data asks for it again."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Bucket:
    """What tries are counted in: a digest that names nobody, and the most that a window allows.

    `is_own`: emptied by success. The others get back just the one try, so that an attacker with an account of his own
    cannot empty them and a whole agency behind one address can sign in on a Monday morning.
    """

    digest: str
    most: int
    is_own: bool


def buckets(login: str, address: str, *, known_browser: str | None, key: str) -> tuple[Bucket, ...]:
    """The buckets that a try is counted in. `known_browser` names a browser that has signed this login in before."""
    if known_browser is not None:
        return (Bucket(_digest(key, "browser", login, known_browser), MOST_FROM_KNOWN_BROWSER, is_own=True),)
    place = place_of(address)
    return (
        Bucket(_digest(key, "place", login, place), MOST_FROM_ONE_PLACE, is_own=True),
        Bucket(_digest(key, "address", place), MOST_FOR_ADDRESS, is_own=False),
        Bucket(_digest(key, "login", login), MOST_FOR_LOGIN, is_own=False),
    )


def change_bucket(account_id: int, *, key: str) -> Bucket:
    """Where tries of the present password are counted, when somebody signed in wants a new one."""
    return Bucket(_digest(key, "change", str(account_id)), MOST_CHANGES, is_own=True)


def confirmation_bucket(session_digest: str, *, key: str) -> Bucket:
    """Where tries to give one's password again are counted: by session. Who sits down at an open browser cannot guess on,
    and cannot keep its owner, who sits at another, from his own."""
    return Bucket(_digest(key, "confirm", session_digest), MOST_CONFIRMATIONS, is_own=True)


def is_confirmed(confirmed_at: datetime | None, now: datetime) -> bool:
    """Whether somebody proved lately enough who he is. An instant that lies ahead (a clock was put back) does not count."""
    return confirmed_at is not None and timedelta(0) <= now - confirmed_at <= CONFIRMED_FOR


def window_start(now: datetime) -> datetime:
    """The start of the fixed window in which an instant lies."""
    return now - (now - _EPOCH) % WINDOW


def minutes_left(now: datetime) -> int:
    """Whole minutes until the window ends, at least 1."""
    left = window_start(now) + WINDOW - now
    return max(1, -(-left // timedelta(minutes=1)))


def place_of(address: str) -> str:
    """An address as it is counted: IPv4 as it is, IPv6 by its /64, of which one machine has all."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))


def _digest(key: str, *parts: str) -> str:
    written = "\x00".join(f"{len(part)}:{part}" for part in parts)
    return hmac.new(key.encode(), written.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
