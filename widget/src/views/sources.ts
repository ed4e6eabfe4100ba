import { html, nothing, type TemplateResult } from "lit";
import { icons } from "../icons";
import type { Reply, Source } from "../protocol";
import type { Words } from "../strings";
import { webAddress } from "../urls";

/** Where an answer comes from and whether a clinician has signed it; the list is folded. */
export function sourcesView(reply: Reply, words: Words): TemplateResult | typeof nothing {
  if (!reply.status) return nothing;
  const standing = reply.reviewed ? words.reviewed(day(reply.reviewed, words.lang)) : words.draft;
  if (!reply.sources.length) return html`<p class="small">${standing}</p>`;
  return html`
    <details class="sources">
      <summary>${icons.fold}<span>${words.sources(reply.sources.length)}. ${standing}</span></summary>
      <ul role="list">${reply.sources.map((source) => html`<li>${sourceView(source, words)}</li>`)}</ul>
    </details>
  `;
}

function sourceView({ title, publisher, url }: Source, words: Words) {
  const address = webAddress(url);
  const name = address
    ? html`<a href=${address} target="_blank" rel="noopener noreferrer">${title}<span class="unseen"> (${words.newTab})</span></a>`
    : title;
  return html`${name}<small>${publisher}</small>`;
}

function day(iso: string, language: string): string {
  const date = new Date(`${iso}T00:00:00Z`);
  return date.toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}
