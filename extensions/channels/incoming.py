"""One message as it comes in, and what is made of it before Rasa reads it."""

import re
from dataclasses import dataclass
from typing import Optional

from extensions.channels.guard import LONGEST
from extensions.channels.identity import keyed_hash

LOCATION = re.compile(
    r'/share_location\s*\{\s*"latitude":\s*(?P<lat>-?\d{1,2}(?:\.\d+)?)\s*,'
    r'\s*"longitude":\s*(?P<lon>-?\d{1,3}(?:\.\d+)?)\s*\}'
)
MY_LOCATION = "My location"


@dataclass(frozen=True)
class Incoming:
    """One message as it came in."""

    channel: str
    """`web`, `telegram`, `whatsapp`, `sms`, `messenger`, `slack`, or `shell`."""
    conversation: str
    """The id that Rasa sees; made by `identity`."""
    text: str
    """What was said, or the payload of a button that was offered."""
    message_id: Optional[str] = None
    """With the same id again it is the same message, delivered twice."""

    @property
    def kept_id(self) -> Optional[str]:
        """The id as it is stored: those of platforms may hold a telephone number."""
        if not self.message_id or self.channel == "web":
            return self.message_id
        return keyed_hash("message", self.channel, self.message_id)

    @property
    def is_web(self) -> bool:
        """Whether it comes from the website, which may share a location and shows a reply again."""
        return self.channel == "web"


def printable(text: str) -> str:
    """A message as its sender sees it again: without what no database takes, and not longer than one is read."""
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\0", "").strip()[:LONGEST]


def location(text: str) -> Optional[str]:
    """A shared location as words that the assistant reads, rounded to about 1 km; None where it is none."""
    found = LOCATION.fullmatch(text.strip())
    if not found or abs(float(found["lat"])) > 90 or abs(float(found["lon"])) > 180:
        return None
    return location_text(float(found["lat"]), float(found["lon"]))


def location_text(lat: float, lon: float) -> str:
    """A point in degrees as the assistant reads it, rounded to about 1 km."""
    return f"{lat:.2f}, {lon:.2f}"
