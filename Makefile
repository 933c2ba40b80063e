# Infodesk. Plain `make` prints what there is.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PEERS := .venv-peers
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONPATH := $(CURDIR)/include:$(CURDIR)/plugins:$(CURDIR)/ops_scripts
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --override requirements-overrides.txt
PAGES ?=
TESTS ?= tests
.DEFAULT_GOAL := help
.PHONY: help setup services demo smoke run test test-full test-quick check bench lock

help: ## print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1\t/' | expand -t 20

setup: $(STAMP) ## make .venv from the locks (nothing else is needed on the machine but python3)

$(STAMP): requirements-dev.lock
	@echo "==> .venv: $$($(PYTHON) --version)"
	@$(PYTHON) -c 'import sys; sys.exit(not (3,11) <= sys.version_info[:2] <= (3,13))' || { echo "Python 3.11 to 3.13 is needed; say PYTHON=/path/to/python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) uv pip sync --quiet --require-hashes requirements-dev.lock
	@touch $@

# What the benchmarks compare with lives apart: nothing of it may reach the product.
$(PEERS)/.installed: requirements-peers.lock $(STAMP)
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@VIRTUAL_ENV=$(CURDIR)/$(PEERS) uv pip sync --quiet --require-hashes requirements-peers.lock
	@touch $@

services: ## install what the tests start privately (PostgreSQL, Chromium) where it is missing
	@bash ops_scripts/install_test_services.sh

demo: setup ## run the whole desk on this machine's loopback with sample sites and a mail inbox
	@python -m rehearsal.demo

smoke: setup ## the same without a person: a reprint travels from the source site to the portal
	@python -m rehearsal.smoke $(if $(PAGES),--pages $(PAGES))

run: setup ## run the desk with your own settings (see README, "Settings")
	@python -m rehearsal.components

test: setup services ## unit, contracts on real services, one smoke, one browser path (what CI runs)
	@python -m pytest -m "not full" $(TESTS)

test-full: setup services ## everything
	@python -m pytest $(TESTS)

test-quick: setup ## unit tests only
	@python -m pytest -q tests/unit

check: setup ## format, lint, types, import contracts, catalog
	@ruff format --check .
	@ruff check .
	@mypy include/infodesk plugins ops_scripts
	@lint-imports
	@python ops_scripts/check_catalog.py

bench: setup services $(PEERS)/.installed ## measure, and print ratios against the named peers
	@python -m pytest -q -s -p no:cacheprovider --override-ini="python_files=bench_*.py" --override-ini="timeout=0" tests/benchmarks

lock: setup ## resolve requirements*.in anew
	@$(COMPILE) --upgrade requirements.in -o requirements.lock
	@$(COMPILE) --upgrade requirements-dev.in -o requirements-dev.lock
	@$(COMPILE) --upgrade requirements-peers.in -o requirements-peers.lock
