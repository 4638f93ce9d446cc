# The few commands of this project. Each installs what it needs and does nothing when all is there.
PORT ?= 8000
PYTHON := .venv/bin/python
.PHONY: install demo test verify bench messages screenshots lock format

install: ## .venv and system packages for running, testing and checking
	@.ci/install dev

demo: ## the whole system with demonstration content, on http://127.0.0.1:$(PORT)/
	@.ci/demo $(PORT)

test: install ## all tests: SQLite, PostgreSQL with Redis, and the browser
	@.ci/test

verify: install ## what must hold beside the tests: style, types, layers, migrations, catalogues
	@.ci/verify

bench: install ## speed and memory, each against a floor in the same run
	@$(PYTHON) -m tests.benchmarks

messages: install ## brings locale/*/LC_MESSAGES/*.po up to date with the code
	@$(PYTHON) manage.py makemessages -l tg -l ru --no-obsolete --no-wrap --add-location=file -i .venv -i var -i tests
	@$(PYTHON) manage.py compilemessages -v0 -i .venv

screenshots: install ## the pictures of the README, taken from the running demo
	@$(PYTHON) -m tests.journeys.screenshots

format: install ## writes the code the way verify wants it
	@.venv/bin/ruff check --fix -q . ; .venv/bin/ruff format -q .

lock: ## pins every dependency anew, with hashes
	@.venv/bin/uv pip compile pyproject.toml --upgrade --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 -q -o .ci/run.lock
	@.venv/bin/uv pip compile pyproject.toml --group dev --upgrade --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 -q -c .ci/run.lock -o .ci/dev.lock
