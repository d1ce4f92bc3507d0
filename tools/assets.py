"""Bring the front-end assets into `collabpoints/static/built/`: KRDS tokens, the font Pretendard GOV; and, whole, the fonts
that PDFs embed a part of: Pretendard GOV and Gowun Batang. Never committed.

Without npm, or without a network, the folder stays empty, one sentence says so, and the site uses its own CSS and the
fonts of the machine. Everything else ends with 0 too: assets are never a reason not to start.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
BUILT = HOME / "collabpoints" / "static" / "built"
_PACKAGES = HOME / "node_modules"
_TOKENS = "krds-uiux/resources/css/token/krds_tokens.css"
_FONTS = "pretendard-gov/dist/web/variable"
_FONT_SHEET = "pretendardvariable-gov-dynamic-subset.css"
_FONT_FILES = "woff2-dynamic-subset"
DOCUMENT_FONTS = {
    "PretendardGOV-Regular.ttf": "pretendard-gov/dist/public/static/alternative/PretendardGOV-Regular.ttf",
    "PretendardGOV-Bold.ttf": "pretendard-gov/dist/public/static/alternative/PretendardGOV-Bold.ttf",
    "GowunBatang-Regular.ttf": "@expo-google-fonts/gowun-batang/400Regular/GowunBatang_400Regular.ttf",
    "GowunBatang-Bold.ttf": "@expo-google-fonts/gowun-batang/700Bold/GowunBatang_700Bold.ttf",
}
"""What `collabpoints/formats/document_fonts.py` looks for, and where it comes from."""

_NPM = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
_PATIENCE = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=60000")
_SECONDS = 600

_NPM_CODE = re.compile(r"^npm error code (\w+)", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_IMPORT = re.compile(r"@import[^;]*;", re.IGNORECASE)
_WITH_ADDRESS = re.compile(r"[^;{}]*\burl\([^)]*\)[^;{}]*;?", re.IGNORECASE)
_FONT_ADDRESS = re.compile(rf"url\(\./{_FONT_FILES}/([\w.-]+\.woff2)\)", re.ASCII)
_BLANK_LINES = re.compile(r"\n\s*\n+")


def main() -> int:
    """Install and copy; 0 whatever came of it."""
    why = _install() or _copied()
    if why:
        print(f"   KRDS tokens and the fonts Pretendard GOV and Gowun Batang are left out: {why}.")
        print(
            "   The site uses its own CSS and the fonts of the machine that shows it; certificates need a Korean font here."
        )
        print("   To try again later: rm -r collabpoints/static/built, then the same command.")
        BUILT.mkdir(parents=True, exist_ok=True)
    return 0


def _install() -> str:
    """Have `node_modules` hold what package-lock.json names; the answer says why not, or nothing."""
    if _is_installed(HOME / "package-lock.json", _PACKAGES):
        return ""
    npm = shutil.which(_NPM[0])
    if npm is None:
        return "npm is not installed"
    print("── 글꼴과 KRDS 색을 가져옵니다 · fetching front-end assets (처음에만 30초쯤)", flush=True)
    try:
        done = subprocess.run(
            [npm, *_NPM[1:], *_PATIENCE],
            cwd=HOME,
            check=False,
            timeout=_SECONDS,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
    except subprocess.TimeoutExpired:
        return f"npm did not finish within {_SECONDS // 60} minutes"
    except OSError as fault:
        return f"npm could not be started ({fault.strerror})"
    if done.returncode == 0:
        return ""
    code = _NPM_CODE.search(done.stderr)
    return f"npm could not fetch them ({code[1] if code else f'it ended with {done.returncode}'})"


def _copied() -> str:
    """Copy what was installed; the answer says why not, or nothing."""
    try:
        _copy(_PACKAGES, BUILT)
    except (OSError, ValueError) as fault:
        return f"copying failed ({fault})"
    return ""


def _is_installed(lock: Path, packages: Path) -> bool:
    """Whether npm has installed exactly what the lock file pins, so that a second run asks nobody."""
    try:
        wanted = json.loads(lock.read_text(encoding="utf-8"))["packages"]
        held = json.loads((packages / ".package-lock.json").read_text(encoding="utf-8"))["packages"]
    except (OSError, ValueError, KeyError):
        return False
    pinned = {name: found["integrity"] for name, found in wanted.items() if name}
    return pinned == {name: found.get("integrity") for name, found in held.items()} and (packages / _TOKENS).exists()


def _copy(packages: Path, built: Path) -> None:
    """Put the tokens and the font where the site serves them. The folder is replaced as a whole."""
    fresh = built.with_name(built.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(packages / _FONTS / _FONT_FILES, fresh / "fonts")
    tokens = (packages / _TOKENS).read_text(encoding="utf-8")
    (fresh / "krds_tokens.css").write_text(without_addresses(tokens), encoding="utf-8")
    release = json.loads((packages / "pretendard-gov/package.json").read_text(encoding="utf-8"))["version"]
    sheet = (packages / _FONTS / _FONT_SHEET).read_text(encoding="utf-8")
    (fresh / "fonts.css").write_text(font_sheet(sheet, release), encoding="utf-8")
    (fresh / "documents").mkdir()
    for name, source in DOCUMENT_FONTS.items():
        shutil.copyfile(packages / source, fresh / "documents" / name)
    shutil.rmtree(built, ignore_errors=True)
    fresh.rename(built)


def without_addresses(sheet: str) -> str:
    """The style sheet without comments, imports and whatever points at a file: nothing in it reaches out."""
    plain = _IMPORT.sub("", _COMMENT.sub("", sheet))
    return _BLANK_LINES.sub("\n", _WITH_ADDRESS.sub("", plain)).lstrip()


def font_sheet(sheet: str, release: str) -> str:
    """The font's style sheet with its files in `fonts/`, under their release: browsers may keep them for good.

    Raises ValueError where an address is left that is not such a file.
    """
    moved = _FONT_ADDRESS.sub(rf"url(fonts/\1?v={release})", _COMMENT.sub("", sheet))
    if moved.count("url(") != moved.count("url(fonts/"):
        raise ValueError("the font's style sheet names a file that was not expected")
    return _BLANK_LINES.sub("\n", moved).lstrip()


if __name__ == "__main__":
    sys.exit(main())
