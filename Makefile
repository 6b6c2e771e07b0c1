# Shouwen: `make run` starts everything on this machine, `make test` and `make check` prove a change.
# Needs Python 3.11 or newer (PYTHON=/path/to/python3 chooses one) and make. Nothing else.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup run test check coverage bench pages lock clean

ENV := .venv
BIN := $(ENV)/bin
STAMP := $(ENV)/installed
UV ?= uv
PACKS ?= $(patsubst docs/packs/%.md,%,$(wildcard docs/packs/*.md))
PYTEST_ARGS ?= -n auto --maxprocesses 4 --dist loadfile
ROOMS := worker.py workflows activities starter store cases regulations bpmn decisions workdays

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

setup: $(STAMP) ## create .venv with the locked dependencies; nothing to do when it is up to date

$(STAMP): requirements/dev.txt pyproject.toml
	@python=$$(sh requirements/find-python.sh "$(PYTHON)") || exit 1; \
	echo "setting up $(ENV) with $$python"; \
	"$$python" -m venv $(ENV) || { \
	  echo "could not create $(ENV): $$python lacks the venv module (on Debian: install python3-venv)" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

run: setup ## start everything on this machine: Temporal, worker, register (ARGS="--help" for more)
	@$(BIN)/shouwen up $(ARGS)

test: setup ## run every test
	$(BIN)/python -m pytest --hypothesis-profile=ci $(PYTEST_ARGS) $(ARGS)

check: setup ## check style, types and the borders between rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/architecture tests/deploy

coverage: setup ## run every test and report what no test has run
	$(BIN)/python -m pytest --hypothesis-profile=ci $(PYTEST_ARGS) --cov --cov-report=term:skip-covered $(ARGS)

pages: setup ## make the pages of the packs anew (PACKS="hotel" for some)
	$(BIN)/shouwen pack page $(PACKS)

bench: setup ## measure, and print ratios
	$(BIN)/python -m benchmarks $(ARGS)

lock: ## resolve the dependencies anew (needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv on the PATH, or UV=/path/to/uv" >&2; exit 1; }
	UV="$(UV)" sh requirements/lock.sh

clean: ## remove what was built; keeps data in .shouwen
	rm -rf $(ENV) build dist htmlcov .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
