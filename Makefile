# Two words are enough: `make run` starts Easeback, `make test` checks everything. `make help` lists the rest.
VENV := .venv
PY := $(VENV)/bin/python
BASE := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
KILLS ?= 25
DEATHS ?= 500
AWAY ?= 30

.DEFAULT_GOAL := help
.PHONY: help run test check format chaos bench evaluate lock clean browser
QUICK ?=

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(VENV)/ready ## set up and start: in the browser, or on Telegram with TELEGRAM_BOT_TOKEN
	@exec $(PY) -m bot

test: $(VENV)/ready-dev browser check ## set up, then every check and every test
	@$(PY) -m pytest

check: $(VENV)/ready-dev ## lint, format, types, import contracts, content
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/ruff format --check --quiet .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo > $(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }
	@$(PY) -m content

format: $(VENV)/ready-dev ## put the code into shape
	@$(VENV)/bin/ruff check --fix --quiet . || true
	@$(VENV)/bin/ruff format --quiet .

chaos: $(VENV)/ready-dev ## deaths at every place, kill -9, a database away: KILLS and DEATHS in each of four settings
	@EASEBACK_KILLS=$(KILLS) EASEBACK_DEATHS=$(DEATHS) EASEBACK_AWAY=$(AWAY) $(PY) -m pytest tests/chaos -n0 -s

bench: $(VENV)-bench/ready ## measure us side by side with others; QUICK=1 takes minutes, the whole an hour
	@$(VENV)-bench/bin/python -m bench $(if $(QUICK),--quick)

evaluate: $(VENV)/ready-dev ## how well free text is read, on every corpus in tests/corpus
	@$(PY) -m tests.corpus.evaluate

browser: ## install Chromium for the browser tests, where this machine lets us
	@command -v chromium chromium-browser google-chrome >/dev/null 2>&1 || { \
	  [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && \
	  echo "Installing Chromium for the browser tests ..." && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-color-emoji >/dev/null; } || \
	  echo "No Chromium here: the browser tests will be skipped."

lock: $(VENV)/ready-dev ## write the lock files anew from pyproject.toml
	@$(PY) -m pip install --quiet uv
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(VENV)/bin/uv pip compile -q pyproject.toml \
	  --universal --generate-hashes -o requirements.lock
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(VENV)/bin/uv pip compile -q pyproject.toml --group dev \
	  --universal --generate-hashes -c requirements.lock -o requirements-dev.lock
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(VENV)/bin/uv pip compile -q pyproject.toml --group bench \
	  --universal --generate-hashes -c requirements-dev.lock -o requirements-bench.lock

clean: ## remove the environment; your data stays
	@rm -rf $(VENV) $(VENV)-bench .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@[ -n "$(BASE)" ] || { echo "Easeback needs Python 3.11 or newer; install it and try again."; exit 1; }
	@$(BASE) -m venv $(VENV) || { echo "Python cannot make an environment; on Debian: apt-get install python3-venv"; \
	  rm -rf $(VENV); exit 1; }

$(VENV)/ready: requirements.lock | $(VENV)/bin/python
	@echo "Setting up, this takes a moment the first time ..."
	@$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/ready-dev: requirements-dev.lock | $(VENV)/bin/python
	@echo "Setting up for tests ..."
	@$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/ready

$(VENV)-bench/ready: requirements-bench.lock
	@echo "Setting up for measurements ..."
	@[ -n "$(BASE)" ] || { echo "Easeback needs Python 3.11 or newer; install it and try again."; exit 1; }
	@$(BASE) -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@
