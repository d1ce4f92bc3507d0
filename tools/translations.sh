#!/usr/bin/env bash
# Korean is the source language; collabpoints/translations/en holds the English. With --check nothing is written and
# a sentence that is missing or fuzzy in English fails.
set -eu
pot=$(mktemp -d)/messages.pot
trap 'rm -rf "$(dirname "$pot")"' EXIT
babel=(.venv/bin/python -m babel.messages.frontend --quiet)
"${babel[@]}" extract -F babel.cfg -k lazy_gettext -k sentence --no-location --sort-output --omit-header -o "$pot" .
if [ "${1:-}" = --check ]; then
  .venv/bin/python tools/catalogue_check.py "$pot" collabpoints/translations/en/LC_MESSAGES/messages.po
else
  "${babel[@]}" update -l en -i "$pot" -d collabpoints/translations --no-fuzzy-matching --ignore-obsolete --omit-header --width 110
fi
