# make demo   install into .venv and code an example article
# make test   install for development into .venv and run every check
# make check  the checks alone, with the tools on the path or in .venv
# make bench  accuracy against gold sets, held against pinned floors
# make gazetteer  build the gazetteer again from packages of GeoNames data
# make site   build the documentation into build/site
# make model  train the event network again (two hours and more on two cores)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED := ../shared/data
TOOLS := $(if $(wildcard $(VENV)/dev.stamp),$(BIN)/,)

.PHONY: demo test check bench speed model gazetteer site clean

demo: $(VENV)/demo.stamp
	$(BIN)/dragoman demo

test: $(VENV)/dev.stamp
	$(MAKE) check

check:
	$(TOOLS)ruff check .
	$(TOOLS)mypy
	$(TOOLS)lint-imports --no-cache
	$(TOOLS)pytest -q
	$(MAKE) bench

# A gold set that is not there is skipped.
bench:
	$(TOOLS)python bench/accuracy.py
	$(TOOLS)python bench/accuracy.py --gold bench/wikinews --texts bench/wikinews
	$(TOOLS)python bench/accuracy.py --gold data/corpus/test
	$(TOOLS)python bench/coreference.py --floor 0.85
	$(TOOLS)python bench/probes.py --floor 1
	$(TOOLS)python bench/attribution.py --floor 0.95
	$(TOOLS)python bench/attribution.py --factuality $(SHARED)/factuality/uw_dev.jsonl --floors bench/least.json
	$(TOOLS)python bench/quotes.py $(SHARED)/polnear/dev --floors bench/least.json
	$(TOOLS)python bench/incidents.py --floors bench/least.json
	$(TOOLS)python bench/stories.py $(SHARED)/event_clusters/basil_articles --floors bench/least.json
	$(TOOLS)python bench/circumstances.py --floors bench/least.json
	$(TOOLS)python bench/sides.py --floors bench/least.json
	$(TOOLS)python bench/pairs.py --floors bench/least.json
	$(TOOLS)python bench/pairs.py --pairs $(SHARED)/plv_train.tsv --floors bench/least.json
	$(TOOLS)python bench/pairs.py --pairs $(SHARED)/own/pairs_43.tsv --floors bench/least.json
	$(TOOLS)python bench/times.py $(SHARED)/timebank --floors bench/least.json
	$(TOOLS)python bench/places.py $(SHARED)/toponyms/lgl.xml --floors bench/least.json
	$(TOOLS)python bench/places.py $(SHARED)/toponyms/GeoVirus.xml --floors bench/least.json
	$(TOOLS)python bench/places.py $(SHARED)/event_location/labeled_text.jsonl.zip --floors bench/least.json

gazetteer:
	$(PYTHON) -m venv build/gazetteer
	build/gazetteer/bin/pip install --quiet -r data/gazetteer/requirements.txt
	PYTHONPATH=src build/gazetteer/bin/python data/gazetteer/build.py

model:
	$(TOOLS)python -m pip install -q -e '.[train]'
	$(TOOLS)dragoman models install --encoder
	$(TOOLS)dragoman models install --teacher .teacher
	$(TOOLS)dragoman train data/corpus/sentences data/corpus/articles/lines \
	  --config training/config.toml --teacher .teacher --out src/dragoman/data/network

site:
	$(TOOLS)python -m pip install -q -e '.[docs]'
	NO_MKDOCS_2_WARNING=1 $(TOOLS)mkdocs build --strict

speed:
	$(TOOLS)python bench/speed.py

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "dragoman needs Python 3.11 or later. Run: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# An installation for development serves the demo as well, and is not replaced.
$(VENV)/demo.stamp: $(BIN)/python pyproject.toml
	test -e $(VENV)/dev.stamp || $(BIN)/python -m pip install --quiet --disable-pip-version-check .
	$(BIN)/dragoman models install
	touch $@

$(VENV)/dev.stamp: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(BIN)/dragoman models install
	touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
