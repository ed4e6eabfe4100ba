import DOMPurify from "dompurify";
import MarkdownIt from "markdown-it";
import { makeLinks } from "./links";
import { webAddress } from "./urls";

const RULES = ["paragraph", "list", "newline", "emphasis", "link", "balance_pairs", "fragments_join"];
const TAGS = ["p", "ul", "ol", "li", "strong", "br", "a", "#text"];

/**
 * The little Markdown that cards use: paragraphs, lists, **bold** and links. All else is shown as it was written, since it may be
 * part of a dose or a reading: `> 38`, `< 92`, `2*5 mg`, `[urgent]`, `5_6`, `# 3`.
 */
const parser = new MarkdownIt("zero", { html: false, breaks: true }).enable(RULES, true);
parser.validateLink = (url) => webAddress(url) !== null || /^(tel|mailto):/i.test(url);
parser.inline.State = class extends parser.inline.State {
  /** Only pairs that stand outside of words are bold: never `2**3`, and never a single star or line. */
  override scanDelims(start: number) {
    const found = super.scanDelims(start, false);
    const bold = found.length === 2 && this.src[start] === "*";
    return bold ? found : { ...found, can_open: false, can_close: false };
  }
};

/** Markdown as an element, with its telephone numbers and web addresses made links. */
export function rendered(markdown: string, numbers: string[]): HTMLElement {
  const box = document.createElement("div");
  box.className = "prose";
  box.append(DOMPurify.sanitize(parser.render(markdown), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ["href", "start"],
    RETURN_DOM_FRAGMENT: true,
  }));
  makeLinks(box, numbers);
  return box;
}

/** Markdown as a screen reader is to speak it. */
export function plain(markdown: string): string {
  return [...rendered(markdown, []).querySelectorAll("p, li")]
    .filter((block) => !block.querySelector("p, li"))
    .map((block) => (block.textContent ?? "").trim())
    .join("\n");
}
