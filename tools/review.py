"""List the cards that wait for a clinician, show one as a clinician reads it, or print them all with --html.

Showing a card, either way, records the fingerprint of its text; `approve` signs only what has been shown.
"""

import argparse
import re
from datetime import date
from html import escape
from itertools import groupby
from typing import Iterator, List, Tuple

from actions.card_replies import next_steps, notices
from actions.cards import Card
from actions.content import content
from actions.reply import disclaimer
from tools import CannotRun, sign_off

LIST = re.compile(r"^- ", re.MULTILINE)
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)

PAGE = """<!DOCTYPE html>
<html lang="en-AU">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 14pt/1.5 Georgia, "Times New Roman", serif; color: #111; max-width: 42rem;
       margin: 2rem auto; padding: 0 1rem; }}
h1, h2, h3, footer, .standing {{ font-family: Arial, Helvetica, sans-serif; line-height: 1.25; }}
h1 {{ font-size: 1.2rem; color: #444; }}
h2 {{ font-size: 1.7rem; margin-bottom: .3rem; }}
h3 {{ font-size: 1rem; color: #444; margin: 1.6rem 0 .3rem; break-after: avoid; }}
article {{ border-top: 3px solid #111; margin-top: 3rem; }}
.standing, .sources, footer {{ font-size: .8rem; overflow-wrap: anywhere; }}
.sign {{ display: grid; grid-template-columns: 3fr 3fr 2fr 4fr; gap: 1rem; margin-top: 3.5rem; break-inside: avoid; }}
.sign span {{ border-top: 1px solid #111; padding-top: .2rem; }}
li, p {{ break-inside: avoid; }}
@page {{ size: A4; margin: 18mm; }}
@media print {{
  body {{ font-size: 12pt; max-width: none; margin: 0; padding: 0; }}
  article {{ break-before: page; margin-top: 0; }}
  article:first-of-type {{ break-before: auto; }}
  a {{ color: inherit; text-decoration: none; }}
}}
</style>
</head>
<body>
<h1>{title}</h1>
<p>Below every answer patients read: {disclaimer}</p>
{cards}
</body>
</html>
"""

ARTICLE = """<article id="{id}">
<h2>{title}</h2>
<p class="standing">{id} &middot; {standing}<br>Fingerprint of the text: {fingerprint}</p>
{parts}
<h3>Sources</h3>
<ol class="sources">
{sources}
</ol>
<footer>
<p>I have read this card and its sources, and it may be given to patients.</p>
<div class="sign"><span>Name</span><span>Role</span><span>Date</span><span>Signature</span></div>
</footer>
</article>"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A card, or --html, or nothing for the list."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("card", nargs="?", help="<section>/<name>, for example side_effects/mouth")
    what.add_argument("--html", action="store_true", help="write a page to print for each section into var/review")


def run(arguments: argparse.Namespace) -> int:
    """List, show or print."""
    if arguments.html:
        print_pages(date.today())
    elif arguments.card:
        card = content().cards.get(arguments.card)
        if not card:
            raise CannotRun(f"There is no card {arguments.card}. List them: python -m tools review")
        print(as_text(card, date.today()))
        sign_off.shown().keep({card.id: sign_off.fingerprint(card.id)})
    else:
        print("\n".join(waiting(date.today())))
    return 0


def by_section() -> Iterator[Tuple[str, List[Card]]]:
    """All cards, section by section."""
    cards = sorted(content().cards.values(), key=lambda card: card.id)
    return ((section, list(group)) for section, group in groupby(cards, key=lambda card: card.section))


def waiting(today: date) -> Iterator[str]:
    """The list of what needs a clinician, line by line."""
    count = 0
    for section, cards in by_section():
        reasons = [(card, sign_off.why_waiting(card, today)) for card in cards]
        lines = [f"  {card.id:40} {card.title:46} {why}" for card, why in reasons if why]
        count += len(lines)
        yield from [f"\n{section}", *lines] if lines else []
    yield f"\n{count} of {len(content().cards)} cards wait for a clinician."
    if count:
        yield "Read one: python -m tools review <section>/<name>"


def standing(card: Card, today: date) -> str:
    """Where a card stands, for the head of what is shown."""
    by = f"signed by {card.approved_by} on {card.reviewed_on}, review due {card.review_due}"
    return f"{card.standing(today)}, {by}" if card.status == "approved" else "draft, not yet signed by a clinician"


def parts(card: Card) -> List[Tuple[str, str]]:
    """What patients read of a card, as they read it, with headings for the clinician, and the note on its sources."""
    answer = "\n\n".join([card.answer, next_steps(card), *notices(card)])
    related = "\n".join(f"- {content().cards[other].title}" for other in card.related) or "none"
    told = [("Answer", answer), ("Tell me more", card.more), ("Summary (SMS, and simpler)", card.summary)]
    note = [("Where the sources disagree", card.source_note)] if card.source_note else []
    return [(heading, content().fill(text)) for heading, text in told] + [("Related topics", related), *note]


def as_text(card: Card, today: date) -> str:
    """A card for the terminal."""
    head = f"{card.title}\n{card.id}: {standing(card, today)}\nFingerprint of the text: {sign_off.fingerprint(card.id)}"
    told = [f"--- {heading}\n{text}" for heading, text in parts(card)]
    sources = "\n".join(
        f"{number}. {source.title}, {source.publisher}, read on {source.accessed}\n   {source.url}"
        for number, source in enumerate(card.sources, start=1)
    )
    return "\n\n".join([head, *told, f"--- Sources\n{sources}"])


def print_pages(today: date) -> None:
    """Write the page of each section, and record its cards as shown."""
    sign_off.FOLDER.mkdir(parents=True, exist_ok=True)
    for section, cards in by_section():
        path = sign_off.FOLDER / f"{section}.html"
        page = PAGE.format(
            title=escape(f"Cards to review: {section.replace('_', ' ')}, {today}"),
            disclaimer=in_html(disclaimer()),
            cards="\n".join(article(card, today) for card in cards),
        )
        path.write_text(page, encoding="utf-8")
        sign_off.shown().keep({card.id: sign_off.fingerprint(card.id) for card in cards})
        print(f"{path}: {len(cards)} cards")


def article(card: Card, today: date) -> str:
    """A card for the page."""
    told = "\n".join(f"<h3>{escape(heading)}</h3>\n{blocks(text)}" for heading, text in parts(card))
    sources = "\n".join(
        f"<li>{escape(source.title)}, {escape(source.publisher)}, read on {source.accessed}<br>"
        f'<a href="{escape(source.url)}">{escape(source.url)}</a></li>'
        for source in card.sources
    )
    return ARTICLE.format(
        id=escape(card.id),
        title=escape(card.title),
        standing=escape(standing(card, today)),
        fingerprint=sign_off.fingerprint(card.id),
        parts=told,
        sources=sources,
    )


def blocks(text: str) -> str:
    """Paragraphs and lists, which are all that cards hold, in HTML."""
    return "\n".join(block(paragraph) for paragraph in re.split(r"\n\s*\n", text.strip()))


def block(paragraph: str) -> str:
    """A paragraph, a list, or a line with a list under it."""
    lead, *items = LIST.split(paragraph)
    told = f"<p>{in_html(lead)}</p>" if lead.strip() else ""
    return told + (f"<ul>{''.join(f'<li>{in_html(item)}</li>' for item in items)}</ul>" if items else "")


def in_html(text: str) -> str:
    """A line with its **bold** words; everything else as it stands."""
    return BOLD.sub(r"<strong>\1</strong>", escape(text.strip())).replace("\n", "<br>")
