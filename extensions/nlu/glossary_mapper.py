"""Rasa component: entities of spaCy become values of the glossary, and misspelt names are found."""

from pathlib import Path
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from extensions.nlu.glossary import Glossary, glossary
from extensions.nlu.spelling import mended_text


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class GlossaryMapper(GraphComponent):
    """Comes after SpacyEntityExtractor."""

    def __init__(self, names: Glossary) -> None:
        self.names = names

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "GlossaryMapper":
        """Rasa's constructor; `glossary` is the path of the file."""
        return cls(glossary(Path(config["glossary"])))

    def process(self, messages: List[Message]) -> List[Message]:
        """Map and add entities, in the order of the text."""
        for message in messages:
            entities = [self.mapped(entity) for entity in message.get(ENTITIES, [])]
            for found in self.names.misspelt(mended_text(message)):
                entities.append({**found._asdict(), "extractor": "GlossaryMapper"})
            message.set(ENTITIES, sorted(entities, key=lambda entity: entity["start"]), add_to_output=True)
        return messages

    def mapped(self, entity: Dict[str, Any]) -> Dict[str, Any]:
        """The entity with the value that the glossary gives its words."""
        return {**entity, "value": self.names.value(entity["value"]) or entity["value"]}
