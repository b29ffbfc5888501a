# make serve: the assistant on one port. make test: all tests. Each sets up what it needs.
PYTHON ?= python3
PORT ?= 8000
BIN = .venv/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check install --constraint requirements.lock

.PHONY: serve test install check lint quality train clean

serve: .venv/base
	$(BIN)/career serve --port $(PORT)

test: .venv/everything
	$(BIN)/python -m pytest

install: .venv/everything

check: lint test

lint: .venv/everything
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

quality: .venv/everything
	$(BIN)/career eval --short

train: .venv/everything
	$(BIN)/python -m index.train --data ../shared/data --output index/model
	$(BIN)/python -m assistant.train --data ../shared/data
	$(BIN)/python -m assistant.train_tagger --data ../shared/data

clean:
	rm -rf .venv build *.egg-info

# The base install answers questions; torch (2 GB) only comes with everything.
.venv/base: pyproject.toml requirements.lock
	$(PYTHON) -m venv .venv
	$(PIP) --editable .
	touch $@

.venv/everything: .venv/base
	$(PIP) --editable '.[training,test]'
	touch $@
