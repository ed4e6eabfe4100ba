"""Sending to a platform: again where it surely took nothing, never twice where it may have."""

import asyncio
import enum
import json
import logging
import random
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Callable, Dict, Mapping, Optional

import aiohttp
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt

from extensions.channels.metrics import count

logger = logging.getLogger(__name__)

ATTEMPTS = 5
LONGEST_WAIT = 60.0
"""Seconds; a platform that asks to wait longer is not asked again."""
FIRST_WAIT = 0.5
"""Seconds before the second attempt; doubled for each further one, and made uneven."""
REQUEST_SECONDS = aiohttp.ClientTimeout(total=20, sock_connect=5)


class Sent(enum.Enum):
    """What became of a message."""

    TAKEN = "taken"
    REFUSED = "refused"
    """The platform said no: the person has blocked the bot, for example."""
    UNWANTED = "unwanted"
    """The platform said that the person wants no messages."""
    UNREACHED = "unreached"
    """It surely did not go out: no connection, or told to wait, up to the last attempt."""
    UNKNOWN = "unknown"
    """It may have gone out: no answer, or an error in the middle. It is not sent again."""


@dataclass(frozen=True)
class Answer:
    """What a platform answered."""

    status: int
    body: Dict[str, Any]
    """Empty where the answer is no JSON object."""
    retry_after: Optional[float] = None
    """Seconds that it asks to wait."""


@dataclass(frozen=True)
class Verdict:
    """How an answer is to be read."""

    sent: Sent
    """`UNREACHED` where it may be tried again."""
    wait: Optional[float] = None
    why: str = ""
    """A code for the log, never content."""


Reading = Callable[[Answer], Verdict]


class NotTaken(Exception):
    """The platform surely took nothing; it may be asked again after `wait` seconds, or when we think best."""

    def __init__(self, why: str, wait: Optional[float] = None) -> None:
        super().__init__(why)
        self.wait = wait


def by_status(answer: Answer) -> Verdict:
    """An answer read by its HTTP status: only 429 and 503 say that nothing was done."""
    why = f"status {answer.status}"
    if answer.status < 300:
        return Verdict(Sent.TAKEN)
    if answer.status in (429, 503):
        return Verdict(Sent.UNREACHED, answer.retry_after, why)
    return Verdict(Sent.REFUSED if answer.status < 500 else Sent.UNKNOWN, why=why)


class Platform:
    """One platform's API.

    Args:
        channel: its name in the log and the metrics.
        url: where the API begins, without a slash at the end.
        reading: tells from an answer what became of the message.
        headers, auth: what proves who we are.
    """

    def __init__(
        self,
        channel: str,
        url: str,
        reading: Reading = by_status,
        headers: Optional[Mapping[str, str]] = None,
        auth: Optional[aiohttp.BasicAuth] = None,
    ) -> None:
        self.channel = channel
        self.url = url
        self.reading = reading
        self.headers = dict(headers or {})
        self.auth = auth
        self._session: Optional[aiohttp.ClientSession] = None

    async def send(self, path: str, **body: Any) -> Sent:
        """Send one message; whatever becomes of it is counted, and failures are logged without content.

        Args:
            path: of the method, under the API's address.
            body: `json` or `data` as aiohttp takes it.
        """
        try:
            verdict = await self._persist(path, body)
        except NotTaken as error:
            verdict = Verdict(Sent.UNREACHED, why=str(error))
        count(f"send_{verdict.sent.value}", self.channel)
        if verdict.sent is not Sent.TAKEN:
            logger.error("%s: message %s (%s)", self.channel, verdict.sent.value, verdict.why)
        return verdict.sent

    async def ask(self, path: str, method: str = "POST", **body: Any) -> Answer:
        """Call a method once.

        Raises:
            NotTaken: there is no connection.
            aiohttp.ClientError, asyncio.TimeoutError: there was no answer.
        """
        trace = SimpleNamespace(begun=False)
        try:
            connections = self._connections()
            async with connections.request(method, self.url + path, trace_request_ctx=trace, **body) as response:
                return Answer(response.status, *read_answer(await response.read(), response.headers))
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            if trace.begun:
                raise
            raise NotTaken(type(error).__name__)

    async def close(self) -> None:
        """End all connections."""
        if self._session:
            await self._session.close()

    async def _persist(self, path: str, body: Dict[str, Any]) -> Verdict:
        attempts = AsyncRetrying(
            retry=retry_if_exception_type(NotTaken), wait=waiting, stop=stop_after_attempt(ATTEMPTS), reraise=True
        )
        return await attempts(self._try, path, body)

    async def _try(self, path: str, body: Dict[str, Any]) -> Verdict:
        try:
            verdict = self.reading(await self.ask(path, **body))
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            return Verdict(Sent.UNKNOWN, why=type(error).__name__)
        if verdict.sent is Sent.UNREACHED and (verdict.wait or 0) <= LONGEST_WAIT:
            raise NotTaken(verdict.why, verdict.wait)
        return verdict

    def _connections(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            # a connection that was kept may be dead, and then nobody knows whether a message was taken
            connector = aiohttp.TCPConnector(force_close=True)
            tracing = aiohttp.TraceConfig()
            tracing.on_request_headers_sent.append(begin)  # type: ignore[arg-type]
            self._session = aiohttp.ClientSession(
                connector=connector,
                headers=self.headers,
                auth=self.auth,
                timeout=REQUEST_SECONDS,
                trace_configs=[tracing],
            )
        return self._session


async def begin(session: Any, context: Any, sent: Any) -> None:
    """Remember that the platform may have seen the request from now on."""
    context.trace_request_ctx.begun = True


def waiting(state: RetryCallState) -> float:
    """Seconds to wait: what the platform asks for, or else twice as long as the last time, unevenly."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, NotTaken) else None
    return asked if asked is not None else FIRST_WAIT * 2 ** (state.attempt_number - 1) * random.uniform(0.75, 1.25)


def read_answer(body: bytes, headers: Mapping[str, str]) -> "tuple[Dict[str, Any], Optional[float]]":
    """The JSON object of an answer, and the seconds that it asks to wait."""
    try:
        parsed = json.loads(body)
    except ValueError:
        parsed = None
    asked = headers.get("Retry-After", "")
    return parsed if isinstance(parsed, dict) else {}, float(asked) if asked.isdigit() else None
