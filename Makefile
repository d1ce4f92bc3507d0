# collabpoints: every command there is. `make help` prints this page from the comments behind ##.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PORT

# Seconds that a suite may take on 2 cores; a suite over its budget fails.
BUDGET_LINT := 240
BUDGET_UNIT := 1200
BUDGET_BROWSER := 900
BUDGET_FAULTS := 1800

.PHONY: help
help: ## Explain every target
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: run
run: .venv/app.done collabpoints/static/built/done .venv/translations.done ## Build, migrate, load the demo agency, start web server and scheduler (PORT=8000, DATABASE_URL=…)
	@$(BIN)/python tools/run.py

.PHONY: test
test: .venv/test.done collabpoints/static/built/done .venv/translations.done system-packages ## Run everything on SQLite and PostgreSQL, in a real browser too
	@echo "── tests of rules, ledger, pages and house (budget $(BUDGET_UNIT) s)"
	@timeout --foreground $(BUDGET_UNIT) $(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not browser and not faults"
	@echo "── tests in a real browser (budget $(BUDGET_BROWSER) s)"
	@timeout --foreground $(BUDGET_BROWSER) $(BIN)/python -m pytest -q -n 2 --dist loadfile -m browser tests/browser
	@echo "── races in full, kills and stories as a sample, planted faults (budget $(BUDGET_FAULTS) s)"
	@timeout --foreground $(BUDGET_FAULTS) $(BIN)/python -m pytest -q -s -n 2 --dist loadfile -m faults tests/faults

.PHONY: soak
soak: .venv/test.done collabpoints/static/built/done .venv/translations.done system-packages ## Ten times the kills, the stories and the examples of rules, races again (an hour or so); their counts are the log
	@FAULTS=full $(BIN)/python -m pytest -q -n 2 tests/domain tests/queries/test_board_explanation_stories.py tests/services/test_board_stories.py
	@FAULTS=full $(BIN)/python -m pytest -q -s -m faults tests/faults

.PHONY: lint
lint: .venv/test.done .venv/translations.done ## Check style, types, floors, templates and the English catalogue
	@timeout --foreground $(BUDGET_LINT) bash tools/lint.sh

.PHONY: bench
bench: .venv/test.done system-packages ## Measure speed as ratios (reported, never asserted)
	@$(BIN)/python -m tests.bench

.PHONY: scan
scan: .venv/app.done collabpoints/static/built/done .venv/translations.done .venv-scan/done ## Let wapiti and sqlmap loose on the demo agency, as three roles (SCAN_SECONDS=600)
	@$(BIN)/python tools/scan.py

.PHONY: translations
translations: .venv/test.done ## Collect new Korean sentences into the English catalogue
	@bash tools/translations.sh

.PHONY: lock
lock: ## Pin the dependencies again, with hashes and without addresses (needs uv)
	@for set in app test scan; do \
	  uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --universal \
	    --python-version 3.11 requirements/$$set.in -o requirements/$$set.txt; done

.PHONY: clean
clean: ## Remove what the commands built; the data in var/ stays
	@rm -rf .venv .venv-scan node_modules collabpoints/static/built

.PHONY: system-packages
system-packages:
	@bash tools/system_packages.sh

.venv/python.done:
	@bash tools/environment.sh "$(PYTHON)"
	@touch $@

.venv/app.done: .venv/python.done requirements/app.txt pyproject.toml
	@echo "── 프로그램의 라이브러리를 설치합니다 · installing libraries (처음에만 30초쯤)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements/app.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test.done: .venv/app.done requirements/test.txt
	@echo "── 시험에 쓰는 라이브러리를 설치합니다 · installing test libraries"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements/test.txt
	@touch $@

.venv-scan/done: .venv/python.done requirements/scan.txt
	@echo "── 점검 도구를 따로 설치합니다 · installing the scanners, in an environment of their own"
	@$(BIN)/python -m venv .venv-scan
	@.venv-scan/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements/scan.txt
	@touch $@

.venv/translations.done: .venv/app.done $(wildcard collabpoints/translations/*/LC_MESSAGES/messages.po)
	@$(BIN)/python -m babel.messages.frontend --quiet compile -d collabpoints/translations
	@touch $@

collabpoints/static/built/done: .venv/python.done package.json package-lock.json tools/assets.py
	@$(BIN)/python tools/assets.py
	@touch $@
