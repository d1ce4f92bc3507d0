"""One POST to one address, with a limit on all of it together. No redirect is followed, no answer is read."""

import http.client
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from threading import Event, Timer
from urllib.parse import urlsplit

_SECONDS = 10.0


class Unreachable(Exception):
    """The address cannot be reached, hangs, went away, or speaks no HTTP; says which."""


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """The status that the address answered with. Raises Unreachable."""
    address = urlsplit(url)
    connection = _connection(address.scheme, address.hostname or "", address.port)
    # A limit on each wait does not end an answer that comes byte by byte.
    limit = Timer(_SECONDS, _hang_up, [connection, is_late := Event()])
    limit.start()
    try:
        path = f"{address.path or '/'}?{address.query}" if address.query else address.path or "/"
        connection.request("POST", path, body, dict(headers))
        status = connection.getresponse().status
        if is_late.is_set():
            raise TimeoutError("no whole answer in time")
        return status
    except (http.client.HTTPException, OSError) as fault:
        raise Unreachable(f"{type(fault).__name__}: {fault}"[:200]) from fault
    finally:
        limit.cancel()
        connection.close()


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=_SECONDS, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=_SECONDS)


def _hang_up(connection: http.client.HTTPConnection, is_late: Event) -> None:
    is_late.set()
    with suppress(OSError):
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)
