# Everything a checkout needs is set up in .venv by the first target that wants it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
SOURCES := $(shell find src -name '*.py' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run test check format bench torture fuzz snapshots clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

$(VENV)/.run: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "mlflash needs Python 3.11 or newer (found $$($(PYTHON) --version)); say make PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "setting up $(VENV) …" >&2
	@$(PIP) --editable .
	@$(BIN)/python -m compileall -q $(VENV)/lib src || true
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@echo "adding the development tools …" >&2
	@$(PIP) $$($(BIN)/python scripts/dev_requirements.py)
	@touch $@

run: $(VENV)/.run ## open the app on the bundled bank
	@$(BIN)/mlflash $(ARGS)

test: $(VENV)/.dev ## run the tests
	@$(BIN)/python -m pytest -n auto $(ARGS)

check: $(VENV)/.dev ## ruff, mypy, the import contracts, the bank
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@MLFLASH_HOME=$$(mktemp -d) $(BIN)/mlflash check

format: $(VENV)/.dev ## fix what ruff can, and format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.dev ## measure, as ratios within one run
	@$(BIN)/python -m compileall -q $(VENV)/lib src || true
	@$(BIN)/python benchmarks/run.py $(ARGS)

torture: $(VENV)/.dev ## try to make the store lose a grade
	@$(BIN)/python benchmarks/torture.py $(ARGS)

fuzz: $(VENV)/.dev ## feed banks, journals and settings to atheris (ARGS="bank|journal|settings")
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet 'atheris>=2.3'
	@$(BIN)/python benchmarks/fuzz.py $(ARGS)

snapshots: $(VENV)/.dev ## accept the screens as they now look
	@$(BIN)/python -m pytest --snapshot-update tests/tui

clean: ## remove what was built
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
