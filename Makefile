# What a person runs. Needs python3 >= 3.11, make and a package index, nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
PORT ?= 8000

.PHONY: $(VENV) run test test-long bench lint lock browser clean
.DEFAULT_GOAL := run

$(VENV): $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Redress needs Python 3.11 or newer; $(PYTHON) is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Redress needs into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: $(VENV)/.installed
	@exec $(BIN)/redress up --rehearsal --demo --data-dir var/rehearsal --port $(PORT)

browser:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! command -v chromium >/dev/null; then \
		( timeout 60 apt-get update -qq && DEBIAN_FRONTEND=noninteractive timeout 240 \
		  apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk ) >/dev/null 2>&1 </dev/null || true; \
	fi

test: $(VENV)/.installed browser
	@$(BIN)/python -m pytest -m "not long" -n 2 --dist loadfile --no-loadscope-reorder

test-long: $(VENV)/.installed browser
	@$(BIN)/python -m pytest

bench: $(VENV)/.installed
	@$(BIN)/python -m benchmarks

lint: $(VENV)/.installed
	@$(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports

# One pinned, hash-checked list for Python 3.11 and newer on Linux (x86-64, arm64) and macOS (arm64).
lock:
	@test -x var/uv/bin/uv || $(PYTHON) -m venv var/uv
	@var/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	var/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --custom-compile-command "make lock" --extra test --group build \
		pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
