"""What `make scan` does: let wapiti and sqlmap loose on a real server with the demo agency, signed in as three roles.

Everything happens on this machine and in a temporary folder. It prints what the scanners found and ends with 1 where a
finding is not explained below. SCAN_SECONDS bounds the time (default 600); what a scanner did not reach in its share of
it is not found, so a short scan says less: what was cut short is named at the end.
"""

import http.client
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

HOME = Path(__file__).resolve().parent.parent
SCANNERS = HOME / ".venv-scan" / "bin"
SECONDS = int(os.environ.get("SCAN_SECONDS", "600"))
MODULES = "sql,xss,permanentxss,redirect,csrf,crlf,http_headers,cookieflags,csp"
ROLES = ("employee", "hr", "admin")
SIGNED_IN = (*ROLES, "reviewer")
# What would sign the scanner out, or take its role away.
NEVER = ("/sign-out", "/account/password", "/roles/*/revoke", "/static/*")
FEWEST_PAGES = 8
PATIENCE = "30"  # seconds for an answer: on a busy machine the scanners take a slow one for none

# Addresses with what may be typed into them; MONTH becomes the last month, of which the demo agency has everything.
QUERIES = (
    ("employee", "/people/search?q=kim&offset=1"),
    ("employee", "/notes/feed?before=5"),
    ("employee", "/notes/received?before=5"),
    ("employee", "/notes/new?to=100001&form=00000000-0000-4000-8000-000000000000"),
    ("employee", "/boards/MONTH/persons?by=received&order=official&page=1"),
    ("employee", "/flows/MONTH?of=x"),
    ("hr", "/exports?what=persons&span=MONTH&department=1&only=x&order=x&division=x&kind=1&page=1"),
    ("hr", "/submissions/compare?first=1&second=2&page=1"),
    ("hr", "/patterns?state=open"),
    ("hr", "/staff?q=kim"),
    ("reviewer", "/records/looks?first=2026-01-01&last=2026-12-31&number=100001&act=x"),
    ("admin", "/roles?number=100001&page=1"),
    ("", "/sign-in?next=x"),
)
FORMS = (
    (
        "employee",
        "/notes/new",
        "form_id=00000000-0000-4000-8000-000000000000&to=100001&q=kim&text=x&points=10&help_kind=1&action=search",
    ),
    ("employee", "/drafts", "form_id=00000000-0000-4000-8000-000000000000&to=100001&text=x&points=10&help_kind=1"),
    ("hr", "/help-kinds", "name_ko=x&name_en=x&is_offered=y"),
    ("hr", "/exports", "what=persons&span=MONTH&file_format=csv&department=1&only=x&kind=1&reason=x"),
    ("hr", "/submissions/new", "what=persons&span=MONTH&file_format=csv&recipient=x&aim=x&purpose=x&reason=x"),
    ("hr", "/reorganisations", "title=x&effective_on=2030-01-01&document=x"),
    ("hr", "/prizes", "span=MONTH"),
    ("reviewer", "/records/reviews", "first=2026-01-01&last=2026-01-31&remark=x"),
    ("admin", "/roles/grant", "number=100001&role=reviewer&department=0&reason=x"),
    ("admin", "/links/one", "number=100001"),
)

# Findings that are as they should be: (scanner's category, what it says, why it is none).
EXPLAINED: tuple[tuple[str, str, str], ...] = (
    (
        "Secure Flag cookie",
        r"^GET /  Secure flag is not set in the cookie : (collabpoints|collabpoints-browser|language)$",
        "set where PUBLIC_URL is https; a cookie that is Secure would not be sent on loopback",
    ),
)


@dataclass(frozen=True)
class Finding:
    """What a scanner said, signed in as whom; `why` it is none, or ""."""

    scanner: str
    role: str
    category: str
    text: str

    @property
    def why(self) -> str:
        return next((why for name, text, why in EXPLAINED if name in self.category and re.search(text, self.text)), "")


