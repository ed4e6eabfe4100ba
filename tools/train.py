"""Train the model from config.yml, domain.yml, data/ and the content that it understands by.

Always trains anew: `make` decides whether that is needed, and Rasa's own cache does not see the content.
"""

import argparse

from rasa.model_training import train

from actions.geography.places_file import PlacesMissing, open_places
from actions.settings import ROOT, settings
from tools import CannotRun
from tools.logs import errors_only


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Train and save the model."""
    errors_only()
    try:
        open_places(settings().places_path).close()  # within Rasa's training a traceback would say it
    except PlacesMissing as missing:
        raise CannotRun(str(missing))
    target = settings().model_path
    result = train(
        domain=str(ROOT / "domain.yml"),
        config=str(ROOT / "config.yml"),
        training_files=[str(ROOT / "data")],
        output=str(target.parent),
        fixed_model_name=target.name,
        force_training=True,
    )
    if result.code or not target.is_file():
        raise CannotRun("The model could not be trained; the lines above say why.")
    return 0
