# Each target sets betalt up first; where make is missing, `python3 tools/bootstrap.py TARGET` does the same.

PYTHON ?= python3
BOOTSTRAP = $(PYTHON) tools/bootstrap.py

.PHONY: setup demo test check serve bench proof trust

setup: ## install everything into .venv
	@$(BOOTSTRAP) setup

demo: ## walk the main road with the examples
	@$(BOOTSTRAP) demo

test: ## all checks and all tests
	@$(BOOTSTRAP) test

check: ## linters, types, layers and house rules
	@$(BOOTSTRAP) check

serve: ## run the office and the worker
	@$(BOOTSTRAP) serve

bench: ## measure, in CPU time
	@$(BOOTSTRAP) bench

trust: ## try to break it for an hour, and write the figures into docs/reference/trust.md
	@$(BOOTSTRAP) trust

proof: ## the long tests that `make test` leaves out
	@$(BOOTSTRAP) proof
