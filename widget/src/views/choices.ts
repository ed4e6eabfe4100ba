import { html, nothing, type TemplateResult } from "lit";
import { icons } from "../icons";
import { isAlarm, type Choice, type Reply } from "../protocol";
import type { Context } from "./context";

const MORE = "/ask_more";

/** What can be pressed under a reply: simpler, more, and where to go on. */
export function choicesView(reply: Reply, isLast: boolean, context: Context): TemplateResult {
  const more = reply.buttons.find(({ payload }) => payload === MORE);
  const others = reply.buttons.filter((choice) => choice !== more);
  const simpler = isLast && reply.outcome === "answer" && reply.status !== null;
  return html`${depthView(more, simpler, context)}${listView(reply, others, context)}`;
}

function depthView(more: Choice | undefined, simpler: boolean, { words, press, say }: Context) {
  if (!more && !simpler) return nothing;
  return html`
    <div class="then">
      ${simpler
        ? html`<button class="button" @click=${() => say(words.simplerSays)}>${icons.simpler}${words.simpler}</button>`
        : nothing}
      ${more ? html`<button class="button" @click=${() => press(more)}>${icons.more}${more.title}</button>` : nothing}
    </div>
  `;
}

function listView(reply: Reply, choices: Choice[], { words, press }: Context) {
  if (!choices.length) return nothing;
  const numbered = reply.outcome === "clarify" || (reply.outcome === "find_services" && choices.length > 1);
  const label = numbered ? words.choices : reply.outcome === "answer" || isAlarm(reply) ? words.readNext : words.ideas;
  return html`
    <div class="list">
      <p class="label" aria-hidden="true">${label}</p>
      <ul role="list" aria-label=${label}>
        ${choices.map(
          (choice, place) => html`
            <li>
              <button class="button" @click=${() => press(choice)}>
                ${numbered ? html`<b>${place + 1}</b>` : nothing}<span dir="auto">${choice.title}</span>${icons.next}
              </button>
            </li>
          `,
        )}
      </ul>
    </div>
  `;
}
