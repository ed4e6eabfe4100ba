import { html, nothing, type TemplateResult } from "lit";
import { icons } from "../icons";
import { telephone } from "../urls";
import type { Context } from "./context";

const call = (number: string, label: string, kind = ""): TemplateResult =>
  html`<a class="button ${kind}" href=${telephone(number)}>${icons.phone}${label}</a>`;

/** Numbers to press, the most important first. */
export function callsView(numbers: string[], { words }: Context): TemplateResult | typeof nothing {
  if (!numbers.length) return nothing;
  return html`
    <div class="calls" role="group" aria-label=${words.numbersLabel}>
      ${numbers.map((number) => call(number, words.call(number)))}
    </div>
  `;
}

/** Whom to call when the assistant itself does not answer. */
export function helpView(context: Context, also: TemplateResult | typeof nothing = nothing): TemplateResult {
  const { words, emergency, phone, team } = context;
  return html`
    <div class="calls">
      ${call(emergency, words.call(emergency), "strong")} ${phone ? call(phone, words.callTeam(team)) : nothing} ${also}
    </div>
  `;
}
