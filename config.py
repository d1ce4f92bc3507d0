"""The settings, read from the environment once, every one documented here; `docs/operator.md` repeats the table.

An unsafe setting stops the start with a sentence that says why (promise 27).
"""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit

HOME = Path(__file__).resolve().parent
_WEAK_KEYS = {"dev", "secret", "changeme", "change-me", "default", "password"}
_SHORTEST_KEY = 32
_FEWEST_CHARACTERS = 10
_LOG_LEVELS = ("debug", "info", "warning", "error")
_MORNING = re.compile(r"[0-9]{2}:[0-9]{2}", re.ASCII)
_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+", re.ASCII)
_PRINTABLE = re.compile(r"[!-~]+", re.ASCII)
_PRIVATE = tuple(
    ipaddress.ip_network(network) for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
SCHEMES = (
    "chungnam-2015",
    "directive-2016",
    "gyeongju-2016",
    "cheonan-2019",
    "sancheong-2019",
    "daejeon-seogu-2019",
    "wando-2022",
    "cheongyang-2022",
    "gwangju-namgu-2023",
    "gwanak-2026",
)
"""The presets that ship with the application (`collabpoints/domain/presets/`; a test compares)."""


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
    # The address that the web server listens on. Others than 127.0.0.1 need a PUBLIC_URL with https.
    host: str = "127.0.0.1"
    # The port that it listens on.
    port: int = 8000
    # Host names that requests may name, comma separated. Default: the host of PUBLIC_URL, and 127.0.0.1 and localhost.
    trusted_hosts: tuple[str, ...] = ()
    # How many proxies stand in front and set X-Forwarded-For, -Proto and -Host. 0: none is believed.
    trusted_proxies: int = 0
    # gunicorn's processes (PostgreSQL only; SQLite is one process).
    web_workers: int = 2
    # Threads in each process.
    web_threads: int = 8
    # The rule set (the name of a preset, docs/schemes.md). Another than the agency's starts with the next month. Empty:
    # an agency keeps its own, a new one begins with directive-2016.
    scheme: str = ""
    # Minutes without a request after which one signs in again.
    idle_minutes: int = 60
    # Hours since signing in after which one signs in again.
    absolute_hours: int = 10
    # Hours that a one-time link for a first password stays good.
    link_hours: int = 72
    # Share of the staff, in per cent, that one import may remove before it must be confirmed.
    import_removal_percent: int = 10
    # Years that records of looks and downloads are kept. Never shorter than the law asks: 1, from 50,000 people on 2
    # (개인정보의 안전성 확보조치 기준 제8조 제1항, as of 2025-10-31).
    record_years: int = 1
    # Days after which those records want to be looked through and signed for again: 28 are once in each month at least
    # (제8조 제2항 of the same).
    record_review_days: int = 28
    # Years after leaving after which a name and all that was typed about its person are redacted; 0: never. The agency's own
    # choice: the law wants data gone when they are not needed any more and names no number (개인정보 보호법 제21조 제1항,
    # as of 2025-10-31). Not shorter than RECORD_YEARS: until then the records must say who looked.
    redact_names_years: int = 3
    # Years after sending after which texts and replies are redacted, and kept files of submissions deleted; 0: never. The
    # agency's own choice too; 10 is a class of its table of retention (공공기록물 관리에 관한 법률 시행령 제26조, 별표 1).
    redact_texts_years: int = 10
    # Rows up to which a file that is taken out is made while one waits; a larger one is made behind the scenes.
    export_rows_at_once: int = 20_000
    # Days that such a file can be taken; a submission (제출본) is kept.
    export_days: int = 7
    # Mail: smtp://user:password@host:port or smtps://…; empty: no mail is sent, none is kept.
    smtp_url: str = field(default="", repr=False)
    # The address that mail comes from.
    mail_from: str = "collabpoints@localhost"
    # When the morning mail of a working day goes out, HH:MM in the agency's zone.
    morning_mail_at: str = "08:30"
    # The messenger's hook: each new notice is posted to this address as signed JSON. https, or http to a private
    # address (10.…, 172.16.…, 192.168.…, 127.…). Empty: none is. docs/operator.md says what is sent.
    hook_url: str = ""
    # Signs what the hook is sent, so that the messenger can tell it from others'. At least 32 characters, not SECRET_KEY.
    hook_secret: str = field(default="", repr=False)
    # A Korean font (TTF, OTF, TTC) for certificates and slides: a file, or two with a comma: regular, bold. Empty: the
    # fonts that came with the assets, else those of the machine.
    document_font: str = ""
    # Lets whoever sends it as `Authorization: Bearer …` read /metrics. At least 32 characters, not SECRET_KEY. Empty: only
    # this machine itself may (docs/operator.md).
    metrics_token: str = field(default="", repr=False)
    # Seconds to wait for the database before a page says that it is busy.
    database_timeout: int = 5
    # JSON lines on standard error at this level: debug, info, warning, error.
    log_level: str = "info"

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Config":
        """The settings that the environment names, defaults for the rest. Raises UnsafeSetting."""
        if environ.get("FLASK_DEBUG", "") not in ("", "0"):
            raise UnsafeSetting(
                "FLASK_DEBUG가 켜져 있습니다. 오류 화면에서 누구나 코드를 실행할 수 있으므로 시작하지 않습니다."
            )
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
            record_years=_whole(environ, "RECORD_YEARS", cls.record_years, 1, 30),
            record_review_days=_whole(environ, "RECORD_REVIEW_DAYS", cls.record_review_days, 1, 28),
            redact_names_years=_whole(environ, "REDACT_NAMES_YEARS", cls.redact_names_years, 0, 100),
            redact_texts_years=_whole(environ, "REDACT_TEXTS_YEARS", cls.redact_texts_years, 0, 100),
            export_rows_at_once=_whole(environ, "EXPORT_ROWS_AT_ONCE", cls.export_rows_at_once, 0, 200_000),
            export_days=_whole(environ, "EXPORT_DAYS", cls.export_days, 1, 90),
            smtp_url=environ.get("SMTP_URL", ""),
            mail_from=environ.get("MAIL_FROM", "") or cls.mail_from,
            morning_mail_at=environ.get("MORNING_MAIL_AT", "") or cls.morning_mail_at,
            hook_url=environ.get("HOOK_URL", ""),
            hook_secret=environ.get("HOOK_SECRET", ""),
            metrics_token=environ.get("METRICS_TOKEN", ""),
            document_font=environ.get("DOCUMENT_FONT", ""),
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
    def document_fonts(self) -> tuple[Path, ...]:
        """The files that `document_font` names: none, one or two."""
        return tuple(Path(name) for name in _names(self.document_font))

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
        self._refuse_unsafe_key()
        self._refuse_unsafe_address()
        if not self.database_url.startswith(("sqlite:///", "postgresql+psycopg://")) or ":memory:" in self.database_url:
            raise UnsafeSetting("DATABASE_URL은 sqlite:///파일 이나 postgresql+psycopg://… 이어야 합니다.")
        if self.database_url == "sqlite:///":
            raise UnsafeSetting("DATABASE_URL에 SQLite 파일의 경로가 없습니다. 메모리에 두면 멈출 때 모두 사라집니다.")
        if self.scheme and self.scheme not in SCHEMES:
            raise UnsafeSetting(f"SCHEME은 {' 또는 '.join(SCHEMES)}이어야 합니다: {self.scheme!r}.")
        if self.log_level not in _LOG_LEVELS:
            raise UnsafeSetting(f"LOG_LEVEL은 {', '.join(_LOG_LEVELS)} 가운데 하나여야 합니다: {self.log_level!r}.")
        self._refuse_unusable_mail()
        if 0 < self.redact_names_years < self.record_years:
            raise UnsafeSetting(
                f"REDACT_NAMES_YEARS({self.redact_names_years})는 0이거나 RECORD_YEARS({self.record_years})보다 작지 않아야 "
                "합니다. 접속기록을 보관하는 동안에는 누가 보았는지 말할 수 있어야 합니다."
            )
        if len(self.document_fonts) > 2 or not all(_is_font(path) for path in self.document_fonts):
            raise UnsafeSetting(
                f"DOCUMENT_FONT는 글꼴 파일(TTF, OTF, TTC) 하나, 또는 보통과 굵은 것 둘을 쉼표로 적습니다: {self.document_font!r}."
            )
        if self.hook_url:
            self._refuse_unsafe_hook()
        if self.metrics_token and (_is_weak(self.metrics_token) or self.metrics_token == self.secret_key):
            raise UnsafeSetting(
                f"METRICS_TOKEN이 약하거나 SECRET_KEY와 같습니다. 무작위로 만든 {_SHORTEST_KEY}자 이상의 다른 값을 쓰거나, "
                "비워 두면 이 컴퓨터에서만 /metrics를 읽을 수 있습니다."
            )

    def _refuse_unsafe_key(self) -> None:
        if _is_weak(self.secret_key):
            raise UnsafeSetting(
                "SECRET_KEY가 없거나 약합니다. 이 값을 알아맞히면 누구로든 로그인할 수 있습니다. 무작위로 만든 "
                f"{_SHORTEST_KEY}자 이상을 쓰거나(python3 -c 'import secrets; print(secrets.token_urlsafe(48))') "
                "그 값이 든 파일을 SECRET_KEY_FILE에 적어 주세요."
            )

    def _refuse_unsafe_address(self) -> None:
        address = urlsplit(self.public_url)
        if address.scheme not in ("http", "https") or not address.hostname or address.query or address.fragment:
            raise UnsafeSetting("PUBLIC_URL은 https://thanks.example.go.kr 처럼 온전한 주소여야 합니다.")
        if address.path:
            raise UnsafeSetting("PUBLIC_URL에는 경로를 둘 수 없습니다. 호스트 하나를 통째로 쓰게 해 주세요.")
        if address.scheme == "http" and not _is_loopback(address.hostname):
            raise UnsafeSetting(
                f"PUBLIC_URL이 http인데 이 컴퓨터가 아닙니다({address.hostname}). 비밀번호가 그대로 보이게 오갑니다. "
                "인증서를 둔 프록시를 앞에 두고 그 https 주소를 적어 주세요."
            )
        if not _is_loopback(self.host) and not self.is_https:
            raise UnsafeSetting(
                f"HOST={self.host}는 https 없이 통신망에 열립니다. PUBLIC_URL을 프록시의 https 주소로 하거나 "
                "HOST=127.0.0.1로 해 주세요."
            )

    def _refuse_unusable_mail(self) -> None:
        try:
            time.fromisoformat(self.morning_mail_at)
        except ValueError as fault:
            raise UnsafeSetting(f"MORNING_MAIL_AT은 08:30처럼 적습니다: {self.morning_mail_at!r}.") from fault
        if not _MORNING.fullmatch(self.morning_mail_at):
            raise UnsafeSetting(f"MORNING_MAIL_AT은 08:30처럼 적습니다: {self.morning_mail_at!r}.")
        if not self.smtp_url:
            return
        try:
            server = urlsplit(self.smtp_url)
            is_whole = server.scheme in ("smtp", "smtps") and bool(server.hostname) and (server.port or 1) > 0
        except ValueError:
            is_whole = False
        if not is_whole:
            raise UnsafeSetting("SMTP_URL은 smtp://호스트:포트 나 smtps://사용자:비밀번호@호스트 처럼 적습니다.")
        if not _ADDRESS.fullmatch(self.mail_from):
            raise UnsafeSetting(f"MAIL_FROM은 메일 주소 하나여야 합니다: {self.mail_from!r}.")

    def _refuse_unsafe_hook(self) -> None:
        try:
            hook = urlsplit(self.hook_url)
            is_whole = hook.scheme in ("http", "https") and bool(hook.hostname) and (hook.port or 1) > 0
        except ValueError:
            is_whole = False
        if not is_whole or hook.username or hook.fragment or not _PRINTABLE.fullmatch(self.hook_url):
            raise UnsafeSetting(
                "HOOK_URL은 https://messenger.example.go.kr/hook 처럼 온전한 주소여야 하고, 사용자 이름이나 #을 담지 않습니다."
            )
        if hook.scheme == "http" and not _is_private(hook.hostname or ""):
            raise UnsafeSetting(
                f"HOOK_URL이 http인데 내부망 주소(10.…, 172.16.…, 192.168.…)가 아닙니다({hook.hostname}). 누가 알림을 받는지 "
                "그대로 보이게 오갑니다. https 주소나 내부망의 숫자 주소를 적어 주세요."
            )
        if _is_weak(self.hook_secret) or self.hook_secret == self.secret_key:
            raise UnsafeSetting(
                f"HOOK_SECRET이 없거나 약하거나 SECRET_KEY와 같습니다. 무작위로 만든 {_SHORTEST_KEY}자 이상의 다른 값을 "
                "쓰고 메신저에도 같은 값을 알려 주세요."
            )


def _is_font(path: Path) -> bool:
    return path.suffix.lower() in (".ttf", ".otf", ".ttc") and path.is_file()


def _is_weak(key: str) -> bool:
    return len(key) < _SHORTEST_KEY or key.lower() in _WEAK_KEYS or len(set(key)) < _FEWEST_CHARACTERS


def _key(environ: Mapping[str, str]) -> str:
    name = environ.get("SECRET_KEY_FILE", "")
    if environ.get("SECRET_KEY") or not name:
        return environ.get("SECRET_KEY", "")
    try:
        return Path(name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise UnsafeSetting(f"SECRET_KEY_FILE이 가리키는 파일을 읽을 수 없습니다: {name} ({fault})") from fault


def _whole(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environ.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise UnsafeSetting(f"{name}은(는) {low}부터 {high}까지의 정수여야 합니다: {text!r}.")
    return int(text)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _is_private(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False  # what a name leads to, somebody else decides
    return address.is_loopback or any(address in network for network in _PRIVATE if network.version == address.version)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
