"""The real server with the stand-ins of the platforms beside it."""

import asyncio
import os
import socket
import threading
from unittest.mock import patch

import requests
from aiohttp import web
from sanic import Sanic

from extensions.channels.memory import Memory
from extensions.channels.messaging import MessagingChannel
from tests.stand_ins import MESSENGER_TOKEN, SLACK_TOKEN, TELEGRAM_TOKEN, TWILIO_SID, TWILIO_TOKEN, StandIns
from tools import serve

PUBLIC_URL = "https://shipmate.example.org"
TELEGRAM_SECRET, VERIFY_TOKEN = "telegram-secret-token", "messenger-verify-token"
APP_SECRET, SIGNING_SECRET = "a" * 32, "b" * 32


def settings(api):
    """The variables that put every channel on, with the platforms at one address."""
    return {
        "PUBLIC_URL": PUBLIC_URL,
        "TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN,
        "TELEGRAM_SECRET_TOKEN": TELEGRAM_SECRET,
        "TELEGRAM_API_URL": f"{api}/telegram",
        "TWILIO_ACCOUNT_SID": TWILIO_SID,
        "TWILIO_AUTH_TOKEN": TWILIO_TOKEN,
        "TWILIO_SMS_NUMBER": "+61480000000",
        "TWILIO_WHATSAPP_NUMBER": "+61480000001",
        "TWILIO_API_URL": f"{api}/twilio",
        "MESSENGER_PAGE_TOKEN": MESSENGER_TOKEN,
        "MESSENGER_APP_SECRET": APP_SECRET,
        "MESSENGER_VERIFY_TOKEN": VERIFY_TOKEN,
        "MESSENGER_APP_ID": "4242",
        "MESSENGER_API_URL": f"{api}/messenger",
        "SLACK_BOT_TOKEN": SLACK_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": f"{api}/slack",
    }


def free_socket():
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    return taken, f"http://127.0.0.1:{taken.getsockname()[1]}"


class MessagingServer:
    """Rasa's server with the channels of `credentials.yml`, and the stand-ins, in a thread of their own."""

    def __init__(self, bot, folder, variables=settings):
        self.bot, self.folder, self.variables = bot, folder, variables
        self.platforms = StandIns()
        self.loop = asyncio.new_event_loop()

    def __enter__(self):
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.do(self._start())
        return self

    def __exit__(self, *error):
        self.do(self._stop())
        self.loop.call_soon_threadsafe(self.loop.stop)

    def do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    async def _start(self):
        taken, self.api = free_socket()
        self.runner = web.AppRunner(self.platforms.app())
        await self.runner.setup()
        await web.SockSite(self.runner, taken).start()
        Sanic.test_mode = True  # other tests make applications of the same name
        with patch.dict(os.environ, self.variables(self.api)), patch.object(serve, "load", self._lend):
            app = serve.make_app(actions_url="")
        self.channels = {one.name(): one for one in app.ctx.input_channels if isinstance(one, MessagingChannel)}
        for channel in self.channels.values():
            channel.memory = Memory(f"sqlite:///{self.folder}/channels.db")
        taken, self.url = free_socket()
        self.server = await app.create_server(sock=taken, return_asyncio_server=True, access_log=False)
        await self.server.startup()
        await self.server.before_start()
        await self.server.after_start()

    async def _lend(self, app, loop):
        app.ctx.agent = self.bot.agent  # loaded once for all tests; it runs the real actions in this process

    async def _stop(self):
        await self.server.before_stop()
        await self.server.close()
        await self.runner.cleanup()

    def settle(self):
        """Wait until every answer is out."""

        async def all_done():
            while tasks := {task for channel in self.channels.values() for task in channel._tasks}:
                await asyncio.wait(tasks, timeout=50)

        self.do(all_done())

    def post(self, channel, body, headers):
        return requests.post(f"{self.url}/webhooks/{channel}/webhook", data=body, headers=headers, timeout=20)
