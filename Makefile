# Everything sets itself up: `make demo` and `make test` work in a fresh clone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A test process a core, four at most; each has a PostgreSQL database of its own.
# Browsers have one process to themselves: they are many processes already.
PYTEST := $(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist worksteal --ignore tests/browser
BROWSERS := $(BIN)/pytest tests/browser
STATIC := src/dateline/web/static

.DEFAULT_GOAL := help
.PHONY: help demo test check format lint types layers setup chromium clean

help:  ## say what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /: /'

demo: $(STATIC)/.built $(VENV)/.installed  ## code the example reports and serve the page
	$(BIN)/dateline demo $(DEMO_OPTIONS)

test: setup chromium  ## run all tests
	$(PYTEST)
	$(BROWSERS)

check: setup chromium lint types layers  ## all that CI runs
	$(PYTEST)
	$(BROWSERS)

setup: $(STATIC)/.built $(VENV)/.installed-dev

lint: setup
	$(BIN)/ruff check src tests benchmarks training scripts
	$(BIN)/ruff format --check src tests benchmarks training scripts

types: setup
	$(BIN)/mypy

layers: setup
	$(BIN)/lint-imports

format: setup  ## put the code in the project's form
	$(BIN)/ruff check --fix src tests benchmarks training scripts
	$(BIN)/ruff format src tests benchmarks training scripts

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bulk,dev]'
	@touch $@ $(VENV)/.installed

# The page is built with npm; where Node is missing it comes as a Python package into the same environment.
$(STATIC)/.built: $(VENV)/bin/python frontend/package.json frontend/package-lock.json $(shell find frontend -path frontend/node_modules -prune -o -type f -print 2>/dev/null)
	sh scripts/build_frontend.sh $(BIN)/python
	@touch $@

chromium:
	@sh scripts/find_chromium.sh

clean:  ## take away what was built
	rm -rf $(STATIC) frontend/node_modules build dist
