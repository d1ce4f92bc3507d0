"""Answers that are files: under which name a browser saves them."""

from urllib.parse import quote

from flask import Response


def attach(answer: Response, name: str) -> None:
    """The answer is saved under this name. A header holds ASCII alone: of another name an old browser, that cannot read
    what stands behind `filename*`, keeps the ending."""
    if name.isascii():
        answer.headers.set("Content-Disposition", "attachment", filename=name)
        return
    named = {"filename": f"collabpoints.{name.rpartition('.')[2]}", "filename*": f"UTF-8''{quote(name, safe='')}"}
    answer.headers.set("Content-Disposition", "attachment", **named)
