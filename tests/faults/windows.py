"""A browser window without scripts: one connection kept open, its cookies, and the forms of the pages it opened."""

import http.client
import select
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.forms import forms_of

Fields = dict[str, list[str]]
BROKEN = (OSError, http.client.HTTPException)
"""What a request raises whose answer did not come."""

SEND = "/notes/new"


@dataclass(frozen=True)
class Answer:
    """What came back. Redirects are not followed."""

    status: int
    location: str
    text: str
    seconds_until_again: str = ""


@dataclass
class Window:
    """A window on the site at this port, signed in by its cookies."""

    port: int
    cookies: dict[str, str]
    patience: float = 30.0
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def get(self, path: str) -> Answer:
        """The page. A connection that the server had closed meanwhile is opened again once."""
        try:
            return self._ask("GET", path)
        except BROKEN:
            self.close()
            return self._ask("GET", path)

    def post(self, path: str, fields: Fields) -> Answer:
        """Send a form once; raises one of BROKEN when no answer comes."""
        body = urlencode(fields, doseq=True)
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def writing(self, *numbers: str) -> Fields:
        """The fields of a fresh form for these colleagues, with its id and token."""
        page = self.get(f"{SEND}?{urlencode({'to': numbers}, doseq=True)}")
        assert page.status == 200, page.status
        return next(form.fields for form in forms_of(page.text) if form.action == SEND)

    def send(self, fields: Fields, text: str, action: str = "send") -> Answer:
        """Press the button of a note's form."""
        return self.post(SEND, {**fields, "text": [text], "action": [action]})

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _is_hung_up(self) -> bool:
        """Whether the server closed the silent connection meanwhile; a browser notices that before it asks."""
        line = self._connection and self._connection.sock
        return bool(line and select.select([line], [], [], 0)[0])

    def _ask(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> Answer:
        if self._is_hung_up():
            self.close()
        connection = self._connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        self._connection = connection
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body or None, {"Cookie": cookie, **(headers or {})})
            response = connection.getresponse()
            text = response.read().decode()
        except BaseException:
            self.close()
            raise
        for line in response.headers.get_all("Set-Cookie") or ():
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        again = response.headers.get("Retry-After", "")
        return Answer(response.status, response.headers.get("Location", ""), text, again)
