"""Which answers helped. It outlives the conversations, so nothing in it leads to a person."""

import asyncio
import re
import time
from functools import lru_cache
from typing import Any, Callable, Optional, TypeVar

from sqlalchemy import Boolean, Column, Float, Integer, String, Text, UniqueConstraint, delete, insert
from sqlalchemy.engine import Connection
from sqlalchemy.orm import declarative_base

from extensions.channels.history import Said
from extensions.channels.identity import keyed_hash
from extensions.channels.settings import settings
from extensions.database import create_tables, empty_journal, engine_of

LONGEST_COMMENT = 500
E_MAIL = re.compile(r"\S+@\S+")
DIGITS = re.compile(r"\d+")

Base: Any = declarative_base()
Result = TypeVar("Result")


class Feedback(Base):
    """What a person thought of one reply."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("conversation", "message"),)

    id = Column(Integer, primary_key=True, autoincrement=True)
    at = Column(Float(53), nullable=False)
    conversation = Column(String(32), nullable=False)
    message = Column(String(80), nullable=False)
    outcome = Column(String(40), nullable=False)
    topic = Column(String(100))
    helpful = Column(Boolean, nullable=False)
    comment = Column(Text)


class FeedbackStore:
    """The feedback in one database; the last opinion on a reply counts.

    Args:
        url: as SQLAlchemy writes it. Nothing is opened before it is needed.
    """

    def __init__(self, url: str) -> None:
        self._engine = engine_of(url)

    async def add(self, conversation: str, said: Said, helpful: bool, comment: Optional[str]) -> None:
        """Keep an opinion on what was said."""
        reply = said.reply or {}
        row = {
            "at": time.time(),
            "conversation": keyed_hash("feedback", conversation),
            "message": said.id,
            "outcome": reply.get("outcome") or "",
            "topic": reply.get("topic"),
            "helpful": helpful,
            "comment": redacted(comment),
        }
        await self._in_thread(lambda connection: replace(connection, row))

    async def forget(self, conversation: str) -> None:
        """Delete what a conversation's person thought."""
        of_it = Feedback.conversation == keyed_hash("feedback", conversation)
        await self._in_thread(lambda connection: connection.execute(delete(Feedback).where(of_it)))
        await self._in_thread(empty_journal)

    async def _in_thread(self, work: Callable[[Connection], Result]) -> Result:
        def run() -> Result:
            create_tables(Base.metadata, self._engine)
            with self._engine.begin() as connection:
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(None, run)


def replace(connection: Connection, row: Any) -> None:
    """Put an opinion in the place of an earlier one on the same reply."""
    same = (Feedback.conversation == row["conversation"], Feedback.message == row["message"])
    connection.execute(delete(Feedback).where(*same))
    connection.execute(insert(Feedback).values(**row))


def redacted(comment: Optional[str]) -> Optional[str]:
    """A comment without e-mail addresses and numbers; None where nothing is left."""
    if not comment:
        return None
    text = comment.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ")[:LONGEST_COMMENT]
    return DIGITS.sub("#", E_MAIL.sub("[e-mail]", text)).strip() or None


@lru_cache(maxsize=1)
def the_feedback() -> FeedbackStore:
    """The one feedback store of this process."""
    return FeedbackStore(settings().feedback_url)
