#!/usr/bin/env bash
# Korean is the source language; collabpoints/translations/en holds the English. With --check nothing is written and
# a sentence that is missing or fuzzy in English fails.
set -eu
catalogue=collabpoints/translations/en/LC_MESSAGES/messages.po
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
babel=(.venv/bin/python -m babel.messages.frontend --quiet)
"${babel[@]}" extract -F babel.cfg -k lazy_gettext -k sentence --no-location --sort-output --omit-header -o "$work/messages.pot" .
if [ "${1:-}" = --check ]; then
  .venv/bin/python tools/catalogue_check.py "$work/messages.pot" "$catalogue"
else
  mkdir -p "$(dirname "$catalogue")"
  "${babel[@]}" update -l en -i "$work/messages.pot" -d collabpoints/translations --init-missing --no-fuzzy-matching \
    --ignore-obsolete --omit-header --width 110
  # Babel's own header would bring dates and names that change with every run; what readers of the file need is this.
  {
    printf '%s\n' 'msgid ""' 'msgstr ""' '"Language: en\n"' '"MIME-Version: 1.0\n"' \
      '"Content-Type: text/plain; charset=utf-8\n"' '"Content-Transfer-Encoding: 8bit\n"' \
      '"Plural-Forms: nplurals=2; plural=(n != 1);\n"' ''
    cat "$catalogue"
  } > "$work/messages.po"
  cat "$work/messages.po" > "$catalogue"
fi
