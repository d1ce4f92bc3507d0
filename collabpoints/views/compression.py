"""Style sheets, scripts and drawings leave compressed, trees too. Pages never do (ADR 0024): they carry what is secret beside
what others chose, and the length of a compressed page tells of both (BREACH).
"""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

_KINDS = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})


def register(app: Flask) -> None:
    """Have answers of these kinds leave compressed, for browsers that can read that."""

    @app.after_request
    def _compressed(response: Response) -> Response:
        if response.mimetype not in _KINDS:
            return response
        response.vary.add("Accept-Encoding")
        if response.status_code != 200 or request.accept_encodings.quality("gzip") <= 0:
            return response
        response.direct_passthrough = False
        # Static files are few and the same for everybody; a person's tree is not kept in memory.
        pack = _kept if request.endpoint == "static" else _packed
        response.set_data(pack(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"
        etag, _is_weak = response.get_etag()
        if etag:
            response.set_etag(etag, weak=True)  # the same file in other bytes
        return response


def _packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


_kept = lru_cache(maxsize=64)(_packed)
