"""Where a page may send a browser: own paths only."""

import re

from flask import url_for

# One slash, then anything but a slash or backslash; no controls, no spaces: browsers fold `/\host` and `/\t/host` into
# another host.
_OWN = re.compile(r"/(?:[^/\\\x00-\x20\x7f][^\\\x00-\x20\x7f]*)?", re.ASCII)


def own_path(wanted: str | None) -> str:
    """The wanted path when it is one of ours (and plain ASCII, as browsers send them); otherwise home."""
    if wanted and wanted.isascii() and _OWN.fullmatch(wanted):
        return wanted
    return url_for("home.page")
