# make chat: talk to the assistant.  make serve: on a web page.  make test: everything is tested.  Each sets up what is missing first.

PYTHON := .venv/bin/python
MODEL  := models/shipmate.tar.gz
LEARNT := config.yml domain.yml $(wildcard data/*.yml data/*/*.yml) content/safety.yml content/safety_spelling.yml extensions/importer.py $(wildcard extensions/nlu/*.py)
FILES  ?=
WIDGET := widget/dist/shipmate.js

.PHONY: setup train chat serve widget test check evaluate bench clean
.DELETE_ON_ERROR:

setup: .venv/ready var/encoder/model.onnx var/spacy/meta.json var/places.db var/services.loaded

.venv/ready: requirements.lock bootstrap.lock bootstrap.sh .python-version
	@./bootstrap.sh
	@touch $@

var/encoder/model.onnx: tools/build_encoder.py tools/fuse.py tools/quantize.py tools/to_onnx.py | .venv/ready
	@$(PYTHON) -m tools build-encoder
	@touch $@

var/spacy/meta.json: content/glossary.yml tools/build_language.py extensions/nlu/glossary.py | .venv/ready
	@$(PYTHON) -m tools build-language
	@touch $@

var/places.db: content/places/aliases.yml content/places/words.txt tools/build_places.py tools/geonames.py tools/postal_codes.py $(wildcard actions/geography/*.py) | .venv/ready
	@$(PYTHON) -m tools build-places
	@touch -c $@

var/services.loaded: content/services.csv tools/load_services.py actions/services.py $(wildcard .env) | .venv/ready
	@$(PYTHON) -m tools load-services
	@touch $@

$(MODEL): $(LEARNT) var/spacy/meta.json var/encoder/model.onnx | .venv/ready var/places.db
	@echo "Training the model; the first time this takes some minutes."
	@$(PYTHON) -m tools train
	@touch -c $@

train: setup $(MODEL)

chat: train
	@$(PYTHON) -m tools chat

serve: train widget
	@$(PYTHON) -m tools serve

widget: $(WIDGET)

widget/node_modules/.package-lock.json: widget/package-lock.json widget/package.json
	@node -e 'process.exit(+(parseInt(process.versions.node) < 20))' 2>/dev/null || { echo "The widget needs Node 20 or later, with npm."; exit 1; }
	@cd widget && npm ci --silent
	@touch $@

$(WIDGET): widget/node_modules/.package-lock.json $(shell find widget/src -type f) widget/vite.config.ts widget/tsconfig.json
	@cd widget && npm run --silent build

test: train widget
	@$(PYTHON) -m pytest

check: setup
	@$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy actions extensions tools
	@$(PYTHON) -m tools check

evaluate: train
	@$(PYTHON) -m tools evaluate $(FILES)

bench: train
	@$(PYTHON) -m tools bench

clean:  # what was made; what people have said, and what was signed, stays in var
	rm -rf .venv var/encoder var/spacy var/places.db var/services.loaded var/vectors.npz models widget/dist widget/node_modules
