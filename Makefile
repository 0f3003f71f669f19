# One verb per job, the same for people and for continuous integration. Each verb first does the
# set-up it needs: a virtual environment in .venv, with the versions of constraints.txt.
#
#   make PYTHON=/path/to/python3.12 setup     to choose the Python of a new .venv
#   make demo LAB=lab01_knn                   to choose the lab

VENV := .venv
STAMP := $(VENV)/set-up
PY := $(VENV)/bin/python
# nbgrader starts alembic by name, so the environment's programs must be on the PATH.
RUN := PATH="$(CURDIR)/$(VENV)/bin:$$PATH"
INSTALL := $(PY) -m pip install -c constraints.txt -e '.[grading,dev]'

.DEFAULT_GOAL := help
.PHONY: help setup demo lab check test redteam build bench docs screenshots bare lint clean

help: ## list the verbs
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

setup: $(STAMP) ## create .venv and install everything into it

# The stamp is written last, so an interrupted installation is taken up again.
$(STAMP): pyproject.toml constraints.txt
	@$(PY) -c 'import pip' 2>/dev/null || sh scripts/create_venv.sh $(VENV) $(if $(PYTHON),'$(PYTHON)')
	@$(INSTALL) || { echo 'The installation failed; once more, with what was downloaded.'; $(INSTALL); }
	@touch $@

demo: $(STAMP) ## grade a sample class and show the table
	@$(RUN) autograder demo $(LAB)

lab: $(STAMP) ## open JupyterLab on the labs
	@$(RUN) course lab $(ARGS)

check: lint ## lint, types and the quick tests, for work in between
	@$(RUN) COURSE_OFFLINE=1 python -m pytest -n 2 --dist loadfile -m 'not slow' $(ARGS)

test: lint ## run every check and every test
	@$(RUN) COURSE_OFFLINE=1 python -m pytest -n 2 --dist loadfile --durations=10 $(ARGS)

build: $(STAMP) ## make labs/ from solutions/
	@$(RUN) autograder build $(LAB)

redteam: $(STAMP) ## try every attack on the grader
	@$(RUN) COURSE_OFFLINE=1 REDTEAM_CLASS=all python -m pytest tests/redteam $(ARGS)

bench: $(STAMP) ## measure against the real peers
	@$(RUN) python -m benchmarks $(ARGS)

docs: $(STAMP) ## build the site in build/docs, solutions executed
	@$(RUN) python -m sphinx -W --keep-going -q -b html docs build/docs $(ARGS)
	@echo "build/docs/index.html"

screenshots: $(STAMP) ## draw the pictures of docs/ in a real browser
	@$(RUN) COURSE_OFFLINE=1 python -m benchmarks.screenshots $(ARGS)

bare: $(STAMP) ## clone, demo and every test where only Python, git and make are
	@$(RUN) python -m tests.project.bare

lint: $(STAMP) ## ruff, the layers of the grader, and pyright
	@$(RUN) python -m ruff check .
	@$(RUN) python -m ruff format --check .
	@$(RUN) lint-imports --no-logo --no-cache
	@$(RUN) python -m pyright

clean: ## remove what the tools leave behind; .venv and grading/ stay
	rm -rf build .pytest_cache .ruff_cache .hypothesis ./*.egg-info
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
