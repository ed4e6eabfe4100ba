import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import "../components/feedback";
import { icons } from "../icons";
import { rendered } from "../markdown";
import { isAlarm, type Reply } from "../protocol";
import { CARD_LANGUAGE } from "../strings";
import { callsView } from "./calls";
import { choicesView } from "./choices";
import type { Context } from "./context";
import { servicesView, shareView } from "./services";
import { sourcesView } from "./sources";

const NOT_RATED = ["urgent", "crisis", "clarify", "smalltalk", "error", "limited"];

/** One reply of the assistant with all that belongs to it. */
export function replyView(reply: Reply, isLast: boolean, context: Context): TemplateResult {
  return html`${isAlarm(reply) ? alarmView(reply, context) : answerView(reply, isLast, context)}
  ${choicesView(reply, isLast, context)}`;
}

/** Cannot be overlooked: whom to call stands first and large. */
function alarmView(reply: Reply, context: Context) {
  const { words } = context;
  const crisis = reply.outcome === "crisis";
  return html`
    <article class="alarm ${reply.outcome}">
      <header>
        <h3>${crisis ? icons.heart : icons.alert}${crisis ? words.crisis : words.urgent}</h3>
        ${callsView(reply.numbers.length ? reply.numbers : [context.emergency], context)}
      </header>
      <div class="reply">${proseView(reply.body, reply.numbers)} ${disclaimerView(reply)}</div>
    </article>
  `;
}

function answerView(reply: Reply, isLast: boolean, context: Context) {
  const { words } = context;
  const [first, ...rest] = reply.services.length ? reply.body.split("\n\n") : [reply.body];
  return html`
    <article class="reply">
      ${reply.title ? html`<h3 lang=${CARD_LANGUAGE} dir="auto">${reply.title}</h3>` : nothing}
      ${proseView(first ?? "", reply.numbers)} ${servicesView(reply.services, context)} ${proseView(rest.join("\n\n"), reply.numbers)}
      ${reply.care
        ? html`<div class="care" role="note" aria-label=${words.care}>${icons.alert}${proseView(reply.care, reply.numbers)}</div>`
        : nothing}
      ${reply.outcome === "error" ? callsView(reply.numbers, context) : nothing}
      ${reply.asks === "place" && isLast ? shareView(context) : nothing} ${sourcesView(reply, words)} ${disclaimerView(reply)}
      ${NOT_RATED.includes(reply.outcome) || reply.asks ? nothing : feedbackView(reply, context)}
    </article>
  `;
}

function feedbackView({ id }: Reply, { words, rate }: Context) {
  return html`
    <shipmate-feedback .words=${words} .rate=${(helpful: boolean, comment?: string) => rate(id, helpful, comment)}></shipmate-feedback>
  `;
}

function disclaimerView({ disclaimer }: Reply) {
  return html`<p class="disclaimer" lang=${CARD_LANGUAGE}>${icons.info}<span dir="auto">${disclaimer}</span></p>`;
}

/** Markdown; made anew only when it changes, so that a selection in it stays. */
export function proseView(markdown: string, numbers: string[]): TemplateResult | typeof nothing {
  if (!markdown) return nothing;
  return html`<div lang=${CARD_LANGUAGE} dir="auto">${guard([markdown, numbers.join()], () => rendered(markdown, numbers))}</div>`;
}
