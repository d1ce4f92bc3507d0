"""Change an account."""

from sqlalchemy import update

from collabpoints.db import unit_of_work
from collabpoints.models import Account


def choose_language(account_id: int, *, language: str) -> None:
    """The account's pages are in this language ("ko" or "en") from now on."""
    with unit_of_work() as session:
        session.execute(update(Account).where(Account.id == account_id).values(language=language))
