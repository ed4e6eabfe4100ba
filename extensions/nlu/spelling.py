"""Rasa component: a badly typed message is read as it was meant; "waht tiem do u opne" asks when we open."""

from pathlib import Path
from typing import Any, Dict, Iterable, List, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions.geography.places_file import open_places
from actions.settings import settings
from extensions.nlu.glossary import glossary
from extensions.nlu.speller import SHORTEST, Speller
from extensions.nlu.word_model import WORD, WordModel

MENDED = "mended"
"""Key of a message: its text in right spelling, where that is another."""
COUNTS, PLACES = "words.json", "places.txt"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Spelling(GraphComponent):
    """Sets the `mended` text of messages that hold words of no list. Comes first. Learns the words from the examples.

    Configuration: `glossary`, the path of the names.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """None."""
        return []

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: WordModel,
        places: Iterable[str],
    ) -> None:
        self.config = config
        self.model_storage = model_storage
        self.resource = resource
        self.speller = Speller(model, glossary(Path(config["glossary"])), places)

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "Spelling":
        """Rasa's constructor of an untrained component."""
        return cls(config, model_storage, resource, WordModel({}, {}), [])

    def train(self, training_data: TrainingData) -> Resource:
        """Count the words of the examples, and note the names of places.

        Raises:
            PlacesMissing: the file of places is not there, or of another version.
        """
        model = WordModel.count(example.get(TEXT) or "" for example in training_data.intent_examples)
        with self.model_storage.write_to(self.resource) as folder:
            model.save(folder / COUNTS)
            (folder / PLACES).write_text("\n".join(place_names(settings().places_path)), encoding="utf-8")
        return self.resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "Spelling":
        """Read them back."""
        with model_storage.read_from(resource) as folder:
            places = (folder / PLACES).read_text(encoding="utf-8").split("\n")
            return cls(config, model_storage, resource, WordModel.load(folder / COUNTS), places)

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the mended text where it is not the text itself."""
        for message in messages:
            text = message.get(TEXT) or ""
            mended = self.speller.mended(text)
            if mended != text:
                message.set(MENDED, mended)
        return messages


def place_names(path: Path) -> List[str]:
    """The towns of Australia and New Zealand whose name is one word, in small letters."""
    rows = open_places(path).execute("SELECT key FROM spelling WHERE country IN ('AU', 'NZ') AND population > 0")
    return sorted(key for (key,) in rows if WORD.fullmatch(key) and len(key) > SHORTEST)


def mended_text(message: Message) -> str:
    """What a message says, in right spelling; nothing where it has no text."""
    return message.get(MENDED) or message.get(TEXT) or ""