@dataclass(frozen=True)
class Site:
    """The server under attack."""

    port: int
    folder: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, fields: dict[str, str], cookie: str) -> tuple[int, str, str]:
        """Status, the cookies that were set, the page."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line.request(method, path, urlencode(fields), headers)
        answer = line.getresponse()
        page = answer.read().decode()
        cookies = [value.partition(";")[0] for name, value in answer.getheaders() if name == "Set-Cookie"]
        line.close()
        return answer.status, "; ".join(cookies), page

    def enter(self, role: str, password: str) -> str:
        """The cookies of a browser in which this demo account is signed in, with a token for its forms."""
        _status, cookie, page = self.ask("GET", "/sign-in", {}, "")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        fields = {"csrf_token": token[1] if token else "", "login": role, "password": password}
        status, cookie, _page = self.ask("POST", "/sign-in", fields, cookie)
        if status != 303:
            raise SystemExit(f"cannot sign in as {role}: {status}")
        _status, later, _page = self.ask("GET", "/account", {}, cookie)
        kept = dict(pair.split("=", 1) for pair in f"{cookie}; {later}".split("; ") if pair)
        return "; ".join(f"{name}={value}" for name, value in kept.items())


def main() -> int:
    from collabpoints.services.demo import PASSWORD

    with tempfile.TemporaryDirectory(prefix="scan-") as folder:
        site = Site(_free_port(), Path(folder))
        server = _serve(site)
        try:
            findings, reached, cut = [], {}, []
            cookies = {"": "", **{role: site.enter(role, PASSWORD) for role in SIGNED_IN}}
            month = last_month(datetime.now(UTC).date())
            for role in ROLES:
                say(f"wapiti, {role}")
                found, reached[role], unfinished = wapiti(site, role, cookies[role], SECONDS // 5)
                findings += found
                cut += [f"wapiti as {role}: {what}" for what in unfinished]
            share = max(15, SECONDS * 2 // 5 // (len(QUERIES) + len(FORMS)))
            for role, at, typed in (*((*query, "") for query in QUERIES), *FORMS):
                path, body = at.replace("MONTH", month), typed.replace("MONTH", month)
                say(f"sqlmap, {role or 'nobody'}: {path}")
                found, is_cut = sqlmap(site, role, cookies[role], path, body=body, seconds=share)
                findings += found
                cut += [f"sqlmap as {role or 'nobody'}: {path}"] if is_cut else []
            out = [role for role in SIGNED_IN if site.ask("GET", "/account", {}, cookies[role])[0] != 200]
        finally:
            server.terminate()
            server.wait(timeout=30)
    print("cut short:", "; ".join(cut) or "nothing")
    return report(findings, reached, out)


def last_month(day: date) -> str:
    """The month before this day's, as addresses spell it: 2026-10."""
    return f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"


def report(findings: list[Finding], reached: dict[str, int], out: list[str]) -> int:
    """Print what was found; 1 where something is left to explain, or the scan was none."""
    for finding in dict.fromkeys(findings):
        why = finding.why
        print(
            f"{'explained' if why else 'FINDING'}: {finding.scanner} as {finding.role}: {finding.category}: {finding.text}"
        )
        if why:
            print(f"           {why}")
    left = [finding for finding in findings if not finding.why]
    few = [role for role, pages in reached.items() if pages < FEWEST_PAGES]
    print(f"pages reached: {reached}; findings: {len(findings)}, unexplained: {len(left)}")
    if out or few:
        print(f"the scan says nothing: signed out meanwhile: {out}; hardly a page reached: {few}")
    return 1 if left or out or few else 0


