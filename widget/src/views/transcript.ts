import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { icons } from "../icons";
import { rendered } from "../markdown";
import type { Entry, Said } from "../timeline";
import { helpView } from "./calls";
import type { Context } from "./context";
import { replyView } from "./reply";

/** The conversation so far, oldest first. */
export function entriesView(entries: Entry[], context: Context): TemplateResult {
  const last = entries.findLast(({ kind }) => kind === "answered");
  return html`
    <ol class="entries" role="list">
      ${repeat(
        entries,
        ({ id }) => id,
        (entry) => html`<li data-id=${entry.id} data-kind=${entry.kind}>${entryView(entry, entry === last, context)}</li>`,
      )}
    </ol>
  `;
}

function entryView(entry: Entry, isLast: boolean, context: Context) {
  const { words, name } = context;
  if (entry.kind === "told") return html`<p class="told small">${toldText(entry.what, context)}</p>`;
  if (entry.kind === "said") return saidView(entry, context);
  return html`<span class="unseen">${words.says(name)}</span>${replyView(entry.reply, isLast, context)}`;
}

function saidView({ text, delivery, late }: Said, context: Context) {
  const { words } = context;
  const fate = delivery === "queued" ? words.queued : delivery === "failed" ? words.failed : late ? words.late : "";
  return html`
    <div class="said" dir="auto"><span class="unseen">${words.youSaid} </span>${text}</div>
    ${fate ? html`<p class="fate small">${icons.clock}${fate}</p>` : nothing}
    ${delivery === "silent" ? silentView(context) : nothing}
  `;
}

function silentView(context: Context) {
  const { words, tryAgain } = context;
  return html`
    <div class="silent" role="alert">
      <p>${words.silent} <strong>${words.unwell}</strong></p>
      ${helpView(context, html`<button class="button" @click=${tryAgain}>${icons.again}${words.tryAgain}</button>`)}
    </div>
  `;
}

function toldText(what: "locationRefused" | "deleted" | "expired", { words }: Context): string {
  return { locationRefused: words.locationRefused, deleted: words.removed, expired: words.expired }[what];
}

/** What stands above every conversation. */
export function welcomeView(opening: string, starters: string[], privacy: string, context: Context): TemplateResult {
  const { words, say } = context;
  return html`
    <div class="welcome">
      ${rendered(opening, [])}
      ${starters.length
        ? html`
            <div class="list">
              <ul role="list" aria-label=${words.startersLabel}>
                ${starters.map(
                  (starter) => html`
                    <li><button class="button" @click=${() => say(starter)}><span>${starter}</span>${icons.next}</button></li>
                  `,
                )}
              </ul>
            </div>
          `
        : nothing}
      <p class="small">
        ${words.privacy} ${privacy ? html`<a href=${privacy} target="_blank" rel="noopener">${words.privacyLink}</a>` : nothing}
      </p>
    </div>
  `;
}

export function typingView(typing: boolean, { words }: Context): TemplateResult {
  return html`
    <div class="typing" role="status">
      ${typing ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${words.typing}` : nothing}
    </div>
  `;
}
