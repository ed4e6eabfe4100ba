"""Whether each part works, asked each time."""

import asyncio
from typing import Any, Awaitable, Dict

import aiohttp
from rasa.core.agent import Agent

SECONDS = 3.0
"""A part that does not answer within it is as good as down."""
UP, DOWN = "ok", "down"


async def health(agent: "Agent | None") -> Dict[str, Any]:
    """`status` is `ok` or `degraded`; `parts` says `ok` or `down` of each."""
    parts = {"model": UP if agent and agent.is_ready() else DOWN, "actions": DOWN, "tracker_store": DOWN}
    if agent:
        parts["actions"], parts["tracker_store"] = await asyncio.gather(
            state(ask_actions(agent)), state(ask_store(agent))
        )
    return {"status": "ok" if set(parts.values()) == {UP} else "degraded", "parts": parts}


async def state(question: Awaitable[None]) -> str:
    """`ok` when a part answers in time, else `down`."""
    try:
        await asyncio.wait_for(question, SECONDS)
    except (Exception, SystemExit):  # in whichever way it is down
        return DOWN
    return UP


async def ask_actions(agent: Agent) -> None:
    """Raises when the action server does not answer."""
    url = str(agent.action_endpoint.url).removesuffix("/webhook") + "/health"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        answer.raise_for_status()


async def ask_store(agent: Agent) -> None:
    """Raises when conversations cannot be kept."""
    await agent.tracker_store.ping()
