"""Stand-ins for the service that calls people back, and for the trained model: its system, and what messages mean."""

import json
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.small_talk import ActionReply
from actions.urgent import ActionUrgent

CALL_BACK_TOKEN = "service-token-of-the-clinic"


class Service:
    """The system that is told who wants to be called, on this machine."""

    def __init__(self):
        self.asked, self.visited, self.plan = [], [], deque()
        """What it was asked, with headers; each path asked for; what it answers next: status, headers, seconds."""

    def __enter__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/call-back/"
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()

    def handler(service):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.visited.append(self.path)
                service.asked.append((json.loads(body), dict(self.headers)))
                status, headers, seconds = service.plan.popleft() if service.plan else (201, {}, 0)
                time.sleep(seconds)
                if not status:
                    self.connection.close()
                    return
                self.send_response(status)
                for name, value in {"Content-Length": "0", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()

            def do_GET(self):
                service.visited.append(self.path)
                self.send_error(404)

            def log_message(self, *rest):
                """The tests look at what we log, not at this."""

        return Handler

    def answers(self, status, headers=None, seconds=0):
        self.plan.append((status, headers or {}, seconds))


class Assistant:
    """The real actions and a real tracker store; what a message means is given instead of learnt."""

    MEANINGS = {
        "can I talk to a person": ("contact", {}),
        "can I talk to a person, I am not safe": ("contact", {"crisis": 0.3}),
        "I cannot breathe": ("red_flag", {}),
        "I want to end my life": ("crisis", {}),
        "thanks": ("thanks", {}),
        "hello": ("greet", {}),
    }

    def __init__(self):
        self.agent, self.tracker_store = self, InMemoryTrackerStore(Domain.empty())

    async def handle_message(self, message):
        intent, doubts = self.MEANINGS[message.text]
        ranking = [{"name": name, "confidence": sure} for name, sure in {intent: 0.9, **doubts}.items()]
        parsed = {"text": message.text, "intent": ranking[0], "intent_ranking": ranking, "entities": []}
        dispatcher = CollectingDispatcher()
        action = ActionUrgent() if intent in ("red_flag", "crisis") else ActionReply()
        await action.run(dispatcher, Tracker(message.sender_id, {}, parsed, [], False, None, {}, None), {})
        tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
        tracker.update(UserUttered(message.text, ranking[0], message_id=message.message_id))
        for said in dispatcher.messages:
            tracker.update(BotUttered(said["text"], {"buttons": said["buttons"], "custom": said["custom"]}))
            await message.output_channel.send_response(message.sender_id, said)
        await self.tracker_store.save(tracker)
