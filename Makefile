# One way for the desk and for CI. `make help` lists what there is.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help run test test-slow check format evals robustness external peers bench index classifier reader browser clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/.run: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@ $(VENV)/.run

run: $(VENV)/.run ## install what is needed, build the index if there is none, start the window
	$(BIN)/python -m index build
	$(BIN)/python app.py

test: $(VENV)/.test ## install what is needed and pass the tests
	$(BIN)/python -m pytest -m "not slow"

test-slow: $(VENV)/.test ## the tests that take longer
	$(BIN)/python -m pytest -m slow

check: $(VENV)/.test ## format, lint, types and the walls between the stages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.test ## put the code into its standard form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

evals: $(VENV)/.test ## all known answers, as a table by kind and language, and what changed since the last accepted run
	$(BIN)/python -m evals run --all
	$(BIN)/python -m evals compare

robustness: $(VENV)/.test ## the same questions mistyped, politely, in two languages
	$(BIN)/python -m evals robustness

external: $(VENV)/.test ## questions that nobody here wrote: make external DATA=folder
	$(BIN)/python -m evals external --data $(or $(DATA),data)

build/peers/.done: pyproject.toml constraints.txt evals/peers/requirements.txt
	$(PYTHON) -m venv build/peers
	build/peers/bin/pip install --quiet --disable-pip-version-check -c constraints.txt -e . -r evals/peers/requirements.txt
	@touch $@

peers: build/peers/.done ## this assistant beside what one would otherwise pick (an environment of its own)
	build/peers/bin/python -m evals.peers

bench: $(VENV)/.test ## speed and memory, beside a floor measured in the same run
	$(BIN)/python -m evals bench

index: $(VENV)/.run ## build the search index
	$(BIN)/python -m index build

classifier: $(VENV)/.test build/held-back.npz ## fit the classifier of questions, and the decision to answer, on our own questions
	$(BIN)/python -m index.training classifier --out index/classifier --left-out build/left-out.npz
	$(BIN)/python -m assistant.scope_fitting --left-out build/left-out.npz --held-back build/held-back.npz

reader: ## fit the reader, which is asked where the decision is in doubt (twenty minutes and more); then `make classifier`
	rm -f build/held-back.npz
	$(MAKE) build/held-back.npz

build/held-back.npz: | $(VENV)/.test
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[train]'
	$(BIN)/python -m index.training reader --out index/reader --left-out $@

browser: ## install Chromium and the fonts that the browser tests need (Debian, as root)
	apt-get update -qq
	apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fonts-noto-core

clean: ## remove the environment and everything that was built
	rm -rf $(VENV) index/built build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
