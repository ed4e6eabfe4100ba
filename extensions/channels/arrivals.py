"""What the messaging platforms bring: one arrival a message, whichever platform it came by."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Optional

from extensions.channels.incoming import location_text

STALE_SECONDS = 24 * 3600
"""What is older is not answered: no platform keeps a message longer for us, or lets us answer it later."""


@dataclass(frozen=True)
class Contact:
    """A contact that was shared. It is on its way through: nothing stores it, and it does not show itself in a log."""

    asked_at: datetime
    """When it was shared, in UTC."""
    phone: Optional[str] = field(default=None, repr=False)
    """As the platform gave it; None where it is not the person's own, which is not even read."""
    name: Optional[str] = field(default=None, repr=False)


@dataclass(frozen=True)
class Arrival:
    """One message from one person."""

    person: str
    """By which the platform knows them; only a keyed hash of it is stored."""
    to: str
    """Where the answer goes."""
    message_id: str
    """The platform's: with the same one again it is the same message."""
    text: str = ""
    """What was typed, or the title of the button that was pressed."""
    pressed: Optional[str] = None
    """What the platform carried with the button: its payload, or `button_code` of it."""
    unreadable: bool = False
    """Whether something came that is no new text: a voice note, a picture, an edit."""
    in_group: bool = False
    """Whether others read it too."""
    obeyed: str = ""
    """`stop`, `start` or `help`, where the platform took the message for that and has replied itself."""
    contact: Optional[Contact] = None
    """A number to call; the message is `unreadable` too, for where nobody calls back."""


def place(latitude: Any, longitude: Any) -> Optional[str]:
    """A shared place as text that the assistant reads, rounded to about 1 km; None where it is none on earth."""
    try:
        lat, lon = float(latitude), float(longitude)
    except (TypeError, ValueError):
        return None
    return location_text(lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None
