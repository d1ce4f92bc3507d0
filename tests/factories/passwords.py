"""Accounts that can sign in through the form."""

from sqlalchemy import update

from collabpoints.db import unit_of_work
from collabpoints.models import Account
from collabpoints.services.password_hashes import hash_of
from tests.factories.agencies import Colleague

GOOD = "mountain-river-teacup"
_HASH = hash_of(GOOD)


def with_password(colleague: Colleague) -> Colleague:
    """The colleague, whose password is GOOD from now on."""
    with unit_of_work() as session:
        session.execute(update(Account).where(Account.id == colleague.account_id).values(password_hash=_HASH))
    return colleague
