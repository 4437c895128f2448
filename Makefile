# The commands of the project. Each sets up what it needs and may be run again at no cost.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO ?= demo
ASSETS := $(wildcard frontend/package-lock.json src/goldenthread_web/design/styles/*.scss src/goldenthread_web/design/scripts/*.js)
# Two test processes suit the smallest machine the project is built for.
WORKERS ?= 2
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check bench lock docs clean

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(READY): requirements/dev.txt pyproject.toml $(ASSETS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Goldenthread needs Python 3.11 or later; set PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked requirements into $(VENV) (a minute the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m tools.build_assets
	@touch $(READY)

setup: $(READY)  ## create .venv and install the locked requirements

demo: $(READY)  ## the main job on the made-up authority, from returns to scorecard and panel report
	@$(BIN)/goldenthread demo --into $(DEMO)

serve: $(READY)  ## the site of the made-up authority with its people, on this machine only
	@$(BIN)/goldenthread-web demonstration --into $(DEMO)
	@GOLDENTHREAD_DEMONSTRATION=yes GOLDENTHREAD_DATA=$(DEMO)/site GOLDENTHREAD_TODAY=2014-10-20 $(BIN)/goldenthread-web serve --port $(PORT)

test: $(READY)  ## every test
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile
	@echo "The tests of the site again, on PostgreSQL"
	@SITE_DATABASE=postgresql $(BIN)/python -m pytest tests/web -n $(WORKERS) --dist loadfile

check: $(READY)  ## style, types, layers, generated pages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m tools.generate_tables --check
	@$(BIN)/python -m tools.generate_measures --check

bench: $(READY)  ## what is measured against what
	@$(BIN)/python -m benchmarks

docs: $(READY)  ## write the generated pages again
	@$(BIN)/python -m tools.generate_tables
	@$(BIN)/python -m tools.generate_measures

lock: $(READY)  ## resolve the requirements again, with hashes and without index addresses
	@$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements/base.txt
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements/dev.txt

clean:  ## remove what was built, not the loads
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache $(DEMO)
