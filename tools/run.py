"""What `make run` does once everything is built: key, database, demo agency, web server and scheduler; Ctrl-C stops it.

A second start finds key, database and data as they were. Every step is a command of `collabpoints` that an operator
could give by hand; this file only gives them in order and waits for the server.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

HOME = Path(__file__).resolve().parent.parent
KEY = HOME / "var" / "secret-key"
COMMAND = [sys.executable, "-m", "wsgi"]
WAIT_SECONDS = 60


def main() -> int:
    os.chdir(HOME)
    os.environ.setdefault("LOG_LEVEL", "warning")  # a person watches: what goes well is not news
    (HOME / "var").mkdir(mode=0o700, exist_ok=True)
    provide_key()
    say("데이터베이스를 준비합니다")
    if step("migrate") or step("demo", "load", "--if-empty"):
        return 1
    say("웹 서버와 예약 작업을 시작합니다")
    if is_answered():
        return step("serve")  # which says whose fault it is; another's answers must not be taken for ours
    server = subprocess.Popen([*COMMAND, "serve", "--with-scheduler"])
    stop_with(server)
    if is_up(server):
        print_where()
    return server.wait()


def provide_key() -> None:
    """SECRET_KEY or SECRET_KEY_FILE names a key: the environment's own, else one made once and kept for this folder."""
    if os.environ.get("SECRET_KEY") or os.environ.get("SECRET_KEY_FILE"):
        return
    if not KEY.exists():
        say(f"비밀 키를 만듭니다: {KEY.relative_to(HOME)}")
        made = KEY.with_suffix(f".{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48) + "\n", encoding="ascii")
        made.rename(KEY)
    os.environ["SECRET_KEY_FILE"] = str(KEY)


def step(*words: str) -> int:
    """Run a command; Ctrl-C reaches it through the terminal, and ends this quietly."""
    try:
        return subprocess.run([*COMMAND, *words], check=False).returncode
    except KeyboardInterrupt:
        return 130


def stop_with(server: "subprocess.Popen[bytes]") -> None:
    """From now on a signal to us is one to the server (in a terminal it may get it twice, which is the same)."""

    def pass_on(_number: int, _frame: FrameType | None) -> None:
        if server.poll() is None:
            server.send_signal(signal.SIGTERM)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, pass_on)


def address() -> str:
    return f"http://127.0.0.1:{os.environ.get('PORT') or '8000'}"


def is_answered() -> bool:
    """Whether somebody listens on our port already."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(os.environ.get("PORT") or "8000"))) == 0


def is_up(server: "subprocess.Popen[bytes]") -> bool:
    """Whether the server answers, before it ends or the time is over."""
    deadline = time.monotonic() + WAIT_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address()}/health/live", timeout=2):  # noqa: S310  (our own address)
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def print_where() -> None:
    """The address, and the demo accounts where the agency is the demo's."""
    print(f"\n  주소: {os.environ.get('PUBLIC_URL') or address()}")
    for line in demo_accounts():
        print(f"  {line}")
    print("  멈추려면 Ctrl-C를 누르세요.\n", flush=True)


def demo_accounts() -> list[str]:
    """What to sign in with; nothing where a real agency lives in the database."""
    from collabpoints.demo.agency import LOGINS  # only now is it certain that the environment is whole
    from collabpoints.queries.agencies import the_agency
    from collabpoints.services.demo import PASSWORD
    from wsgi import Installation

    with Installation().app().app_context():
        agency = the_agency()
    if agency is None or not agency.is_demo:
        return []
    return [f"데모 계정: {', '.join(LOGINS)}", f"비밀번호: {PASSWORD}"]


def say(text: str) -> None:
    print(f"── {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
