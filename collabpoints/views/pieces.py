"""Pieces of pages that are the same for everybody who may see them. Whoever keeps one finds it by all that it was written
of, and hands all of that to `write` (docs/adr/0033).
"""

from flask import current_app
from flask_babel import force_locale
from markupsafe import Markup


def write(template: str, language: str, **values: object) -> Markup:
    """The piece in this language. The template knows these values and no reader: not through render_template, which would
    hand it his name, his roles and his token (tests/house/test_kept_pieces.py)."""
    with force_locale(language):
        return Markup(current_app.jinja_env.get_template(template).render(values))  # noqa: S704  (escaped there)
