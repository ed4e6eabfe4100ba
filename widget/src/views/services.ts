import { html, nothing, type TemplateResult } from "lit";
import { icons } from "../icons";
import type { Service } from "../protocol";
import { directions, telephone, webAddress } from "../urls";
import type { Context } from "./context";

/** Centres with address, distance, the way there and telephone. */
export function servicesView(services: Service[], context: Context): TemplateResult | typeof nothing {
  if (!services.length) return nothing;
  return html`
    <ul class="services" role="list" aria-label=${context.words.services}>
      ${services.map((service) => html`<li class="service">${serviceView(service, context)}</li>`)}
    </ul>
  `;
}

function serviceView(service: Service, { words, directions: pattern }: Context) {
  const { name, address, phone, website, km } = service;
  const number = phone && html`<a class="button" href=${telephone(phone)}>${icons.phone}${words.call(phone)}</a>`;
  return html`
    <h3 dir="auto">${name}</h3>
    <p dir="auto">${address}</p>
    <p class="away">${words.away(km.toLocaleString(words.lang))}</p>
    <div class="calls">
      ${number || away(webAddress(website ?? ""), icons.globe, words.website, words.websiteOf(name))}
      ${away(directions(pattern, service), icons.way, words.directions, words.directionsTo(name))}
    </div>
  `;
}

function away(address: string | null, icon: TemplateResult, text: string, label: string) {
  if (!address) return nothing;
  return html`<a class="button" href=${address} target="_blank" rel="noopener noreferrer" aria-label=${label}>${icon}${text}</a>`;
}

/** Offers to tell where one is, instead of typing it. */
export function shareView({ words, locating, shareLocation }: Context): TemplateResult {
  return html`
    <div class="share">
      <button class="button" aria-disabled=${locating ? "true" : nothing} @click=${shareLocation}>
        ${icons.pin}${locating ? words.locating : words.shareLocation}
      </button>
      <p class="small">${words.shareNote}</p>
    </div>
  `;
}
