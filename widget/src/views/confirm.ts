import { html, type TemplateResult } from "lit";
import type { Words } from "../strings";

export type Question = "again" | "remove";

/** Asks before anything is deleted. */
export function confirmView(
  question: Question,
  words: Words,
  failed: boolean,
  decide: (yes: boolean) => void,
): TemplateResult {
  const deleting = question === "remove";
  return html`
    <dialog
      class="confirm"
      role="alertdialog"
      aria-labelledby="confirm-title"
      aria-describedby="confirm-text"
      @cancel=${(event: Event) => {
        event.preventDefault();
        decide(false);
      }}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <h2 id="confirm-title">${deleting ? words.removeAsk : words.startAgainAsk}</h2>
      <p id="confirm-text">${deleting ? words.removeText : words.startAgainText}</p>
      <p role="alert">${failed ? words.removeFailed : ""}</p>
      <div class="row">
        <button class="button" @click=${() => decide(false)}>${words.keepIt}</button>
        <button class="button danger" @click=${() => decide(true)}>${deleting ? words.removeYes : words.startAgain}</button>
      </div>
    </dialog>
  `;
}
