"""What the messenger's hook is sent: a small JSON body, and its signature. Pure; docs/operator.md tells the messenger's
side how to check it."""

import hashlib
import hmac
import json
from datetime import datetime

TIMESTAMP, SIGNATURE = "X-Collabpoints-Timestamp", "X-Collabpoints-Signature"


def hook_body(*, message_id: str, kind: str, employee_number: str, at: datetime, address: str) -> bytes:
    """The body: `at` is when it happened, with its offset; `address` the page that it leads to."""
    said = {
        "id": message_id,
        "kind": kind,
        "employee_number": employee_number,
        "at": at.isoformat(timespec="seconds"),
        "url": address,
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def signed_headers(secret: str, body: bytes, *, now: datetime) -> dict[str, str]:
    """The headers that prove who sent the body and when: HMAC-SHA256 over the second, a full stop and the body."""
    timestamp = str(int(now.timestamp()))
    signature = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json; charset=utf-8", TIMESTAMP: timestamp, SIGNATURE: f"v1={signature}"}
