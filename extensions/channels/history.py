"""What was said in a conversation, read from the tracker store."""

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import datetime, timezone
from itertools import pairwise
from typing import Any, Dict, List, Optional

from rasa.core.agent import Agent
from rasa.shared.core.events import BotUttered, Event, UserUttered

from actions.alarm import FAINT, OPEN
from extensions.channels.offering import button_code, is_alarm
from extensions.channels.wording import Reply, plain_reply
from extensions.nlu.kinds import ABOUT, ALARM, ALARM_OPEN, ASKED, BEFORE, is_short

SAID = "said"
"""Key of the metadata in which a message is kept as the person sees it, where the model reads something else."""

SHOWN = 200
"""Messages that a history shows."""
OFFERING = 60
"""Messages whose buttons can still be pressed."""
PIECE, MOST_PIECES = 3, 2
"""Words up to which a message may be a piece of a sentence, and how many pieces are looked at behind the last."""
GOING_ON = 12
"""Messages after which nobody goes on about an answer."""
SESSION = 3600.0
"""Seconds of a pause that ends a session, as `domain.yml` says it to Rasa, which forgets all slots then."""
LOOKING_UP = 3.0
"""Seconds that the store may take to find the button that was pressed."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Said:
    """One message of a conversation."""

    id: str
    """Of the person: as it was sent. Of the assistant: the id of what it answers, and its place among the replies."""
    person: bool
    text: str
    reply: Optional[Reply]
    at: datetime

    def as_json(self) -> Dict[str, Any]:
        """As the website gets it."""
        who = "person" if self.person else "bot"
        return {"id": self.id, "from": who, "text": self.text, "reply": self.reply, "at": self.at.isoformat()}


async def events_said(agent: Agent, conversation: str, last: int = SHOWN) -> List[Event]:
    """The last messages of both sides, oldest first. A store that can, reads nothing else."""
    store = agent.tracker_store
    if hasattr(store, "said"):
        return await store.said(conversation, last)
    tracker = await store.retrieve(conversation)
    return [event for event in tracker.events if isinstance(event, (UserUttered, BotUttered))] if tracker else []


async def offered_payloads(agent: Agent, conversation: str) -> List[str]:
    """The payloads of the buttons that a conversation has been shown lately."""
    return list(titles(await events_said(agent, conversation, OFFERING)))


async def offered_payload(agent: Agent, conversation: str, pressed: str) -> Optional[str]:
    """The payload of the button that was pressed, where this conversation has been shown it; else its title counts."""
    try:
        offered = await asyncio.wait_for(offered_payloads(agent, conversation), LOOKING_UP)
    except (Exception, SystemExit) as error:  # the door finds out by itself what is wrong, and apologises
        logger.error("buttons cannot be looked up: %s", type(error).__name__)
        return None
    return next((one for one in offered if pressed in (one, button_code(one))), None)


async def context(agent: Agent, conversation: str) -> Dict[str, str]:
    """What a short message may go on about, as metadata of it: an alarm just given, or the title of the last answer
    and the message before, and messages of a few words just before it.

    No title once services were spoken of: what is said of a place goes on about no card.
    """
    events = of_one_session(await events_said(agent, conversation, GOING_ON))
    messages = [event.text or "" for event in events if isinstance(event, UserUttered)]
    told, pieces = spoken_of(events), in_pieces(messages)
    last = messages[-1] if messages else ""
    asked = {ASKED: last} if ABOUT in told and is_short(last) and not last.startswith("/") else {}
    return {**told, **asked, **({BEFORE: pieces} if pieces else {})}


def of_one_session(events: List[Event]) -> List[Event]:
    """The last events without those before a pause after which Rasa begins anew."""
    times = [*(event.timestamp for event in events), time.time()]
    pauses = [later - earlier > SESSION for earlier, later in pairwise(times)]
    return events[max((place for place, pause in enumerate(pauses, 1) if pause), default=0) :]


def in_pieces(messages: List[str]) -> str:
    """The last messages of a person, up to `MOST_PIECES`, that are a piece of a sentence each."""
    pieces: List[str] = []
    for text in reversed(messages[-MOST_PIECES:]):
        if len(text.split()) > PIECE or text.startswith("/"):
            break
        pieces.insert(0, text)
    return " ".join(pieces)


def spoken_of(events: List[Event]) -> Dict[str, str]:
    """The alarm that the last reply gave, or the title of the last answer. A faint alarm is open, and no more."""
    said = [event for event in events if isinstance(event, BotUttered)]
    replies = [reply_of({"text": event.text, **event.data}) for event in reversed(said)]
    last = [reply["outcome"] for reply in replies[:1] if is_alarm(reply)]
    if last and not was_faint(events):
        return {ALARM: last[0]}
    before = replies[len(last) :]
    alarms = [later for later, reply in enumerate(before[:OPEN]) if is_alarm(reply)]
    open_alarms = [*last, *(before[later]["outcome"] for later in alarms)]
    told = {ALARM_OPEN: open_alarms[0]} if open_alarms else {}
    for reply in before[: alarms[0]] if alarms else before:
        if reply["outcome"] == "find_services":
            break
        if reply["outcome"] == "answer" and reply["title"]:
            return {ABOUT: str(reply["title"]), **told}
    return told


def was_faint(events: List[Event]) -> bool:
    """Whether the last message raised an alarm that only the classifier suspects."""
    last = next((event for event in reversed(events) if isinstance(event, UserUttered)), None)
    return any(one.get("entity") == "flag" and one.get("value") == FAINT for one in (last.entities if last else []))


async def history(agent: Agent, conversation: str) -> List[Said]:
    """All that is kept of a conversation, oldest first."""
    events = await events_said(agent, conversation)
    return read_history(events)


async def replies_to(agent: Agent, conversation: str, message_id: str) -> List[Reply]:
    """What was replied to a message, as it was said then; empty where the message or its reply is not kept."""
    said = await history(agent, conversation)
    answers = (one for one in said if not one.person and one.id.rpartition("-")[0] == message_id)
    return [one.reply for one in answers if one.reply]


def read_history(events: List[Event]) -> List[Said]:
    """What was said, out of the events."""
    shown: Dict[str, str] = {}
    said, asked, place = [], "start", 0
    for event in events:
        at = datetime.fromtimestamp(event.timestamp, timezone.utc)
        if isinstance(event, UserUttered):
            asked, place = event.message_id or "start", 0
            typed = (event.metadata or {}).get(SAID)
            text = shown.get(event.text, event.text or "") if typed is None else typed
            said.append(Said(asked, True, text, None, at))
        elif isinstance(event, BotUttered):
            reply = with_id(reply_of({"text": event.text, **event.data}), asked, place)
            said.append(Said(reply["id"], False, reply["text"], reply, at))
            shown.update(titles([event]))
            place += 1
    return said


def titles(events: List[Event]) -> Dict[str, str]:
    """The titles of all buttons that were shown, by payload."""
    shown = (button for event in events if isinstance(event, BotUttered) for button in event.data.get("buttons") or [])
    return {button["payload"]: button["title"] for button in shown}


def reply_of(message: Dict[str, Any]) -> Reply:
    """The reply as data in a message of the assistant; made from its text where an older one has none."""
    custom = message.get("custom") or {}
    if "reply" in custom:
        return dict(custom["reply"])
    return plain_reply(message.get("text") or "", "answer", buttons=message.get("buttons") or [])


def with_id(reply: Reply, message_id: str, place: int) -> Reply:
    """A reply with the id by which feedback and history know it."""
    return {"id": f"{message_id}-{place}", **reply}
