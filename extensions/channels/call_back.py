"""Who asks to be called: name and number pass through to the service's own system, and are kept nowhere."""

import asyncio
import logging
from typing import Optional

from extensions.channels.arrivals import Contact
from extensions.channels.metrics import count
from extensions.channels.sending import Platform, Sent
from extensions.channels.wording import Reply, wording

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 12.0
"""How long the system has, all attempts together. A server that stops waits longer, so that the person still hears."""


class CallBack:
    """The service's system that takes requests for a call.

    Args:
        channel: where people ask, for the request and the metrics.
        url: where the requests go.
        token: what the system wants to be shown, if anything.
    """

    def __init__(self, channel: str, url: str, token: Optional[str]) -> None:
        self.channel = channel
        self.system = Platform("call_back", url, headers={"Authorization": f"Bearer {token}"} if token else None)

    async def deliver(self, contact: Contact) -> bool:
        """Hand a request over; False where it is not certain that the system has it."""
        asked = {
            "channel": self.channel,
            "name": contact.name,
            "phone": contact.phone,
            "asked_at": contact.asked_at.isoformat(),
        }
        try:  # a redirect could lead the number to somebody else
            sending = self.system.send("", json=asked, allow_redirects=False)
            sent = await asyncio.wait_for(sending, PATIENCE_SECONDS)
        except asyncio.TimeoutError:
            logger.error("call_back: not taken within %g s", PATIENCE_SECONDS)
            sent = Sent.UNKNOWN
        count("call_back_delivered" if sent is Sent.TAKEN else "call_back_failed", self.channel)
        return sent is Sent.TAKEN


def offers_person(reply: Reply) -> bool:
    """Whether a reply names people to talk to, and nothing in it says that somebody may be in danger."""
    return reply["outcome"] == "contact" and not reply["care"]


def offer() -> Reply:
    """What is done with the number, before it is asked for."""
    return {**wording("call_back_offer"), "asks": "phone"}
