"""The whole assistant in one process: the trained model, the guard and the real actions."""

import time
import uuid
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from rasa.core.agent import Agent
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from actions.content import content
from actions.reply import disclaimer
from actions.settings import settings
from actions.turn import Guess, read_ranking
from extensions.action_check import check_schema_once
from extensions.channels.door import Door, Incoming
from extensions.channels.guard import Guard
from extensions.channels.limits import Limits
from extensions.nlu.courtesies import CORE
from extensions.nlu.safety_rules import SafetyRules
from extensions.nlu.topic_classifier import PARTS
from tools import CannotRun
from tools.logs import errors_only

EXPLAINS = ("ranking", "entities", "context", "core", "parts")
"""Fields of a turn that tell staff why; not part of the JSON lines."""


class InProcessActions(EndpointConfig):
    """The real actions, called here instead of over HTTP."""

    def __init__(self) -> None:
        super().__init__(url="in-process")
        self.executor = ActionExecutor()
        self.executor.register_package("actions")

    async def request(self, *args: Any, json: Optional[Dict[str, Any]] = None, **kwargs: Any) -> Any:
        """Run the action that Rasa asks for."""
        return await self.executor.run(json)


@dataclass
class Turn:
    """One message and what came of it."""

    text: str
    conversation: str
    outcome: str
    topic: Optional[str]
    confidence: float
    replies: List[Dict[str, Any]]
    """Each with `text` and `buttons`, a list of `title` and `payload`."""
    disclaimer: bool
    """Whether every reply carries it."""
    place: Optional[Dict[str, Any]]
    """`name`, `lat`, `lon` of the place that services were looked for at."""
    ms: float
    """Milliseconds from message to reply."""
    ranking: List[Guess] = field(default_factory=list)
    """What the model thought likeliest; not part of the JSON lines."""
    entities: List[Tuple[str, Any]] = field(default_factory=list)
    context: Dict[str, Any] = field(default_factory=dict)
    """What the message was read with: `about`, the title of the last answer, or `alarm`, that just given."""
    core: str = ""
    """What was read of the message: its text without courtesies."""
    parts: List[Guess] = field(default_factory=list)
    """What each of its sentences, or of their parts, would be by itself, where there are several."""

    def as_json(self) -> Dict[str, Any]:
        """The fields that other programs rely on."""
        return {name: value for name, value in asdict(self).items() if name not in EXPLAINS}


class Bot:
    """Answers messages; conversations are kept in memory."""

    def __init__(self, agent: Agent, guard: Guard) -> None:
        self.agent = agent
        self.guard = guard
        self.door = Door(guard, Limits(None))

    @classmethod
    def load(cls, action_server: Optional[str] = None, model: Optional[Path] = None) -> "Bot":
        """Load a model, by default that of the settings, and call the action server at a URL, or the actions in this
        process.

        Raises:
            CannotRun: there is no model.
            ContentError: something in the content cannot be used.
        """
        model = model or settings().model_path
        if not model.is_file():
            raise CannotRun(f"There is no model at {model.name}. Run `make train`.")
        content()
        errors_only()
        endpoint = EndpointConfig(url=action_server) if action_server else InProcessActions()
        check_schema_once()
        agent = Agent.load(str(model), action_endpoint=endpoint)
        return cls(agent, Guard(SafetyRules.load(settings().content_path / "safety.yml")))

    async def say(self, text: str, conversation: Optional[str] = None) -> Turn:
        """One message of a conversation, or of a new one."""
        conversation = conversation or uuid.uuid4().hex
        start = time.perf_counter()
        replies = await self.door.answer(Incoming("shell", conversation, text), self.agent) or []
        ms = 1000 * (time.perf_counter() - start)
        return turn_of(text, conversation, replies, await self.tracker(conversation), ms)

    async def tracker(self, conversation: str) -> DialogueStateTracker:
        """What is remembered of a conversation."""
        return await self.agent.tracker_store.get_or_create_tracker(conversation)


def turn_of(
    text: str, conversation: str, replies: List[Dict[str, Any]], tracker: DialogueStateTracker, ms: float
) -> Turn:
    """Read from the replies and the tracker what a message led to."""
    outcome, topic = replies[-1]["outcome"], replies[-1]["topic"]
    message = tracker.latest_message
    return Turn(
        text=text,
        conversation=conversation,
        outcome=outcome,
        topic=topic,
        confidence=round(float(message.intent.get("confidence") or 0.0), 3) if message else 0.0,
        replies=[{"text": reply["text"], "buttons": reply["buttons"]} for reply in replies],
        disclaimer=all(reply["text"].endswith(disclaimer()) for reply in replies),
        place=tracker.get_slot("place") if outcome == "find_services" else None,
        ms=round(ms, 1),
        ranking=read_ranking(message.parse_data.get("intent_ranking", [])) if message else [],
        entities=[(one["entity"], one["value"]) for one in message.entities] if message else [],
        context=dict(message.metadata or {}) if message else {},
        core=(message.parse_data.get(CORE) if message else None) or text,
        parts=read_ranking(message.parse_data.get(PARTS, [])) if message else [],
    )
