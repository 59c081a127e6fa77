# Everything that is run here, and all that CI runs. `make` alone lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8000
PYTEST_ARGS ?=
WAGTAIL ?= 8.1rc1
# A choice of tests is run in this process: workers would each collect them all first. One of three waits for servers under test.
PYTEST_WORKERS ?= $(if $(PYTEST_ARGS),0,3)
REQUIRE_SERVICES ?=
export REQUIRE_SERVICES

VENV := .venv
PY := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
OTHER_WAGTAIL := var/wagtail-$(WAGTAIL)
# The locked files name all there is to install, so nothing is resolved; what is installed is compiled on all processors at once.
PIP := $(PY) -m pip install --disable-pip-version-check --quiet --require-hashes --no-deps --no-compile
# Some packages have templates of code that are no code.
COMPILE := $(PY) -m compileall -qq -j 0 $(VENV)/lib || true
LOCK := $(VENV)/bin/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links

# The tests choose their own settings and database, and keep compiled code; what the user's shell says must not reach them.
CLEAN_ENV := env -u PYTHONDONTWRITEBYTECODE -u DJANGO_SETTINGS_MODULE -u SECRET_KEY -u ALLOWED_HOSTS -u PUBLIC_URL_CY -u PUBLIC_URL_EN -u API_URL -u RELEASE_POLICY -u RELEASE_POLICY_BY_TYPE -u MACHINE_TRANSLATOR \
	-u ADMIN_URL -u EMAIL_URL -u EMAIL_FROM -u SECOND_FACTOR -u OIDC_ISSUER -u OIDC_NAME -u OIDC_CLIENT_ID -u OIDC_CLIENT_SECRET -u OIDC_GROUPS -u OIDC_GROUPS_CLAIM -u OIDC_SECOND_FACTOR -u LOCAL_LOG_IN -u MEDIA_ROOT -u CACHE_MAX_AGE -u SHARED_CACHE_SECONDS -u STALE_WHILE_REVALIDATE_SECONDS -u STALE_IF_ERROR_SECONDS -u PURGE_URL -u CHANGES_KEPT_DAYS -u TRASH_KEPT_DAYS -u CLIENT_PATIENCE_SECONDS -u MAX_UPLOAD_MB \
	-u LOG_LEVEL -u LOG_FORMAT -u LOG_REQUESTS -u OTEL_EXPORTER_OTLP_ENDPOINT -u AUDIT_KEPT_DAYS -u SECURITY_CONTACT -u BACKUP_KEY -u BACKUPS_KEPT -u DEBUG -u SEARCH_INDEX -u ELASTICSEARCH_API_KEY \
	-u ELASTICSEARCH_USER -u ELASTICSEARCH_PASSWORD -u ELASTICSEARCH_CA_CERTS -u ELASTICSEARCH_TIMEOUT_MS \
	-u ELASTICSEARCH_PREFIX -u SECRET_KEY_FALLBACKS -u ANSWER_STORE_MB -u RATE_ANONYMOUS -u RATE_KEY -u RATE_SANDBOX -u RATE_STORE -u PARTNERS_EMAIL -u OPERATOR_CY -u OPERATOR_EN -u TERMS_FOLDER -u GRAPHQL_REGISTERED_QUERIES -u GRAPHQL_REGISTERED_ONLY -u METRICS_ADDRESS -u METRICS_FOLDER
PYTEST := $(CLEAN_ENV) $(PY) -m pytest -n $(PYTEST_WORKERS) --dist loadgroup $(PYTEST_ARGS)

# A complete production environment that stands for a real one; `example.test` is reserved (RFC 2606).
SAMPLE_PRODUCTION := $(CLEAN_ENV) DJANGO_SETTINGS_MODULE=cms.settings.production \
	SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	DATABASE_URL=postgres://cms@127.0.0.1/cms ELASTICSEARCH_URL=http://127.0.0.1:9200 ALLOWED_HOSTS=api.example.test,golygu.example.test \
	PUBLIC_URL_CY=https://cy.example.test PUBLIC_URL_EN=https://en.example.test \
	API_URL=https://api.example.test ADMIN_URL=https://golygu.example.test \
	MEDIA_ROOT="$(CURDIR)/var/media" TRUST_PROXY_HEADERS=1 \
	EMAIL_URL=smtp+tls://mail.example.test EMAIL_FROM=cms@example.test

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- the environment

