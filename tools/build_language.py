"""Build the spaCy pipeline from content/glossary.yml.

It holds a tokenizer and an entity ruler and nothing learned, so no model is downloaded. `config.yml` names its folder.
"""

import argparse
import shutil
from pathlib import Path
from typing import cast

import spacy
from spacy.pipeline import EntityRuler

from actions.settings import ROOT, settings
from extensions.nlu.glossary import Glossary

TARGET = ROOT / "var" / "spacy"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Build it beside the old one, then put it in its place."""
    glossary = Glossary.load(settings().content_path / "glossary.yml")
    language = spacy.blank("en")
    ruler = cast(EntityRuler, language.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"}))
    ruler.add_patterns(
        [{"label": entity, "pattern": name, "id": value} for name, (entity, value) in glossary.meaning.items()]
    )
    replace_folder(language, TARGET)
    print(f"{len(glossary.meaning)} names in {TARGET.relative_to(ROOT)}")
    return 0


def replace_folder(language: "spacy.Language", target: Path) -> None:
    """Save to a new folder first: a build that is cut short leaves the old one whole."""
    new = target.with_suffix(".new")
    shutil.rmtree(new, ignore_errors=True)
    new.parent.mkdir(parents=True, exist_ok=True)
    language.to_disk(new)
    shutil.rmtree(target, ignore_errors=True)
    new.rename(target)
