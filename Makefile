# Needed: git, make and Python 3.11 or newer with venv. Everything else is brought into .venv.
PYTHON_HERE := .venv/bin/python
PYTEST := $(PYTHON_HERE) -m pytest -q

.DEFAULT_GOAL := help
.PHONY: help run test test-full check messages install install-dev

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: install ## the whole portal on this machine; prints its address; Ctrl-C ends it
	@PORTAL_FOLLOWS=make exec $(PYTHON_HERE) manage.py portal

test: install-dev ## every check and test, as CI runs them
	@.ci/browser
	@.ci/check
	@$(PYTEST) -n 2

test-full: install-dev ## the same, and the long tests; writes the figures of docs/reliability.md
	@.ci/browser
	@.ci/check
	@.ci/full $(PYTEST)

check: install-dev ## format, lint, imports, templates, translations, types: no database
	@.ci/check

messages: install-dev ## bring the translation catalogue in line with the code
	@$(PYTHON_HERE) -m rcportal.catalogue update

install: ## .venv with what running needs
	@.ci/install requirements.txt

install-dev: ## .venv with what testing needs
	@.ci/install requirements-dev.txt
