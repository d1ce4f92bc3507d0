"""Codes of departments in addresses: `<code:…>` takes every code as one part of its address, whatever HR calls a department."""

import re

from flask import Flask
from werkzeug.routing import UnicodeConverter

# What would end the part, be taken for a way upwards or for a file's ending, or lead to another page.
_APART = re.compile(r"[/~]|\.(?=\.*$)|\.(?=(?:svg|csv)$)|^p(?=oster$)")
_KEPT = re.compile(r"~([0-7][0-9A-F])")


class CodeConverter(UnicodeConverter):
    """A code, in which such a character stands as `~` and its number: `A/1` as `A~2F1`."""

    def to_url(self, value: object) -> str:
        return super().to_url(_APART.sub(lambda found: f"~{ord(found[0]):02X}", str(value)))

    def to_python(self, value: str) -> str:
        return _KEPT.sub(lambda found: chr(int(found[1], 16)), value)


def register(app: Flask) -> None:
    """Called before the first blueprint, whose rules take the converter."""
    app.url_map.converters["code"] = CodeConverter
