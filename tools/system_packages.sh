#!/usr/bin/env bash
# Installs the Debian packages that the tests need, and only those that are missing: a PostgreSQL server,
# a browser, a font with Hangul. The running application needs none of them where npm brought the assets; without those,
# certificates need a font that collabpoints/formats/document_fonts.py knows by its name.
set -eu
missing=()
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || command -v postgres >/dev/null || missing+=(postgresql)
command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || missing+=(chromium)
fc-list :lang=ko 2>/dev/null | grep -q . || missing+=(fonts-nanum fontconfig)
ls collabpoints/static/built/documents/*.ttf >/dev/null 2>&1 ||
  fc-list 2>/dev/null | grep -qE '/(Nanum(Gothic|Myeongjo)|Noto(Sans|Serif)(KR|CJK)-Regular)\.' || missing+=(fonts-nanum)
[ ${#missing[@]} -eq 0 ] && exit 0
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as_root=(sudo -n); else
    echo "The tests need these Debian packages, and only an administrator can install them: ${missing[*]}" >&2
    echo "Ask for: apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
fi
command -v apt-get >/dev/null || { echo "The tests need: ${missing[*]} (this system has no apt-get; install them its own way)" >&2; exit 1; }
echo "── 시험에 필요한 시스템 꾸러미를 설치합니다 · installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}" >/dev/null
