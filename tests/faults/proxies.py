"""A proxy that can lose answers: it waits until the server has said everything, and then hangs up on the browser."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """Listens on `port`; while it `drops`, requests go through and answers do not."""

    listener: socket.socket
    behind: int
    drops: bool = False
    threads: list[threading.Thread] = field(default_factory=list)

    @property
    def port(self) -> int:
        port: int = self.listener.getsockname()[1]
        return port

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                browser, _address = self.listener.accept()
                thread = threading.Thread(target=self._carry, args=(browser,))
                self.threads.append(thread)
                thread.start()

    def _carry(self, browser: socket.socket) -> None:
        with browser, socket.create_connection(("127.0.0.1", self.behind), timeout=30) as server:
            browser.settimeout(30)
            request = _message(browser)
            server.sendall(request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
            answer = b""
            while some := server.recv(65536):
                answer += some
            if not self.drops:
                browser.sendall(answer)


def _message(browser: socket.socket) -> bytes:
    """One whole request."""
    read = b""
    while b"\r\n\r\n" not in read:
        read += browser.recv(65536)
    head, _, body = read.partition(b"\r\n\r\n")
    lengths = [line.partition(b":")[2] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while len(body) < int(lengths[0] if lengths else 0):
        body += browser.recv(65536)
    return head + b"\r\n\r\n" + body


@contextmanager
def deaf_proxy(behind: int) -> Iterator[Proxy]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = Proxy(listener, behind)
        thread = threading.Thread(target=proxy.serve)
        thread.start()
        try:
            yield proxy
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            for each in (thread, *proxy.threads):
                each.join(timeout=30)
