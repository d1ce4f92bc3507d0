"""Addresses of our own static files, with the version that lets browsers keep them for good."""

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from flask import Flask, current_app, g, request, url_for


def register(app: Flask) -> None:
    """Give templates `asset('css/site.css')` and `has_page('notes.feed')`."""

    def has_page(endpoint: str) -> bool:
        """Whether this application has the page; menus leave out what is not there."""
        return endpoint in app.view_functions

    app.jinja_env.globals.update(asset=asset, has_page=has_page)


def asset(name: str) -> str | None:
    """The address of a static file with its version; None where it was not built (no npm), so leave it out. Looked
    at once for each answer, however many icons a page shows."""
    known: dict[str, str | None] = g.setdefault("assets", {})
    if name not in known:
        known[name] = _address(f"{current_app.static_folder}/{name}", name)
    return known[name]


def _address(path: str, name: str) -> str | None:
    try:
        seen = os.stat(path)
    except FileNotFoundError:
        return None
    return _versioned(request.script_root, name, _version(path, seen.st_mtime_ns, seen.st_size))


@lru_cache(maxsize=256)
def _versioned(_root: str, name: str, version: str) -> str:
    # Where the application is mounted is part of the key: it stands in the address.
    return url_for("static", filename=name, v=version)


@lru_cache(maxsize=256)
def _version(path: str, _changed_at: int, _size: int) -> str:
    # The time and size are only part of the key: a file built anew under a running server gets its new version.
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]
