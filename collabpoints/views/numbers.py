"""Numbers in addresses: `<int:…>` takes what an id can be. A larger one is no address at all, so that it is answered
with 404 and never reaches a database that cannot hold it."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

_LARGEST_ID = 2**63 - 1


class IdConverter(IntegerConverter):
    """Whole numbers from 0 to the largest id."""

    def __init__(self, map: Map, *args: Any, **settings: Any) -> None:
        settings.setdefault("max", _LARGEST_ID)
        super().__init__(map, *args, **settings)


def register(app: Flask) -> None:
    """Called before the first blueprint, whose rules take the converter that they find."""
    app.url_map.converters["int"] = IdConverter