$(INSTALLED): requirements.txt
	@for python in python3.11 python3 python /usr/bin/python3.11; do \
		if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))' >/dev/null 2>&1; then \
			found=$$python; break; \
		fi; \
	done; \
	if [ ! -x $(PY) ] && [ -z "$${found:-}" ]; then \
		echo "Python 3.11 with its venv module is needed and was not found (on Debian: apt-get install python3.11-venv)." >&2; \
		exit 1; \
	fi; \
	$(PY) -m pip --version >/dev/null 2>&1 || "$$found" -m venv $(VENV)
	@echo "Installing what the service needs (about a minute the first time) ..."
	@$(PIP) -r requirements.txt
	@$(COMPILE)
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt $(INSTALLED)
	@echo "Installing the developer tools ..."
	@$(PIP) -r requirements-dev.txt
	@$(COMPILE)
	@touch $@

# --- run

.PHONY: demo
demo: $(INSTALLED) ## Load the demo content and serve it on 127.0.0.1 (PORT=8000)
	@exec $(PY) bin/demo.py $(PORT)

.PHONY: screenshots
screenshots: $(INSTALLED) ## Retake the pictures of the editors' guide from a demo that runs (PORT=8000; needs Chromium)
	@$(PY) bin/screenshots.py $(PORT)

.PHONY: run
run: $(INSTALLED) ## Serve with reload, as the environment says (PORT=8000)
	@mkdir -p var
	@export DJANGO_SETTINGS_MODULE="$${DJANGO_SETTINGS_MODULE:-cms.settings.dev}" PUBLIC_URL_CY="$${PUBLIC_URL_CY:-http://127.0.0.1:$(PORT)}" PUBLIC_URL_EN="$${PUBLIC_URL_EN:-http://127.0.0.1:$(PORT)}" \
		API_URL="$${API_URL:-http://127.0.0.1:$(PORT)}" ADMIN_URL="$${ADMIN_URL:-http://127.0.0.1:$(PORT)}"; \
	$(PY) manage.py migrate --verbosity 0 && exec $(PY) manage.py runserver 127.0.0.1:$(PORT)

.PHONY: services
services: ## Install and start the real PostgreSQL and Elasticsearch, print their URLs; fetch nginx
	@bin/services start

.PHONY: services-stop
services-stop: ## Stop them
	@bin/services stop

# --- checks

.PHONY: test
test: $(INSTALLED_DEV) ## The whole test suite on SQLite, no service needed
	@env -u DATABASE_URL $(PYTEST) -m "not postgres"

.PHONY: check
check: static tests ## Everything that CI runs

.PHONY: static
static: lint types layers contracts contract-guard deploy-check graphql-audit graphql-clients client-check embed-check portal-check desk-check clients examples licences alerts-check installation-check ## All checks but the tests

.PHONY: tests
tests: ## The tests on both databases, one after the other
	@$(MAKE) test-sqlite
	@$(MAKE) test-postgres

.PHONY: lint
lint: $(INSTALLED_DEV) ## Style and format
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

.PHONY: types
types: $(INSTALLED_DEV) ## Types
	@$(CLEAN_ENV) $(PY) -m mypy

.PHONY: layers
layers: $(INSTALLED_DEV) ## The direction of imports
	@$(CLEAN_ENV) $(VENV)/bin/lint-imports --no-cache

.PHONY: contracts
contracts: $(INSTALLED_DEV) ## Migrations and API snapshots are in step with the code
	@$(CLEAN_ENV) DATABASE_URL=sqlite://:memory: $(PY) manage.py makemigrations --check --dry-run
	@$(CLEAN_ENV) DATABASE_URL=sqlite://:memory: $(PY) manage.py export_contracts --check

.PHONY: contracts-write
contracts-write: $(INSTALLED_DEV) ## Renew the API snapshots in docs/contracts/
	@$(CLEAN_ENV) DATABASE_URL=sqlite://:memory: $(PY) manage.py export_contracts

.PHONY: contract-guard
contract-guard: $(INSTALLED) ## The contracts break nothing of the last release without notice (needs Go)
	@$(PY) bin/contract-guard.py

.PHONY: contract-release
contract-release: $(INSTALLED) ## Keep the contracts as those of the release that is made now
	@$(PY) bin/contract-guard.py --release

