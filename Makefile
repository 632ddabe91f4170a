# Himaya: `make demo` shows the main job, `make test` runs every check. Nothing but Python 3.11+ and make is needed.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed

.PHONY: install demo test lint bench serve conformance clean lock

install: $(INSTALLED)

$(INSTALLED): requirements.lock pyproject.toml $(wildcard src/himaya/channels/web/front/*) $(shell find src/himaya -name '*.po' 2>/dev/null)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m himaya.runtime.catalogues
	$(BIN)/python -m himaya.channels.web.assets build
	touch $@

demo: install
	$(BIN)/himaya demo $(ARGS)

serve: install
	$(BIN)/himaya serve $(ARGS)

bench: install
	$(BIN)/himaya bench $(ARGS)

lint: install
	$(BIN)/ruff check src tests
	$(BIN)/ruff format --check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest -n auto --dist worksteal $(ARGS)

# After a change of law cases or of measured figures.
conformance: install
	$(BIN)/python -m himaya.channels.cli.conformance docs

# After a change of dependencies in pyproject.toml.
lock:
	$(BIN)/uv pip compile pyproject.toml --extra platform --extra spark --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.lock

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis node_modules src/himaya/channels/web/static
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
