"""Markdown of the replies in the dialect of each messaging platform, cut into messages of the length that it takes."""

import re
from dataclasses import dataclass
from html import escape as escape_html
from typing import Callable, Dict, List, NamedTuple, Optional, Pattern, Sequence, Tuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("zero").enable(["list", "emphasis", "link", "escape", "newline"])
"""Only what cards use: a line that begins with ">" or "#" is shown as it is."""
GAP = "\n\n"
SEAMS: Sequence[Tuple[Optional[Pattern[str]], str]] = (
    (re.compile(r"\n{2,}"), GAP),
    (re.compile(r"\n"), "\n"),
    (re.compile(r"(?<=[.!?:])\s+"), " "),
    (re.compile(r"\s+"), " "),
    (None, ""),
)
"""Where a text is cut, best first, and what stands there when two pieces fit together after all."""
LOOSE_MARK = re.compile(r"(?<![^\W_])[*_~`]|[*_~`](?![^\W_])")
LOOK_ALIKES = {"*": "∗", "_": "＿", "~": "∼", "`": "'"}


@dataclass(frozen=True)
class Dialect:
    """How a platform writes bold text, links and the rest."""

    escape: Callable[[str], str]
    bold: str = "{}"
    italic: str = "{}"
    link: str = "{text}: {url}"
    """`{text}` and `{url}` are filled in."""
    bullet: str = "• "
    counts_marks: bool = True
    """Whether the platform's limit counts the marks too, or only what is seen."""


class Block(NamedTuple):
    """A paragraph or a list."""

    styled: str
    """With the marks of the dialect."""
    plain: str
    """What is seen of it."""


def without_marks(text: str) -> str:
    """Text in which no sign is taken for a mark of WhatsApp or Slack; addresses and "2*5" stay as they are."""
    return LOOSE_MARK.sub(lambda mark: LOOK_ALIKES[mark[0]], text)


def slack_escape(text: str) -> str:
    """The three signs that Slack reads as control characters, and its marks."""
    return without_marks(escape_html(text, quote=False))


PLAIN = Dialect(escape=str, bullet="- ")
TELEGRAM = Dialect(escape_html, "<b>{}</b>", "<i>{}</i>", '<a href="{url}">{text}</a>', counts_marks=False)
WHATSAPP = Dialect(without_marks, "*{}*", "_{}_")
SLACK = Dialect(slack_escape, "*{}*", "_{}_", "<{url}|{text}>")


def messages(markdown: str, dialect: Dialect, longest: int) -> List[str]:
    """A text in as few messages as hold it, cut at the ends of paragraphs where that is possible.

    Args:
        markdown: as the reply has it.
        longest: UTF-16 units that a message may have, as the platforms count.
    """
    pieces = [piece for block in blocks(markdown, dialect) for piece in fitting(block, dialect, longest)]
    packed: List[Block] = []
    for piece in pieces:
        joined = Block(*map(GAP.join, zip(packed[-1], piece, strict=True))) if packed else piece
        if packed and size(joined, dialect) <= longest:
            packed[-1] = joined
        else:
            packed.append(piece)
    return [block.styled for block in packed]


def size(block: Block, dialect: Dialect) -> int:
    """The length of a block as the platform counts it, in UTF-16 units."""
    return len((block.styled if dialect.counts_marks else block.plain).encode("utf-16-le")) // 2


def fitting(block: Block, dialect: Dialect, longest: int) -> List[Block]:
    """The block; one that is too long by itself in pieces, without its marks."""
    if size(block, dialect) <= longest:
        return [block]

    def written(text: str) -> Block:
        return Block(dialect.escape(text), text)

    return [written(part) for part in cut(block.plain, lambda text: size(written(text), dialect) <= longest)]


def cut(
    text: str, fits: Callable[[str], bool], seams: Sequence[Tuple[Optional[Pattern[str]], str]] = SEAMS
) -> List[str]:
    """A text in pieces that fit, cut at the best seams: paragraphs, lines, sentences, words."""
    if fits(text) or not seams:
        return [text]
    pattern, glue = seams[0]
    parts = pattern.split(text) if pattern else list(text)
    packed: List[str] = []
    for piece in (piece for part in parts for piece in cut(part, fits, seams[1:])):
        if packed and fits(packed[-1] + glue + piece):
            packed[-1] += glue + piece
        else:
            packed.append(piece)
    return packed


def blocks(markdown: str, dialect: Dialect) -> List[Block]:
    """The paragraphs and lists of a text, as the platform writes them; what leads into a list stays with it."""
    found: List[Block] = []
    items: List[Block] = []
    depth, mark = 0, ""
    for token in PARSER.parse(markdown):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
            if items and not depth:
                lead_in = [found.pop()] if found and found[-1].plain.endswith(":") else []
                found.append(Block(*map("\n".join, zip(*lead_in, *items, strict=True))))
                items = []
        elif token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else dialect.bullet
        elif token.type == "inline":
            said = Block(inline(token.children or [], dialect), inline(token.children or [], PLAIN))
            if depth:
                lead = "  " * (depth - 1) + mark
                items.append(Block(lead + said.styled, lead + said.plain))
                mark = " " * len(mark)
            else:
                found.append(said)
    return found


def inline(tokens: Sequence[Token], dialect: Dialect) -> str:
    """The text of one paragraph."""
    stack: List[str] = [""]
    addresses: List[str] = []
    forms: Dict[str, str] = {"strong_close": dialect.bold, "em_close": dialect.italic}
    for token in tokens:
        if token.type.endswith("_open"):
            stack.append("")
            if token.type == "link_open":
                addresses.append(str(token.attrs["href"]))
        elif token.type.endswith("_close"):
            inner = stack.pop()
            if token.type == "link_close":
                stack[-1] += linked(inner, addresses.pop(), dialect)
            else:
                stack[-1] += forms[token.type].format(inner) if inner.strip() else inner
        else:
            stack[-1] += "\n" if token.type in ("softbreak", "hardbreak") else dialect.escape(token.content)
    return stack[0]


def linked(text: str, url: str, dialect: Dialect) -> str:
    """A link; only the address where it is its own text."""
    address = escape_html(url) if dialect.escape in (escape_html, slack_escape) else url
    return address if text == url else dialect.link.format(text=text, url=address)