.PHONY: deploy-check
deploy-check: $(INSTALLED) ## Django's deployment checks under production settings
	@$(SAMPLE_PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

.PHONY: alerts-check
alerts-check: ## The alerts of ops/prometheus are valid, and fire when they should (promtool, of Debian's package prometheus)
	@promtool=$$(bin/debian-program prometheus promtool); \
	$$promtool check config --lint=all ops/prometheus/prometheus.yml; \
	cd ops/prometheus && $$promtool test rules alerts_test.yml

.PHONY: licences
licences: $(INSTALLED_DEV) ## Every part of the service is under a licence that was accepted (bin/licences.toml)
	@$(PY) bin/sbom.py

.PHONY: sbom
sbom: $(INSTALLED_DEV) ## What the service consists of, as CycloneDX: var/sbom.cdx.json
	@mkdir -p var && $(PY) bin/sbom.py var/sbom.cdx.json && echo "Written to var/sbom.cdx.json."

.PHONY: advisories
advisories: $(INSTALLED_DEV) licences ## What is known to be wrong with the packages (asks PyPI for advisories; not in CI)
	@var/audit/bin/pip-audit --requirement requirements.txt --disable-pip --no-deps --require-hashes --strict

.PHONY: graphql-audit
graphql-audit: $(INSTALLED) ## The server speaks GraphQL over HTTP, as npm's graphql-http audits it (needs Node.js)
	@$(PY) bin/graphql-audit.py

.PHONY: client-check
client-check: $(INSTALLED_DEV) ## Generated REST clients read what the contract does not know yet (needs Node.js)
	@$(PY) bin/client-check.py

.PHONY: clients
clients: $(INSTALLED_DEV) ## The clients in clients/: shapes, types, tests, installed (needs Node.js)
	@$(CLEAN_ENV) $(PY) bin/clients.py

.PHONY: examples
examples: $(INSTALLED_DEV) clients ## What partners are told to do, done over a served demo; copies killed again and again (needs Node.js)
	@$(CLEAN_ENV) $(PY) bin/examples.py

.PHONY: clients-write
clients-write: $(INSTALLED_DEV) ## Renew the clients' shapes of what the contract says
	@$(PY) bin/clients.py write

.PHONY: graphql-clients
graphql-clients: $(INSTALLED) ## Apollo Client, urql and Relay keep both languages apart over the demo (needs Node.js)
	@$(PY) bin/graphql-clients.py

.PHONY: embed-check
embed-check: $(INSTALLED_DEV) ## The elements for other sites in a real browser, with axe (needs Node.js and Chromium)
	@$(PY) bin/browser-check.py embed-check tests/embed/test_in_browser.py

.PHONY: portal-check
portal-check: $(INSTALLED_DEV) ## A contact's way through the partners' pages in a real browser, with axe (needs Node.js and Chromium)
	@$(PY) bin/browser-check.py portal-check tests/partners/test_portal_journey.py

.PHONY: desk-check
desk-check: $(INSTALLED_DEV) ## A change from the first screen to readers, and each of our screens, in a real browser, with axe (needs Node.js and Chromium)
	@$(PY) bin/browser-check.py desk-check tests/desk/test_desk_journey.py tests/desk/test_desk_screens.py tests/desk/test_translators_browser.py tests/desk/test_writing_browser.py

.PHONY: installation-check
installation-check: $(INSTALLED_DEV) ## The whole service at work while everything that it needs is killed, frozen or full, in turn (needs `make services`)
	@if ! bin/services status >/dev/null; then \
		echo "PostgreSQL or Elasticsearch does not answer: start them with make services."; \
		if [ "$(REQUIRE_SERVICES)" = 1 ]; then exit 1; fi; \
		echo "Nothing was broken."; exit 0; \
	fi; \
	env -u DATABASE_URL $(CLEAN_ENV) SOAK_MINUTES=0.6 $(PY) -m pytest -q -n0 -p no:randomly soak/installation

.PHONY: test-sqlite
test-sqlite: $(INSTALLED_DEV) ## The test suite on SQLite, with the Elasticsearch of `make services`
	@echo "Tests on SQLite"
	@services=$$(bin/services env); set -a; eval "$$services"; set +a; env -u DATABASE_URL $(PYTEST) -m "not postgres"

.PHONY: upgrade-check
upgrade-check: $(INSTALLED_DEV) ## An upgrade under readers and editors, and back, and what migrations lock; on both databases (needs the history)
	@$(MAKE) test-sqlite PYTEST_ARGS=tests/upgrade
	@services=$$(bin/services env); set -a; eval "$$services"; set +a; $(PYTEST) tests/upgrade

.PHONY: coverage
coverage: $(INSTALLED_DEV) ## The lines and branches that no test on SQLite takes (twice the time of the tests)
	@services=$$(bin/services env); set -a; eval "$$services"; set +a; env -u DATABASE_URL $(PYTEST) -m "not postgres" --cov

.PHONY: test-postgres
test-postgres: $(INSTALLED_DEV) ## What touches a database, on the PostgreSQL of `make services`
	@if ! bin/services status postgres >/dev/null; then \
		echo "PostgreSQL does not answer: start it with make services."; \
		if [ "$(REQUIRE_SERVICES)" = 1 ]; then exit 1; fi; \
		echo "Tests on PostgreSQL were not run."; exit 0; \
	fi; \
	echo "Tests on PostgreSQL"; \
	services=$$(bin/services env); set -a; eval "$$services"; set +a; $(PYTEST) -m database

.PHONY: test-wagtail
test-wagtail: $(INSTALLED_DEV) ## The test suite on another Wagtail, in an environment of its own (WAGTAIL=8.1rc1)
	@$(VENV)/bin/uv venv --quiet --allow-existing --python $(PY) $(OTHER_WAGTAIL)
	@echo "wagtail==$(WAGTAIL)" | $(VENV)/bin/uv pip install --quiet --python $(OTHER_WAGTAIL)/bin/python \
		-r requirements.txt -r requirements-dev.txt --overrides /dev/stdin
	@touch $(OTHER_WAGTAIL)/.installed $(OTHER_WAGTAIL)/.installed-dev
	@$(MAKE) test VENV=$(OTHER_WAGTAIL)

.PHONY: mutants
mutants: $(INSTALLED_DEV) ## Change cms/publication and see whether tests notice (MUTANTS=300 SEED=1 ONLY=file:line AGAIN=1)
	@env -u DATABASE_URL $(CLEAN_ENV) nice $(PY) bin/mutants --mutants $(or $(MUTANTS),0) --seed $(or $(SEED),1) \
		--only "$(ONLY)" $(if $(AGAIN),--again)

.PHONY: soak
soak: $(INSTALLED_DEV) ## What takes too long for each run of the tests: deaths before every statement, orders of translation steps, on both databases; an hour of the whole service
	@env -u DATABASE_URL $(CLEAN_ENV) $(PY) -m pytest -p no:randomly --log-cli-level=INFO --ignore soak/installation soak $(PYTEST_ARGS)
	@services=$$(bin/services env); set -a; eval "$$services"; set +a; \
		$(CLEAN_ENV) $(PY) -m pytest -p no:randomly --log-cli-level=INFO soak $(PYTEST_ARGS)

.PHONY: bench
bench: $(INSTALLED_DEV) ## Measure the figures in bench/
	@$(PY) bench/run.py

.PHONY: search-quality
search-quality: $(INSTALLED_DEV) ## How well the judged queries are answered (SAVE=file, AGAINST=file of another version)
	@$(CLEAN_ENV) $(PY) -m bench.search_quality $(if $(SAVE),--save $(SAVE)) $(if $(AGAINST),--against $(AGAINST))

# --- upkeep

.PHONY: format
format: $(INSTALLED_DEV) ## Put the code in its usual form
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format .

.PHONY: messages
messages: $(INSTALLED_DEV) ## Renew the Welsh catalogues in locale/ (needs gettext)
	@command -v xgettext msgfmt >/dev/null || { echo "gettext is needed (on Debian: apt-get install gettext)." >&2; exit 1; }
	@$(CLEAN_ENV) DATABASE_URL=sqlite://:memory: $(PY) manage.py makemessages --locale cy --no-location --no-wrap --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'
	@sed -i '/^"POT-Creation-Date/d' locale/cy/LC_MESSAGES/*.po
	@$(CLEAN_ENV) DATABASE_URL=sqlite://:memory: $(PY) manage.py compilemessages --locale cy --ignore '.venv/*' --ignore 'var/*'

.PHONY: lock
lock: $(INSTALLED_DEV) ## Renew requirements.txt and requirements-dev.txt (UPGRADE=1: to the newest versions)
	@$(LOCK) $(if $(UPGRADE),--upgrade) requirements.in -o requirements.txt
	@sed -i 's/^elasticsearch==/# Contains what was the separate package elasticsearch-dsl: from elasticsearch.dsl import ...\n&/' requirements.txt
	@$(LOCK) $(if $(UPGRADE),--upgrade) requirements-otel.in -o requirements-otel.txt
	@$(LOCK) $(if $(UPGRADE),--upgrade) requirements-dev.in -o requirements-dev.txt
	@$(LOCK) $(if $(UPGRADE),--upgrade) requirements-audit.in -o requirements-audit.txt
