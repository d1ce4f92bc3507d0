"""The headers of every answer: nothing from other hosts, nothing inline without this answer's nonce, nothing kept."""

import secrets

from flask import Flask, Response, g, request

_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_A_YEAR = 31_536_000
_VERSIONED = ("static", "trees.seasons")


def register(app: Flask, *, is_https: bool) -> None:
    """Have every answer of this application, errors and static files included, carry the headers."""

    @app.context_processor
    def _nonce() -> dict[str, object]:
        return {"csp_nonce": nonce}

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers.update(FIXED)
        response.headers["Content-Security-Policy"] = _POLICY.format(nonce=nonce())
        if is_https:
            response.headers["Strict-Transport-Security"] = f"max-age={_A_YEAR}"
        if request.endpoint in _VERSIONED:
            # The address carries the version of what it says (views/assets.py), so it may be kept as long as it likes.
            is_versioned = bool(request.args.get("v")) and response.status_code < 400
            response.headers["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable" if is_versioned else "no-cache"
        else:
            response.headers["Cache-Control"] = "no-store"
        return response


def nonce() -> str:
    """This answer's nonce for scripts."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(18)
    made: str = g.csp_nonce
    return made
