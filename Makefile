# One command each. `make help` lists them. A check changes nothing; `make fix` does.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
MADE := .venv/.made
BUILT := noaber/publication/design/built

# Remade when it is not there, or when the folder was moved: a virtual environment holds its place.
ifeq ($(shell grep -sl '$(CURDIR)/.venv' .venv/bin/activate),)
PYTHON_AGAIN := FORCE
endif
ifeq ($(wildcard frontend/node_modules/*),)
PACKAGES_AGAIN := FORCE
endif
ifeq ($(wildcard $(BUILT)/*),)
DESIGN_AGAIN := FORCE
endif

.PHONY: help setup demo demo-zip check test test-full fix docs lock browser pictures bench-publish bench-reading bench-messages bench-measures bench-facts bench-simulate bench-country fuzz-reading fuzz-messages clean FORCE
FORCE:

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(MADE)/python $(MADE)/packages $(MADE)/design ## Build .venv and the front end; only what changed
	@:

$(MADE)/python: requirements/base.txt requirements/dev.txt pyproject.toml $(PYTHON_AGAIN)
	@scripts/setup.sh python
	@touch $@

$(MADE)/packages: frontend/package.json frontend/package-lock.json frontend/.npmrc $(MADE)/python $(PACKAGES_AGAIN)
	@scripts/setup.sh packages
	@touch $@

THEME := $(shell find noaber/publication/design/theme -type f 2>/dev/null)
$(MADE)/design: $(wildcard frontend/build.mjs) $(THEME) $(MADE)/packages $(DESIGN_AGAIN)
	@scripts/setup.sh design
	@touch $@

demo: setup ## Load the bundled programme, publish it and serve it
	@$(BIN)/noaber demo

demo-zip: setup ## Publish the demo into one zip file that opens by a double click: build/noaber-demo.zip
	@$(BIN)/noaber demo --no-serve --zip build/noaber-demo.zip

check: setup ## Style, types, walls, migrations, translations, generated pages; changes nothing
	@scripts/check.sh

browser: setup ## Install the browser that the page tests need
	@scripts/browser.sh

test: check browser ## All that is tested on every change, on SQLite and on PostgreSQL
	@scripts/test.sh "not full"

test-full: check browser ## The tests that take longer as well
	@scripts/test.sh ""

fix: setup ## Format the code, mend what can be mended, write the generated pages
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/python -m scripts.translations
	@$(BIN)/python -m scripts.docs

docs: setup ## Write the generated pages under docs/reference
	@$(BIN)/python -m scripts.docs

lock: setup ## Resolve requirements/*.in into requirements/*.txt, with hashes and without addresses
	@scripts/lock.sh

pictures: setup browser ## Take the pictures of the real pages that the README shows
	@$(BIN)/python -m scripts.pictures

bench-publish: setup ## Time a published edition against what Jinja2 and typst alone need for it
	@$(BIN)/python -m scripts.bench_publish

bench-reading: setup ## Score the reader on composed pages, and time it against cutting text into words
	@$(BIN)/python -m scripts.bench_reading

MINUTES ?= 480
fuzz-reading: setup ## Read broken pages for MINUTES (a night) and keep in .fuzz what goes wrong
	@$(BIN)/python -m scripts.fuzz_reading $(MINUTES)

bench-messages: setup ## Time reading, checking and keeping claims against libxml2 alone; takes some minutes
	@$(BIN)/python -m scripts.bench_messages

fuzz-messages: setup ## Check broken messages for MINUTES against the published schemas; .fuzz keeps what goes wrong
	@$(BIN)/python -m scripts.fuzz_messages $(MINUTES)

bench-facts: setup ## Time importing an export and building facts from the register
	@$(BIN)/python -m scripts.bench_facts

bench-simulate: setup ## Time making a synthetic town and a city, with the memory they take
	@$(BIN)/python -m scripts.bench_simulate

bench-measures: setup ## Time the library of measures over a country against a query by hand for each; takes some minutes
	@$(BIN)/python -m scripts.bench_measures

SHARE ?= 0.1
bench-country: setup ## Make and measure SHARE of the country (0.1), and say how both grow; the whole takes half an hour
	@$(BIN)/python -m scripts.bench_country $(SHARE)

clean: ## Remove what setup and the tests made; data is left alone
	@rm -rf .venv frontend/node_modules $(BUILT) *.egg-info build dist
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find noaber tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
