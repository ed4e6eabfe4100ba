"""What the documentation of the platforms allows in a message."""

import re
from html.parser import HTMLParser

GSM7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)


class NotAllowed(AssertionError):
    """The platform would not take this."""


def need(condition, what):
    if not condition:
        raise NotAllowed(what)


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


class TelegramHtml(HTMLParser):
    """Reads Telegram's HTML as its documentation has it: few tags, closed in order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.seen = [], ""
        for sign in re.findall(r"&(\w+);", text):
            need(sign in ("lt", "gt", "amp", "quot") or sign.startswith("#"), f"entity &{sign};")
        need(not re.search(r"&(?!#?\w+;)", text), "a bare &")
        self.feed(text)
        self.close()
        need(not self.open, f"tags left open: {self.open}")

    def handle_starttag(self, tag, attrs):
        need(tag in ("b", "i", "a"), f"tag <{tag}>")
        self.open.append(tag)

    def handle_endtag(self, tag):
        need(self.open and self.open.pop() == tag, f"tag </{tag}>")

    def handle_data(self, data):
        self.seen += data
