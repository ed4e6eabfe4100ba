import { telephone, webAddress } from "./urls";

const ADDRESS = String.raw`https?:\/\/[^\s<>"')\]]*[^\s<>"')\].,;:!?]`;

/** Makes links of the telephone numbers and web addresses in a text, and has links to other sites open apart from the page. */
export function makeLinks(root: HTMLElement, numbers: string[]): void {
  const pattern = linkable(numbers);
  for (const text of textsOutsideLinks(root)) text.replaceWith(...pieces(text.data, pattern, numbers));
  for (const link of root.querySelectorAll("a")) {
    if (link.protocol === "tel:") continue;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
}

/** Longer numbers first; never a part of a longer figure, as the 000 of "1,000" or of "30 000". */
function linkable(numbers: string[]): RegExp {
  const escaped = [...numbers].sort((a, b) => b.length - a.length).map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const phones = escaped.length ? `|(?<!\\d|\\d[ .,-])(?:${escaped.join("|")})(?!\\d|[ .,-]\\d)` : "";
  return new RegExp(`(${ADDRESS}${phones})`);
}

function textsOutsideLinks(root: HTMLElement): Text[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Text);
  return found.filter((text) => !text.parentElement?.closest("a"));
}

function pieces(text: string, pattern: RegExp, numbers: string[]): (string | HTMLAnchorElement)[] {
  return text.split(pattern).map((piece, place) => {
    if (place % 2 === 0) return piece;
    const link = document.createElement("a");
    link.href = numbers.includes(piece) ? telephone(piece) : (webAddress(piece) ?? "");
    link.textContent = piece;
    return link;
  });
}
