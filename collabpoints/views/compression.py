"""Style sheets, scripts and drawings leave compressed. Pages never do (ADR 0024): they carry what is secret beside what others
chose, and the length of a compressed page tells of both (BREACH).
"""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

_KINDS = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})


def register(app: Flask) -> None:
    """Have static files that are text leave compressed, for browsers that can read that."""

    @app.after_request
    def _compressed(response: Response) -> Response:
        if request.endpoint != "static" or response.mimetype not in _KINDS:
            return response
        response.vary.add("Accept-Encoding")
        if response.status_code != 200 or request.accept_encodings.quality("gzip") <= 0:
            return response
        response.direct_passthrough = False
        response.set_data(_packed(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"
        # It names the file as it lies there; the time of its last change is enough to ask for it again.
        response.headers.pop("ETag", None)
        return response


@lru_cache(maxsize=64)
def _packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
