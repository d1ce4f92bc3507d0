import hashlib
import hmac
import json
from datetime import UTC, datetime

from collabpoints.formats.hook_messages import hook_body, signed_headers

NOW = datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)


def test_the_body_is_small_json() -> None:
    body = hook_body(message_id="a1", kind="received", employee_number="공100", at=NOW, address="https://x/notices/1")
    assert json.loads(body) == {
        "id": "a1",
        "kind": "received",
        "employee_number": "공100",
        "at": "2026-11-23T01:02:03+00:00",
        "url": "https://x/notices/1",
    }


def test_the_signature_is_over_the_second_and_the_very_bytes() -> None:
    headers = signed_headers("secret", b"{}", now=NOW)
    second = str(int(NOW.timestamp()))
    assert headers["X-Collabpoints-Timestamp"] == second
    right = hmac.new(b"secret", f"{second}.{{}}".encode(), hashlib.sha256).hexdigest()
    assert headers["X-Collabpoints-Signature"] == f"v1={right}"


def test_another_moment_has_another_signature() -> None:
    later = NOW.replace(second=4)
    assert signed_headers("secret", b"{}", now=NOW) != signed_headers("secret", b"{}", now=later)
