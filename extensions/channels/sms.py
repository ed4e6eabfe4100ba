"""A reply as SMS: plain texts of at most three segments, of which the later ones wait for MORE."""

import re
from typing import List

from extensions.channels.gsm7 import MOST_SEGMENTS, gsm7, segments
from extensions.channels.markup import GAP, PLAIN, blocks, cut
from extensions.channels.offering import is_alarm, numbered
from extensions.channels.wording import Reply, wording

SENTENCE = re.compile(r"(?<=[.!?])\s+")
SPOKEN = re.compile(r"[^\w]+")
ASK_MORE = "/ask_more"


def sms_texts(reply: Reply) -> List[str]:
    """The texts of a reply, each with the short disclaimer.

    A card begins with its summary and what to do first; its words follow. Everything else is said from its beginning.
    """
    pages = [first_page(reply)] if is_summed_up(reply) else []
    pages += cut(GAP.join(whole(reply)), lambda text: fits(reply, text))
    more_to_ask = any(button["payload"] == ASK_MORE for button in reply["buttons"])
    offers = [True] * (len(pages) - 1) + [more_to_ask]
    return [text + tail(reply, offer and not is_alarm(reply)) for text, offer in zip(pages, offers, strict=True)]


def tail(reply: Reply, more: bool) -> str:
    """What stands under every text: the disclaimer, and how to read on."""
    lines = [reply["short_disclaimer"], *([wording("by_sms_more")["body"]] if more else [])]
    return "\n\n" + gsm7("\n".join(lines))


def fits(reply: Reply, text: str) -> bool:
    """Whether a text and what stands under it are short enough."""
    return segments(text + tail(reply, more=not is_alarm(reply))) <= MOST_SEGMENTS


def is_summed_up(reply: Reply) -> bool:
    """Whether the short form has words of its own, and is not just how the reply begins."""
    said, short = (SPOKEN.sub("", plain(text)) for text in (reply["body"], reply["short"]))
    return not said.startswith(short) and not reply["services"]


def first_page(reply: Reply) -> str:
    """Title and short form and, where somebody may have to be called, at least the first sentence that says so.

    What does not fit is left out: the title, then sentences of the short form from its end.
    """
    title, care = plain(reply["title"] or ""), SENTENCE.split(plain(reply["care"] or ""))
    short = SENTENCE.split(plain(reply["short"]))
    beginnings = [f"{title}\n{' '.join(short)}".strip(), *(" ".join(short[:kept]) for kept in range(len(short), 0, -1))]
    for beginning in beginnings:
        for said in range(len(care), 0, -1):
            text = GAP.join(filter(None, (beginning, " ".join(care[:said]))))
            if fits(reply, text):
                return text
    return cut(" ".join(care if reply["care"] else short), lambda text: fits(reply, text))[0]


def whole(reply: Reply) -> List[str]:
    """All paragraphs but title and disclaimer: whom to call stands first, and the choices last."""
    if reply["services"]:
        first, *others = plain(reply["body"]).split(GAP)
        return [first, *map(service, reply["services"]), *others, gsm7(numbered(reply))]
    title, care = plain(reply["title"] or ""), plain(reply["care"] or "").split(GAP)
    said = plain(reply["text"].removesuffix(reply["disclaimer"])).split(GAP)
    rest = [part for part in said if part not in (title, *care)]
    chosen = gsm7(numbered(reply)) if reply["outcome"] != "answer" else ""
    return [part for part in (*care, *rest, chosen) if part]


def service(one: Reply) -> str:
    """A service in few words."""
    lines = [f"{one['name']}, {one['km']:.0f} km", one["address"], one["phone"] or one["website"]]
    return gsm7("\n".join(line for line in lines if line))


def plain(markdown: str) -> str:
    """Text without marks, in the alphabet of SMS."""
    return gsm7(GAP.join(block.plain for block in blocks(markdown, PLAIN)))
