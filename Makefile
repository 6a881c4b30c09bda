# The archive in two commands: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PORT ?= 8000
HOST ?= 127.0.0.1
VENV ?= .venv
BIN := $(VENV)/bin

# The first Python of 3.11, 3.12 and 3.13 that really runs here.
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(SUPPORTED)' 2>/dev/null && { echo $$python; break; }; done)

.PHONY: help
help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-22s %s\n", $$1, $$2}'

.PHONY: run
run: $(VENV)/installed ## Set up what is missing, then serve http://127.0.0.1:8000/
	@$(BIN)/python manage.py serve --host $(HOST) --port $(PORT) --check-only
	@$(BIN)/python manage.py set_up
	@COLLECT_STATIC=1 $(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@exec $(BIN)/python manage.py serve --host $(HOST) --port $(PORT)

.PHONY: setup
setup: $(VENV)/installed ## The environment, the database, the demo archive and its index
	@$(BIN)/python manage.py set_up

# In as many processes as there are cores. Each begins with tests that lie together, which
# share what their modules prepare, and takes some of another's when it has done its own.
PARALLEL := -n auto --dist worksteal

.PHONY: test
test: $(VENV)/installed-dev ## Every test; browser tests where a Chromium is found
	$(BIN)/python -m pytest $(PARALLEL) $(ARGS)

.PHONY: coverage
coverage: $(VENV)/installed-dev ## Every test, and which lines none of them runs; takes half as long again
	$(BIN)/python -m pytest $(PARALLEL) --cov --cov-report=term-missing $(ARGS)

.PHONY: test-long
test-long: $(VENV)/installed-dev ## The slow tests at length: processes killed 100 times, a minute of soaking
	CRASH_ROUNDS=$${CRASH_ROUNDS:-100} SOAK_SECONDS=$${SOAK_SECONDS:-60} \
		$(BIN)/python -m pytest $(PARALLEL) -m slow $(ARGS)

# What is lost with the power may be lost: the server lives as long as the tests.
THROW_AWAY := -t -o fsync=off -o synchronous_commit=off -o full_page_writes=off

.PHONY: test-postgres
test-postgres: $(VENV)/installed-dev ## The same without the browser on a throw-away PostgreSQL (Debian's postgresql)
	pg_virtualenv $(THROW_AWAY) sh -c 'TEST_DATABASE_URL=postgres://$$PGUSER:$$PGPASSWORD@$$PGHOST:$$PGPORT/postgres \
		$(BIN)/python -m pytest $(PARALLEL) -m "not browser" $(ARGS)'

# Every target that measures, wherever it is written below.
BENCHMARKS := $(shell grep -oE '^bench-[a-z-]+' $(firstword $(MAKEFILE_LIST)))

.PHONY: bench
bench: $(BENCHMARKS) ## Every measurement, one table after the other

.PHONY: bench-written-forms
bench-written-forms: $(VENV)/installed-dev ## Do all written forms meet? ARGS="--sample 100" is quick
	$(BIN)/python -m benchmarks.written_forms $(ARGS)

.PHONY: bench-relevance
bench-relevance: $(VENV)/installed-dev ## How well are articles ranked, beside other analysers?
	$(BIN)/python -m benchmarks.relevance $(ARGS)

.PHONY: bench-repair
bench-repair: $(VENV)/installed-dev ## Are misspelt and Latin-typed queries read as meant? ARGS=--missed lists
	$(BIN)/python -m benchmarks.repair $(ARGS)

.PHONY: bench-speed
bench-speed: $(VENV)/installed-dev ## How fast is the engine, beside others? 40 minutes
	$(BIN)/python -m benchmarks.engines $(ARGS)

.PHONY: bench-names
bench-names: $(VENV)/installed-dev ## How well are names found in news, known and unknown ones?
	$(BIN)/python -m benchmarks.recognition $(ARGS)

.PHONY: bench-curation
bench-curation: $(VENV)/installed-dev ## How long do a merge, its undo, a new alias, the queue and the lists take?
	$(BIN)/python -m benchmarks.curation $(ARGS)

.PHONY: bench-storing
bench-storing: $(VENV)/installed-dev ## How long do others wait while names are stored, does it grow?
	$(BIN)/python -m benchmarks.storing $(ARGS)

.PHONY: bench-import
bench-import: $(VENV)/installed-dev ## How fast is news imported by address, the last thousand as the first?
	$(BIN)/python -m benchmarks.importing $(ARGS)

.PHONY: bench-waiting
bench-waiting: $(VENV)/installed-dev ## How long do readers, editors and curators wait beside an import; is anything lost?
	$(BIN)/python -m benchmarks.waiting $(ARGS)

.PHONY: audit
audit: $(VENV)/installed-dev ## Lighthouse on the main pages, on a phone; needs Node and a Chromium
	$(BIN)/python -m benchmarks.audit $(ARGS)

.PHONY: bench-quotations
bench-quotations: $(VENV)/installed-dev ## What do known names say in news, how fast? ARGS="--read 50" lists
	$(BIN)/python -m benchmarks.quotations $(ARGS)

.PHONY: lint
lint: $(VENV)/installed-dev ## Style, types, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run

.PHONY: screenshots
screenshots: $(VENV)/installed-dev ## The README's pictures, from a fresh demo archive
	$(BIN)/python -m docs.take_screenshots

.PHONY: lock
lock: $(VENV)/installed-dev ## Resolve pyproject.toml into the requirements files
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url \
		--no-annotate --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url \
		--no-annotate --custom-compile-command "make lock" --extra dev \
		--constraints requirements.txt pyproject.toml -o requirements-dev.txt

.PHONY: clean
clean: ## Remove the environment and caches; the archive in data/ stays
	rm -rf $(VENV) .venv-3.* .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage htmlcov

# --- the environment -------------------------------------------------------------------

$(VENV)/bin/python:
	@if [ -z "$(PYTHON)" ] || ! $(PYTHON) -c '$(SUPPORTED)' 2>/dev/null; then \
		echo "The archive needs Python 3.11, 3.12 or 3.13; install one or name it: make run PYTHON=/path/to/python3.12" >&2; \
		exit 1; fi
	@$(PYTHON) -m venv $(VENV) || { echo "A virtual environment cannot be made in $(VENV): make this folder writable and see that Python's venv module is installed." >&2; exit 1; }

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the archive needs (once; some minutes) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing what the archive and its tests need (once; some minutes) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/installed
