"""Every setting is documented, and an unsafe one stops the start with a sentence that says why (promise 27)."""

import dataclasses
import re
from pathlib import Path

import pytest

from collabpoints.domain.schemes import PRESETS
from config import HOME, SCHEMES, Config, UnsafeSetting

KEY = "a-key-of-its-own-0123456789-abcdefghijk"
SAFE = {"SECRET_KEY": KEY}


def test_only_the_key_must_be_given() -> None:
    config = Config.from_environ(SAFE)
    assert (config.host, config.port, config.public_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert config.is_embedded


def test_the_key_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "열쇠"
    file.write_text(KEY + "\n")
    assert Config.from_environ({"SECRET_KEY_FILE": str(file)}).secret_key == KEY


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "secret"),
        ("SECRET_KEY", "a" * 64),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DATABASE_URL", "postgresql://localhost/x"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite:///"),
        ("PUBLIC_URL", "http://thanks.example.go.kr"),
        ("PUBLIC_URL", "thanks.example.go.kr"),
        ("PUBLIC_URL", "https://thanks.example.go.kr/points"),
        ("PUBLIC_URL", "ftp://thanks.example.go.kr"),
        ("HOST", "0.0.0.0"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "８０００"),
        ("PORT", "-1"),
        ("TRUSTED_PROXIES", "many"),
        ("WEB_WORKERS", "0"),
        ("WEB_THREADS", "65"),
        ("SCHEME", "unknown-1999"),
        ("IDLE_MINUTES", "1"),
        ("ABSOLUTE_HOURS", "200"),
        ("LINK_HOURS", "0"),
        ("IMPORT_REMOVAL_PERCENT", "101"),
        ("SMTP_URL", "http://mail.example.go.kr"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://mail.example.go.kr:port"),
        ("HOOK_URL", "messenger"),
        ("HOOK_URL", "ftp://10.0.0.7/hook"),
        ("HOOK_URL", "https://"),
        ("HOOK_URL", "https://messenger.example.go.kr:port/"),
        ("HOOK_URL", "https://user:password@messenger.example.go.kr/"),
        ("HOOK_URL", "https://messenger.example.go.kr/#room"),
        ("HOOK_URL", "https://messenger.example.go.kr/a b"),
        ("HOOK_URL", "https://messenger.example.go.kr/\r\nX: y"),
        ("HOOK_URL", "http://messenger.example.go.kr/hook"),
        ("HOOK_URL", "http://8.8.8.8/hook"),
        ("HOOK_URL", "http://0.0.0.0/hook"),
        ("HOOK_URL", "http://169.254.169.254/hook"),
        ("MORNING_MAIL_AT", "morning"),
        ("MORNING_MAIL_AT", "25:00"),
        ("MORNING_MAIL_AT", "08:30:00"),
        ("DOCUMENT_FONT", "/nowhere/font.ttf"),
        ("DOCUMENT_FONT", __file__),
        ("DATABASE_TIMEOUT", "0"),
        ("LOG_LEVEL", "loud"),
        ("FLASK_DEBUG", "1"),
    ],
)
def test_an_unsafe_setting_stops_the_start_and_is_named(name: str, value: str) -> None:
    with pytest.raises(UnsafeSetting, match=name):
        Config.from_environ({**SAFE, name: value})


HOOK = {**SAFE, "HOOK_URL": "https://messenger.example.go.kr/hook", "HOOK_SECRET": "another-0123456789-abcdefghijklmno"}


@pytest.mark.parametrize(
    "url",
    [
        "https://messenger.example.go.kr/hook?room=7",
        "https://8.8.8.8/",
        "http://10.1.2.3:8080/hook",
        "http://172.31.0.1/",
        "http://192.168.0.9/",
        "http://127.0.0.1:9000/",
        "http://[fd00::7]/hook",
        "http://localhost:9000/",
    ],
)
def test_a_hook_is_called_by_https_or_within_the_house(url: str) -> None:
    assert Config.from_environ({**HOOK, "HOOK_URL": url}).hook_url == url


@pytest.mark.parametrize("secret", ["", "short", "a" * 64, KEY])
def test_a_hook_needs_a_strong_secret_of_its_own(secret: str) -> None:
    with pytest.raises(UnsafeSetting, match="HOOK_SECRET"):
        Config.from_environ({**HOOK, "HOOK_SECRET": secret})


@pytest.mark.parametrize("token", ["short", "a" * 64, KEY])
def test_a_token_for_the_metrics_is_strong_and_its_own(token: str) -> None:
    with pytest.raises(UnsafeSetting, match="METRICS_TOKEN"):
        Config.from_environ({**SAFE, "METRICS_TOKEN": token})


def test_mail_needs_a_plain_sender() -> None:
    with pytest.raises(UnsafeSetting, match="MAIL_FROM"):
        Config.from_environ({**SAFE, "SMTP_URL": "smtp://mail.example", "MAIL_FROM": "a@b.kr\nBcc: c@d.kr"})


def test_a_key_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnsafeSetting, match="SECRET_KEY_FILE"):
        Config.from_environ({"SECRET_KEY_FILE": str(tmp_path / "없음")})


def test_behind_a_proxy_with_https_the_network_may_be_listened_to() -> None:
    config = Config.from_environ({**SAFE, "HOST": "0.0.0.0", "PUBLIC_URL": "https://thanks.example.go.kr"})
    assert config.is_https
    assert "thanks.example.go.kr" in config.accepted_hosts


def test_secrets_do_not_show_when_the_settings_are_printed() -> None:
    token = "scrape-0123456789-abcdefghijklmno-xyz"
    config = Config.from_environ({**HOOK, "SMTP_URL": "smtp://me:hidden@mail.example", "METRICS_TOKEN": token})
    assert KEY not in repr(config)
    assert token not in repr(config)
    assert HOOK["HOOK_SECRET"] not in repr(config)
    assert "hidden" not in repr(config)


def test_a_font_of_the_agency_may_be_two_files_and_not_three(tmp_path: Path) -> None:
    for name in ("a.ttf", "b.otf", "c.ttc"):
        (tmp_path / name).touch()
    two = f"{tmp_path / 'a.ttf'}, {tmp_path / 'b.otf'}"
    assert Config.from_environ({**SAFE, "DOCUMENT_FONT": two}).document_fonts == (
        tmp_path / "a.ttf",
        tmp_path / "b.otf",
    )
    with pytest.raises(UnsafeSetting, match="DOCUMENT_FONT"):
        Config.from_environ({**SAFE, "DOCUMENT_FONT": f"{two}, {tmp_path / 'c.ttc'}"})


def test_the_presets_are_those_that_ship() -> None:
    assert SCHEMES == PRESETS


def test_every_setting_stands_in_the_operators_table_and_no_other() -> None:
    guide = (HOME / "docs" / "operator.md").read_text(encoding="utf-8")
    table = set(re.findall(r"^\| `([A-Z_]+)` ", guide, re.MULTILINE))
    assert table == {field.name.upper() for field in dataclasses.fields(Config)} | {"SECRET_KEY_FILE"}


def test_every_setting_is_explained_where_it_is_defined() -> None:
    lines = (HOME / "config.py").read_text(encoding="utf-8").splitlines()
    for field in dataclasses.fields(Config):
        (place,) = (at for at, line in enumerate(lines) if line.startswith(f"    {field.name}: "))
        assert lines[place - 1].startswith("    # "), field.name
