import { html, nothing, type TemplateResult } from "lit";
import { icons } from "../icons";
import { telephone } from "../urls";
import type { Context } from "./context";

/** Name, options and the way out. */
export function headView(tagline: string, options: TemplateResult, close: () => void, context: Context): TemplateResult {
  return html`
    <div class="head">
      ${icons.sail}
      <div class="titles">
        <h2 id="title" tabindex="-1">${context.name}</h2>
        <p>${tagline}</p>
      </div>
      ${options}
      <button class="tool" aria-label=${context.words.close} @click=${close}>${icons.close}</button>
      <svg class="wave" viewBox="0 0 400 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <path d="M0 6c33-7 67-7 100 0s67 7 100 0 67-7 100 0 67 7 100 0v6H0z" />
      </svg>
    </div>
  `;
}

/** What is never scrolled away: what this is not, and whom to call. */
export function stripView({ words, emergency }: Context): TemplateResult {
  return html`
    <p class="strip">
      <span>${words.notAdvice}</span>
      <a href=${telephone(emergency)}>${icons.phone}${words.emergency} ${words.call(emergency)}</a>
    </p>
  `;
}

/** Says that there is no connection; the place that says it is always there, so that it is heard. */
export function bannerView(offline: boolean, context: Context): TemplateResult {
  const { words, emergency, phone, team } = context;
  return html`
    <div role="status">
      ${offline
        ? html`
            <div class="banner">
              ${icons.offline}
              <p>
                ${words.offline} ${words.unwell}
                <a href=${telephone(emergency)}>${words.call(emergency)}</a>
                ${phone ? html`<a href=${telephone(phone)}>${words.callTeam(team)}</a>` : nothing}
              </p>
            </div>
          `
        : nothing}
    </div>
  `;
}
