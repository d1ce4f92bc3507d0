"""Hash and check passwords: argon2id with 19 MiB, two rounds, one lane (OWASP's minimum; about 40 ms here).

No transaction is open while this runs: it is slow by intention.
"""

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from collabpoints.domain.passwords import is_hashable, normalised

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)
# Of a password that nobody knows: verified where there is no hash, so that both ways take the same.
_NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$YNPN9ADO1u/uN+4Ybj+ouw$EsIRGzQGzBAkwE6+UpDQJTPdUtQCrPbdMZV9b7nS/YQ"


def hash_of(password: str) -> str:
    """The hash to store. The password must have passed `domain.passwords.judge_password`."""
    return _HASHER.hash(normalised(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password belongs to the hash. One verification runs whatever comes in: no account (None), a broken
    hash, a password that could not be one."""
    can_match = password_hash is not None and is_hashable(password)
    typed = normalised(password) if is_hashable(password) else ""
    try:
        return _HASHER.verify(password_hash or _NOBODYS, typed) and can_match
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with other parameters than today's, so that it should be made anew at the next sign-in."""
    return _HASHER.check_needs_rehash(password_hash)