def wapiti(site: Site, role: str, cookie: str, seconds: int) -> tuple[list[Finding], int, list[str]]:
    """What wapiti finds, how many pages it reached, and which of its modules had no time to end."""
    written = site.folder / f"wapiti-{role}.json"
    excluded = [word for path in NEVER for word in ("-x", site.address + path)]
    # It looks around for a third, and each of its nine modules has a sixth: less than twice its share in all.
    said = _run(
        [SCANNERS / "wapiti", "-u", f"{site.address}/", "-m", MODULES, "-c", _jar(site, role, cookie), "--scope", "folder",
         "-f", "json", "-o", written, "--flush-session", "--store-session", site.folder / role, "--store-config", site.folder / "config",
         "--max-scan-time", str(seconds // 3), "--max-attack-time", str(max(5, seconds // 6)), "--max-files-per-dir", "30",
         "-dr", "1", "-t", PATIENCE, "--no-bugreport", "-v", "1", "-S", "normal", "-d", "6", *excluded],
        site, seconds * 2,
    )  # fmt: skip
    if not written.exists():
        return [Finding("wapiti", role, "scanner", "ended without a report")], 0, []
    unfinished = re.findall(r"Max attack time was reached for module (\w+)", said)
    unfinished += ["looking around"] if "Max scan time was reached" in said else []
    written_down = json.loads(written.read_text(encoding="utf-8"))
    found = [
        Finding(
            "wapiti",
            role,
            category,
            f"{one.get('method')} {one.get('path')} {one.get('parameter') or ''} {one.get('info')}",
        )
        for kind in ("vulnerabilities", "anomalies")
        for category, ones in written_down.get(kind, {}).items()
        for one in ones
    ]
    asked = [page["request"] for page in written_down["infos"].get("crawled_pages", [])]
    faults = {
        (str(one["status_code"]), one["method"], one["url"])
        for one in asked
        if (one["status_code"] or 0) >= http.client.INTERNAL_SERVER_ERROR
    }
    found += [Finding("wapiti", role, "a fault of ours", " ".join(fault)) for fault in sorted(faults)]
    opened = {one["url"] for one in asked if one["status_code"] == http.client.OK}
    # Without the page that only who is signed in can open, it looked at the door and at nothing else.
    is_inside = f"{site.address}/account" in opened
    return found, len({one["url"] for one in asked}) if is_inside else 0, unfinished


def sqlmap(site: Site, role: str, cookie: str, path: str, *, body: str, seconds: int) -> tuple[list[Finding], bool]:
    """Whether sqlmap gets into the database through what can be typed at this address, and whether it had to stop early."""
    command: list[object] = [SCANNERS / "sqlmap", "-u", site.address + path, "--batch", "--disable-coloring", "--flush-session",
                             "--level", "2", "--risk", "2", "--timeout", PATIENCE, "--output-dir", site.folder / "sqlmap",
                             "--ignore-code", "404,422,400,429,403"]  # fmt: skip
    if cookie:
        command += ["--cookie", cookie, "--param-exclude", "csrf_token|collabpoints.*"]
    if body:
        command += [
            "--data",
            f"{body}&csrf_token=x",
            "--csrf-token",
            "csrf_token",
            "--csrf-url",
            site.address + "/account",
        ]
    said = _run(command, site, seconds)
    if "identified the following injection point" in said or "is vulnerable" in said:
        return [Finding("sqlmap", role or "nobody", "SQL injection", f"{path}: {said[-2000:]}")], False
    if "[CRITICAL] unable to connect" in said:
        return [Finding("sqlmap", role or "nobody", "scanner", f"{path}: could not connect")], False
    if role and re.search(r"redirect to '[^']*/sign-in", said):
        return [Finding("sqlmap", role, "scanner", f"{path}: was sent to the door")], False
    return [], _OVER in said


_OVER = "\n(its time was over)"


def _jar(site: Site, role: str, cookie: str) -> Path:
    """The cookies as wapiti reads them."""
    each = {"version": 0, "expires": None, "secure": False, "port": None}
    pairs = (pair.split("=", 1) for pair in cookie.split("; "))
    jar = site.folder / f"cookies-{role}.json"
    jar.write_text(json.dumps({"127.0.0.1": {"/": {name: {"value": value, **each} for name, value in pairs}}}))
    return jar


def _run(command: list[object], site: Site, seconds: int) -> str:
    environ = {
        **os.environ,
        "HOME": str(site.folder),
        "XDG_CONFIG_HOME": str(site.folder),
        "XDG_DATA_HOME": str(site.folder),
    }
    began = subprocess.Popen(
        [str(word) for word in command], cwd=site.folder, env=environ, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        said, _ = began.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        began.kill()
        said, _ = began.communicate()
        said += _OVER
    (site.folder / "said.txt").open("a", encoding="utf-8").write(said)
    return said


def _serve(site: Site) -> "subprocess.Popen[bytes]":
    environ = {
        **os.environ, "DATABASE_URL": f"sqlite:///{site.folder / 'scanned.sqlite3'}", "SECRET_KEY": secrets.token_urlsafe(48),
        "PORT": str(site.port), "PUBLIC_URL": site.address, "LOG_LEVEL": "error",
    }  # fmt: skip
    for words in (("migrate",), ("demo", "load")):
        subprocess.run(
            [sys.executable, "-m", "wsgi", *words], cwd=HOME, env=environ, check=True, stdout=subprocess.DEVNULL
        )
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{site.port}", "--worker-class", "gthread",
         "--threads", "8", "--no-control-socket", "--log-level", "warning"],
        cwd=HOME, env=environ, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if site.ask("GET", "/health/ready", {}, "")[0] == 200:
                return server
        except OSError:
            time.sleep(0.1)
    server.terminate()
    raise SystemExit("the server does not answer")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def say(text: str) -> None:
    print(f"── {text}", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(HOME))
    sys.exit(main())
