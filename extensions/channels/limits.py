"""How many messages a conversation may send in a minute."""

import asyncio
import logging
from typing import Optional

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

logger = logging.getLogger(__name__)

REDIS_SECONDS = 1.0
"""How long Redis may take. Then this process counts alone: nobody must wait for an answer because of a counter."""

MOST_COUNTED = 10_000
"""Conversations that are counted in this process before it begins anew."""


class Limits:
    """Counts in this process, or in Redis for several processes together.

    Args:
        per_minute: messages that are answered; None for no limit.
        redis_url: `redis://host:6379/0`.
    """

    def __init__(self, per_minute: Optional[int], redis_url: Optional[str] = None) -> None:
        self.rate = RateLimitItemPerMinute(per_minute) if per_minute else None
        self._begin_anew()
        self._shared = MovingWindowRateLimiter(shared_storage(redis_url)) if redis_url else None

    async def allow(self, conversation: str) -> bool:
        """Count one message; False when it is one too many."""
        if not self.rate:
            return True
        if self._shared:
            loop = asyncio.get_running_loop()
            try:
                asked = loop.run_in_executor(None, self._shared.hit, self.rate, conversation)
                return await asyncio.wait_for(asked, REDIS_SECONDS)
            except Exception as error:  # every way in which Redis fails
                logger.error("cannot count messages in Redis: %s", type(error).__name__)
        if len(self._memory.events) > MOST_COUNTED:  # it keeps an empty list for whoever spoke once
            self._begin_anew()
        return self._own.hit(self.rate, conversation)

    def _begin_anew(self) -> None:
        self._memory = MemoryStorage()
        self._own = MovingWindowRateLimiter(self._memory)


def shared_storage(url: str) -> MemoryStorage:
    """The counters in Redis; it is not asked before the first message."""
    return storage_from_string(url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS)
