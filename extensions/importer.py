"""Rasa importer that reads the examples once."""

from typing import Optional

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method


class FileImporter(RasaFileImporter):
    """Rasa's own, whose examples are read for the domain and for the training, 20 s each time."""

    @cached_method
    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        """All examples."""
        return super().get_nlu_data(language)
