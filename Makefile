# Two commands do everything on a fresh machine: `make run` and `make test`. `make help` lists the others.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
DEVELOPED := $(VENV)/.ready-dev

# Variables, as in `make run DAY=2024-11-26`; lower case is accepted, too.
GIVEN := DAY SOURCES PORT FROM TO AGAIN REFETCH REPLAY NEWSROOM ARGS
SMALL := day sources port from to again refetch replay newsroom args
take = $(if $(filter command,$(origin $(1))),$(eval $(2) := $$($(1))))
$(foreach pair,$(join $(SMALL:=:),$(GIVEN)),$(call take,$(firstword $(subst :, ,$(pair))),$(lastword $(subst :, ,$(pair)))))
DAY ?= yesterday
SOURCES ?= demo
PORT ?= 8080

# Any other variable on the command line is only passed on in the environment, so a typing mistake is reported.
space := $(subst ,, )
names := $(foreach word,$(subst \$(space),_,$(MAKEOVERRIDES)),$(firstword $(subst =, ,$(word))))
others := $(filter-out $(GIVEN) $(SMALL) VENV PYTHON LOCK COLUMNS PYTEST_% KLIPING_% AIRFLOW_%,$(names))
$(if $(others),$(warning no make command uses $(others); the variables are: $(GIVEN)))
FAST := $(addprefix tests/,test_house.py test_names.py test_drafts.py test_golden.py dates discover sources clean scrape) \
	$(addprefix --ignore=tests/,clean/test_scores.py scrape/test_floors.py scrape/test_memory.py scrape/test_hostile.py)
COMPILE := $(VENV)/bin/uv pip compile -q --universal --generate-hashes --no-annotate --no-header

.PHONY: help setup run test test-fast test-full test-long serve backfill secrets fleet sql lint format lock golden train train-names bench-names bench-clean bench-scrape bench-load bench-collect bench-watch clean

help: ## list these commands
	@echo "Kliping: Indonesian news, from pages to DuckDB."; echo
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(DEVELOPED) ## virtual environment with all that tests and lint need

# only what running Kliping needs; the development environment includes it
$(READY): requirements/run.lock pyproject.toml local/setup.sh
	@bash local/setup.sh $(VENV) run
	@rm -f $(DEVELOPED)
	@touch $@

$(DEVELOPED): requirements/dev.lock requirements/run.lock pyproject.toml local/setup.sh
	@bash local/setup.sh $(VENV) dev
	@touch $(READY) $@

run: $(READY) ## ingest one day through Airflow; DAY=2024-11-26 SOURCES=demo|live|detik,kompas
	@$(PY) -m local.run --day "$(DAY)" --sources "$(SOURCES)" $(if $(REFETCH),--refetch) \
		$(if $(NEWSROOM)$(REPLAY),--newsroom $(NEWSROOM) $(if $(REPLAY),--replay "$(REPLAY)"))

test: $(DEVELOPED) ## all tests that take seconds each
	@$(PY) -m pytest -q -n 2 --dist worksteal -m "not full"

test-fast: $(DEVELOPED) ## tests to run between edits: those that need no server and no database
	@$(PY) -m pytest -q -n 2 --dist worksteal -m "not full" $(FAST)

test-full: $(DEVELOPED) ## the tests that take minutes each
	@$(PY) -m pytest -q -n 2 --dist worksteal -m "full and not long"

test-long: $(DEVELOPED) ## more seeds, examples and pages than make test-full tries
	@$(PY) -m pytest -q -n 2 --dist worksteal -m long

serve: $(READY) ## Airflow with its web pages, and the demo newsroom; Ctrl-C stops both
	@exec $(PY) -m local.serve --port "$(PORT)" --sources "$(SOURCES)"

backfill: $(READY) ## load missing days; FROM=2024-11-20 TO=2024-11-26 SOURCES=demo AGAIN=1 REFETCH=1
	@$(PY) -m local.backfill --from "$(FROM)" --to "$(TO)" --sources "$(SOURCES)" \
		$(if $(AGAIN),--again) $(if $(REFETCH),--refetch)

secrets: $(READY) ## files of generated secrets for docker-compose.yml; those that are there stay
	@$(PY) -m local.secret_files

fleet: $(DEVELOPED) ## production as processes, with two workers: PostgreSQL, Redis, Celery; Ctrl-C stops all
	@exec $(PY) -m local.fleet

sql: $(READY) ## query the published database in a DuckDB shell
	@$(VENV)/bin/kliping sql

lint: $(DEVELOPED) ## ruff and mypy
	@$(VENV)/bin/ruff check
	@$(VENV)/bin/ruff format --check
	@$(VENV)/bin/mypy

format: $(DEVELOPED) ## format, and fix what ruff can
	@$(VENV)/bin/ruff check --fix --exit-zero
	@$(VENV)/bin/ruff format

lock: $(DEVELOPED) ## resolve dependencies again; LOCK=--upgrade takes the newest versions
	@$(COMPILE) --extra airflow --extra lake --extra mcp --extra production --group dev pyproject.toml -o requirements/dev.lock $(LOCK)
	@$(COMPILE) -c requirements/dev.lock --extra airflow --group setup pyproject.toml -o requirements/run.lock
	@$(COMPILE) -c requirements/dev.lock --extra airflow --extra lake --extra production --group setup pyproject.toml \
		-o requirements/production.lock $(LOCK)
	@$(COMPILE) -c requirements/production.lock --extra airflow --extra lake --extra production --extra clouds --group setup \
		pyproject.toml -o requirements/clouds.lock $(LOCK)
	@$(COMPILE) -c requirements/dev.lock --group peers -o requirements/peers.lock $(LOCK)

golden: $(DEVELOPED) ## record new results of cleaner and scraper, and raise their versions
	@$(PY) -m tests.golden

train: $(DEVELOPED) ## train the cleaner's model from ../shared/data/text and training/bank
	@$(PY) training/reader.py

train-names: $(DEVELOPED) ## train the tagger of names from ../shared/data: regions, clusters of words, weights
	@$(PY) training/regions.py
	@$(PY) training/word_clusters.py
	@$(PY) training/names.py

bench-names: $(DEVELOPED) ## scores of names on sentences kept apart, and what names and quotations cost
	@$(PY) bench/names.py
	@$(PY) bench/quotes.py

bench-clean: $(DEVELOPED) ## the cleaner's scores, folds and speed
	@$(PY) bench/clean.py

bench-scrape: $(VENV)/.peers ## the scraper compared with other extractors, in one run
	@$(PY) bench/scrape.py

bench-load: $(VENV)/.peers ## the load compared with dlt, in one run
	@$(PY) bench/load.py --dlt

bench-collect: $(VENV)/.peers ## collecting, and a whole day, compared with other crawlers; ARGS="--articles 2000"
	@$(PY) bench/collect.py $(ARGS)
	@$(PY) bench/volume.py --hosts 60 --articles 20 --at-once 60

bench-watch: $(DEVELOPED) ## rounds of `watch` on a simulated clock: minutes to query, requests an article; ARGS="--hosts 300 --hours 6"
	@$(PY) bench/watch.py $(or $(ARGS),--hosts 30 --hours 2)

$(VENV)/.peers: requirements/peers.lock $(DEVELOPED)
	@$(VENV)/bin/uv pip install --quiet --require-hashes --no-deps --python $(PY) -r requirements/peers.lock
	@touch $@

clean: ## remove the environment and the data folder
	@rm -rf $(VENV) data .pytest_cache .mypy_cache .ruff_cache .hypothesis
