import { rendered } from "./markdown";
import type { Words } from "./strings";
import type { Entry } from "./timeline";

const PAPER = `
  body { margin: 2cm; font: 12pt/1.5 system-ui, sans-serif; color: #000; }
  h1 { font-size: 16pt; }
  h2 { margin: 1.5em 0 0; font-size: 12pt; }
  .prose p { white-space: pre-line; }
  li { font-size: 10pt; }
`;

/** Copies, saves or prints the conversation; resolves to what to tell about it. */
export async function keep(how: "copy" | "save" | "print", entries: Entry[], name: string, words: Words): Promise<string> {
  if (how === "print") {
    print(entries, name, words);
    return "";
  }
  const text = asText(entries, name, words);
  if (how === "save") {
    saveAsFile(text, words.fileName);
    return words.saved;
  }
  const clipboard = navigator.clipboard as Clipboard | undefined; // only there on secure pages
  return (await clipboard?.writeText(text).then(() => true, () => false)) ? words.copied : words.copyFailed;
}

/** The conversation as plain text, with the sources of each answer. */
export function asText(entries: Entry[], name: string, words: Words): string {
  return entries
    .flatMap((entry) => {
      if (entry.kind === "told") return [];
      if (entry.kind === "said") return [`${words.you}: ${entry.text}`];
      const { text, sources } = entry.reply;
      const read = sources.map((source) => `- ${source.title}, ${source.publisher}: ${source.url}`);
      return [[`${name}: ${text.replaceAll("**", "")}`, ...(read.length ? [words.sources(read.length), ...read] : [])].join("\n")];
    })
    .join("\n\n");
}

function saveAsFile(text: string, fileName: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Prints the conversation alone, out of a frame, and leaves the page as it is. */
function print(entries: Entry[], name: string, words: Words): void {
  const frame = document.createElement("iframe");
  frame.title = words.print;
  frame.ariaHidden = "true";
  frame.tabIndex = -1;
  frame.width = frame.height = "0";
  Object.assign(frame.style, { position: "fixed", border: "0" });
  document.body.append(frame);
  const page = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!page) return;
  const sheet = new page.CSSStyleSheet();
  sheet.replaceSync(PAPER);
  page.document.adoptedStyleSheets = [sheet];
  page.document.title = name;
  page.document.body.append(heading("h1", name), ...entries.flatMap((entry) => printed(entry, name, words)));
  page.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
  page.print();
}

function printed(entry: Entry, name: string, words: Words): Node[] {
  if (entry.kind === "told") return [];
  if (entry.kind === "said") return [heading("h2", words.you), paragraph(entry.text)];
  const list = document.createElement("ul");
  list.append(...entry.reply.sources.map(({ title, publisher, url }) => item(`${title}, ${publisher}: ${url}`)));
  return [heading("h2", name), rendered(entry.reply.text, []), list];
}

function made(tag: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

const heading = (level: "h1" | "h2", text: string): HTMLElement => made(level, text);
const paragraph = (text: string): HTMLElement => made("p", text);
const item = (text: string): HTMLElement => made("li", text);
