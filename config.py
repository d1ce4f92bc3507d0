"""The settings, read from the environment once, every one documented here; `docs/operator.md` repeats the table.

An unsafe setting stops the start with a sentence that says why (promise 27).
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

HOME = Path(__file__).resolve().parent
_WEAK_KEYS = {"dev", "secret", "changeme", "change-me", "default", "password"}
_SHORTEST_KEY = 32


class UnsafeSetting(Exception):
    """A setting is missing, wrong or unsafe; the message names it, says why, and what to do."""


@dataclass(frozen=True)
class Config:
    """Every setting of an installation. The comment behind each is its documentation; the default follows."""

    # Where the data lives. `sqlite:///file` is the embedded mode, `postgresql+psycopg://…` production.
    database_url: str = f"sqlite:///{HOME / 'var' / 'collabpoints.sqlite3'}"
    # Signs cookies and forms. At least 32 characters, the same on every host; or SECRET_KEY_FILE names a file with it.
    secret_key: str = field(default="", repr=False)
    # The address that people type. With https cookies are Secure; http is accepted on the own machine only.
    public_url: str = "http://127.0.0.1:8000"
    # The address and port that the web server listens on.
    host: str = "127.0.0.1"
    port: int = 8000
    # Host names that requests may name, comma separated. Default: the host of PUBLIC_URL, and 127.0.0.1 and localhost.
    trusted_hosts: tuple[str, ...] = ()
    # How many proxies stand in front and set X-Forwarded-For, -Proto and -Host. 0: none is believed.
    trusted_proxies: int = 0
    # gunicorn's processes (PostgreSQL only; SQLite is one process) and threads in each.
    web_workers: int = 2
    web_threads: int = 8
    # The rule set of the agency (a preset's name): chungnam-2015 or directive-2016. A change starts next month.
    scheme: str = "directive-2016"
    # Minutes without a request, and hours since signing in, after which one signs in again.
    idle_minutes: int = 60
    absolute_hours: int = 10
    # Hours that a one-time link for a first password stays good.
    link_hours: int = 72
    # Share of the staff, in per cent, that one import may remove before it must be confirmed.
    import_removal_percent: int = 10
    # Mail: smtp://user:password@host:port or smtps://…; empty: no mail is sent, none is kept.
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "collabpoints@localhost"
    # When the morning mail of a working day goes out, HH:MM in the agency's zone.
    morning_mail_at: str = "08:30"
    # Seconds to wait for the database before a page says that it is busy.
    database_timeout: int = 5
    # JSON lines on standard error at this level: debug, info, warning, error.
    log_level: str = "info"

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Config":
        """The settings that the environment names, defaults for the rest. Raises UnsafeSetting."""
        port = _whole(environ, "PORT", cls.port, 1, 65535)
        config = cls(
            database_url=environ.get("DATABASE_URL", "") or cls.database_url,
            secret_key=_key(environ),
            public_url=(environ.get("PUBLIC_URL", "") or f"http://127.0.0.1:{port}").rstrip("/"),
            host=environ.get("HOST", "") or cls.host,
            port=port,
            trusted_hosts=_names(environ.get("TRUSTED_HOSTS", "")),
            trusted_proxies=_whole(environ, "TRUSTED_PROXIES", cls.trusted_proxies, 0, 5),
            web_workers=_whole(environ, "WEB_WORKERS", cls.web_workers, 1, 64),
            web_threads=_whole(environ, "WEB_THREADS", cls.web_threads, 1, 64),
            scheme=environ.get("SCHEME", "") or cls.scheme,
            idle_minutes=_whole(environ, "IDLE_MINUTES", cls.idle_minutes, 5, 1440),
            absolute_hours=_whole(environ, "ABSOLUTE_HOURS", cls.absolute_hours, 1, 168),
            link_hours=_whole(environ, "LINK_HOURS", cls.link_hours, 1, 720),
            import_removal_percent=_whole(environ, "IMPORT_REMOVAL_PERCENT", cls.import_removal_percent, 0, 100),
            smtp_url=environ.get("SMTP_URL", ""),
            mail_from=environ.get("MAIL_FROM", "") or cls.mail_from,
            morning_mail_at=environ.get("MORNING_MAIL_AT", "") or cls.morning_mail_at,
            database_timeout=_whole(environ, "DATABASE_TIMEOUT", cls.database_timeout, 1, 60),
            log_level=environ.get("LOG_LEVEL", "") or cls.log_level,
        )
        config.refuse_unsafe()
        return config

    @property
    def is_embedded(self) -> bool:
        """Whether the data lives in an SQLite file: one web process with threads."""
        return self.database_url.startswith("sqlite")

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def accepted_hosts(self) -> tuple[str, ...]:
        """The host names that a request may name."""
        own = urlsplit(self.public_url).hostname or "127.0.0.1"
        return tuple(dict.fromkeys((*self.trusted_hosts, own, "127.0.0.1", "localhost")))

    def refuse_unsafe(self) -> None:
        """Raises UnsafeSetting where the installation would not be safe to start."""
        if (
            len(self.secret_key) < _SHORTEST_KEY
            or self.secret_key.lower() in _WEAK_KEYS
            or len(set(self.secret_key)) < 10
        ):
            raise UnsafeSetting(
                f"SECRET_KEY is missing or weak: anybody who guesses it signs in as anybody. Set {_SHORTEST_KEY} or more random "
                "characters (python3 -c 'import secrets; print(secrets.token_urlsafe(48))'), or name a file in SECRET_KEY_FILE."
            )
        if not self.database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise UnsafeSetting("DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://.")
        address = urlsplit(self.public_url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise UnsafeSetting("PUBLIC_URL must be a whole address, such as https://thanks.example.go.kr.")
        if address.scheme == "http" and not _is_loopback(address.hostname):
            raise UnsafeSetting(
                f"PUBLIC_URL is http and not this machine ({address.hostname}): passwords would cross the network readable. "
                "Put a proxy with a certificate in front and give its https address."
            )
        if not _is_loopback(self.host) and not self.is_https:
            raise UnsafeSetting(
                f"HOST={self.host} listens to the network without https. Set PUBLIC_URL to the proxy's https address, or HOST=127.0.0.1."
            )
        if self.log_level not in ("debug", "info", "warning", "error"):
            raise UnsafeSetting("LOG_LEVEL must be debug, info, warning or error.")
        if self.smtp_url and not self.smtp_url.startswith(("smtp://", "smtps://")):
            raise UnsafeSetting("SMTP_URL must begin with smtp:// or smtps://.")


def _key(environ: Mapping[str, str]) -> str:
    name = environ.get("SECRET_KEY_FILE", "")
    if environ.get("SECRET_KEY") or not name:
        return environ.get("SECRET_KEY", "")
    try:
        return Path(name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise UnsafeSetting(f"SECRET_KEY_FILE names a file that cannot be read: {name} ({fault}).") from fault


def _whole(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environ.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise UnsafeSetting(f"{name} must be a whole number from {low} to {high}, and is {text!r}.")
    return int(text)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
