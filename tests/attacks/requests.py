"""Requests that no browser of ours would send, to every door of the application: made from a seed, so that each can be
made again."""

import importlib
import pkgutil
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_from_bytes, urlencode
from uuid import UUID

from flask import Flask
from flask_wtf import FlaskForm
from werkzeug.routing import Rule

import collabpoints.forms
import collabpoints.views
from tests.attacks.corpus import SURROGATES, TEXTS
from tests.forms import Form

_VIEWS = Path(str(collabpoints.views.__file__)).parent
_ASKED_FOR = re.compile(r"request\.args\.get(?:list)?\(\s*\"(\w+)\"")
NUMBERS = (
    "0", "-1", "1", "2", "3", "01", "+1", "1.5", "1e3", "0x10", "１２", "٣", "1_0", " 1", "NaN", "inf", "-0", "9" * 9, "9" * 10, "9" * 18,
    str(2**31 - 1), str(2**31), str(2**32), str(2**53 + 1), str(2**63 - 1), str(2**63), str(-(2**63) - 1), str(2**64), str(10**30), "9" * 5000,
)  # fmt: skip
_TYPES = (
    "application/json", "text/plain", "application/xml", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=cut",
    "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=nonsense", "application/octet-stream", "/", ";", "",
    "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=cut; boundary=other",
)  # fmt: skip
_DISPOSITIONS = (
    'form-data; name="{name}"', "form-data; name={name}", 'form-data; name="{name}"; filename=""', 'form-data; name="{name}"; filename="{file}"', "form-data",
    'form-data; name="{name}"; filename*=UTF-8\'\'%00%ed%a0%80', "attachment; name={name}", 'form-data; name="{name}"; filename="{file}"; filename="x"', "",
)  # fmt: skip
_HEADERS = (
    ("Accept-Language", "xx;q=nonsense,\xe9"), ("X-Forwarded-For", "1.2.3.4, evil"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"),
    ("Referer", "javascript:alert(7)"), ("Origin", "null"), ("If-Modified-Since", "nonsense"), ("If-None-Match", '"'), ("Range", "bytes=-1-"),
    ("Content-Encoding", "gzip"), ("Accept", "\xff"), ("Authorization", "Basic \xff"), ("X-HTTP-Method-Override", "DELETE"), ("Forwarded", "host=evil"),
    ("X-Original-URL", "/roles"), ("User-Agent", "\x80" * 300),
)  # fmt: skip
_COOKIES = (
    "language={}",
    "collabpoints-browser={}",
    "remember_token={}",
    "session={}",
    "={}",
    "language={}; language=ko",
)


@dataclass(frozen=True)
class Attack:
    """One request, ready to be sent; `tells` says it in a line."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    content_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    cookie: str = ""

    @property
    def tells(self) -> str:
        return f"{self.method} {self.path[:200]}?{self.query[:200]} [{self.content_type}] {self.headers} {self.cookie[:80]} {self.body[:300]!r}"


def parameters() -> tuple[str, ...]:
    """Every query parameter that a view asks for, read from the views' own code."""
    found = {name for path in _VIEWS.glob("*.py") for name in _ASKED_FOR.findall(path.read_text(encoding="utf-8"))}
    return tuple(sorted(found))


def fields() -> tuple[str, ...]:
    """Every field of every form, and what is carried over a sign-in."""
    found = {"csrf_token"}
    for module in pkgutil.iter_modules(collabpoints.forms.__path__):
        for thing in vars(importlib.import_module(f"collabpoints.forms.{module.name}")).values():
            if isinstance(thing, type) and issubclass(thing, FlaskForm) and thing is not FlaskForm:
                found |= {name for name, value in vars(thing).items() if hasattr(value, "field_class")}
    return tuple(sorted(found | {f"kept-{name}" for name in found}))


def doors(app: Flask) -> tuple[tuple[str, Rule], ...]:
    """(method, rule) of everything that can be asked for."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    return tuple((method, rule) for rule in rules for method in ("GET", "POST") if method in (rule.methods or ()))


@dataclass
class Attacker:
    """Makes requests from a seed, for people whose ids and numbers are known."""

    app: Flask
    chance: random.Random
    known: tuple[str, ...]
    values: dict[str, str]
    fields: tuple[str, ...] = field(default_factory=fields)
    parameters: tuple[str, ...] = field(default_factory=parameters)

    def somewhere(self, door: tuple[str, Rule], token: str) -> Attack:
        """At this door, with whatever comes to mind."""
        method, rule = door
        query = self._written(self._pairs(self.parameters, 3)) if self.chance.random() < 0.6 else ""
        body, content_type = b"", None
        if method == "POST":
            pairs = self._pairs(self.fields, 6)
            if self.chance.random() < 0.95:
                pairs.append(("csrf_token", token.encode()))
            body, content_type = self._sent(pairs)
        return Attack(method, self._path(rule), query, body, content_type, self._headers(), self._cookie())

    def through(self, form: Form, address: str, token: str) -> Attack:
        """By a form of a page as it stands there, with a few of its fields changed."""
        pairs = [(name, value.encode()) for name, values in form.fields.items() for value in values]
        for _ in range(self.chance.randint(1, 3)):
            at = self.chance.randrange(len(pairs)) if pairs else -1
            act = self.chance.random()
            if at < 0 or act < 0.1:
                pairs.append((self.chance.choice(self.fields), self._value()))
            elif act < 0.8:
                pairs[at] = (pairs[at][0], self._value())
            elif act < 0.9:
                pairs.append((pairs[at][0], self._value()))
            else:
                del pairs[at]
        pairs = [pair for pair in pairs if pair[0] != "csrf_token" or self.chance.random() < 0.02]
        path, _, query = (form.action or address).partition("#")[0].partition("?")
        if form.method == "get":
            return Attack("GET", path, self._written(pairs))
        body, content_type = self._sent([*pairs, ("csrf_token", token.encode())])
        return Attack("POST", path, query, body, content_type, self._headers(), self._cookie())

    def _pairs(self, names: tuple[str, ...], most: int) -> list[tuple[str, bytes]]:
        return [(self.chance.choice(names), self._value()) for _ in range(self.chance.randint(0, most))]

    def _value(self) -> bytes:
        kind = self.chance.random()
        if kind < 0.3:
            return self.chance.choice(TEXTS).encode()
        if kind < 0.55:
            return self.chance.choice(NUMBERS).encode()
        if kind < 0.75:
            return self.chance.choice(self.known).encode()
        if kind < 0.8:
            return str(UUID(int=self.chance.getrandbits(128))).encode()
        if kind < 0.85:
            return self.chance.choice(SURROGATES).encode("utf-8", "surrogatepass")
        if kind < 0.9:
            return self.chance.randbytes(self.chance.randint(0, 40))
        if kind < 0.93:
            return self.chance.choice((b"choose:", b"remove:", b"more:", b"search")) + self._value()
        if kind < 0.95:
            return self.chance.choice(TEXTS).encode() * self.chance.choice((30, 300, 2000))
        return self.chance.choice(
            (b"", b" ", b"y", b"on", b"true", b"1", b"send", b"thanks", b"up", b"down", b"save", b"ko", b"en", b"/")
        )

    def _path(self, rule: Rule) -> str:
        def filled(part: "re.Match[str]") -> str:
            name = part[1].rpartition(":")[2]
            if self.chance.random() < 0.6 and name in self.values:
                return self.values[name]
            if "int" in part[1]:
                return quote_from_bytes(self.chance.choice(NUMBERS).encode())
            return quote_from_bytes(self._value()[:2000])

        return re.sub(r"<([^>]+)>", filled, rule.rule)

    def _sent(self, pairs: list[tuple[str, bytes]]) -> tuple[bytes, str]:
        kind = self.chance.random()
        if kind < 0.7:
            return self._written(pairs).encode(), "application/x-www-form-urlencoded"
        if kind < 0.92:
            return self._cut(pairs), "multipart/form-data; boundary=cut"
        body = self.chance.choice(
            (
                self._written(pairs).encode(),
                self._cut(pairs),
                self._cut(pairs)[:-15],
                b"{}",
                b'{"a": [',
                b"\x00" * 50,
                b"&&==;%",
            )
        )
        return body, self.chance.choice(_TYPES)

    @staticmethod
    def _written(pairs: list[tuple[str, bytes]]) -> str:
        return urlencode(pairs)

    def _cut(self, pairs: list[tuple[str, bytes]]) -> bytes:
        parts = []
        for name, value in pairs:
            shape = _DISPOSITIONS[0]
            if name == "file":
                shape = self.chance.choice(_DISPOSITIONS[2:6])
            elif name != "csrf_token" and self.chance.random() < 0.2:
                shape = self.chance.choice(_DISPOSITIONS)
            file = self._value()[:300].replace(b'"', b"%22").replace(b"\r", b"").replace(b"\n", b"")
            head = shape.format(name=name, file="\x01").encode().replace(b"\x01", file)
            content = self._file() if name == "file" else value
            parts.append(b"--cut\r\nContent-Disposition: " + head + b"\r\n\r\n" + content + b"\r\n")
        return b"".join(parts) + b"--cut--\r\n"

    def _file(self) -> bytes:
        """A staff file: sound but for some cells, or nothing of the kind."""
        if self.chance.random() < 0.2:
            return self.chance.choice(
                (b"", b"PK\x03\x04" + self.chance.randbytes(60), b"\xd0\xcf\x11\xe0", b"\xff\xfe\x00", self._value())
            )
        rows = [
            b"\xec\x82\xac\xeb\xb2\x88,\xec\x84\xb1\xeb\xaa\x85,\xeb\xb6\x80\xec\x84\x9c\xec\xbd\x94\xeb\x93\x9c,\xeb\xb6\x80\xec\x84\x9c\xeb\xaa\x85"
        ]
        for place in range(self.chance.randint(1, 4)):
            cells = [str(900000 + place).encode(), "새사람".encode(), b"N100", "새로운과".encode()]
            if self.chance.random() < 0.7:
                cells[self.chance.randrange(4)] = self._value()
            rows.append(b",".join(b'"' + cell.replace(b'"', b'""') + b'"' for cell in cells))
        return b"\r\n".join(rows)

    def _headers(self) -> tuple[tuple[str, str], ...]:
        return (self.chance.choice(_HEADERS),) if self.chance.random() < 0.1 else ()

    def _cookie(self) -> str:
        if self.chance.random() > 0.05:
            return ""
        value = "".join(letter for letter in self._value().decode("latin-1") if letter.isprintable())[:300]
        return self.chance.choice(_COOKIES).format(value)


def attacks(attacker: Attacker, count: int) -> Iterator[tuple[str, Rule]]:
    """Doors in turn, in an order that the seed gives: each is tried as often as any other."""
    found = list(doors(attacker.app))
    for number in range(count):
        if number % len(found) == 0:
            attacker.chance.shuffle(found)
        yield found[number % len(found)]
