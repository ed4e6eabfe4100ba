import { html, LitElement, nothing, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { icons } from "../icons";
import { LONGEST_MESSAGE } from "../protocol";
import base from "../styles/base.css?inline";
import styles from "../styles/composer.css?inline";
import { en } from "../strings/en";

const WARN_BELOW = 150;

/** Where the person writes. Fires `say` with the words. */
@customElement("shipmate-composer")
export class Composer extends LitElement {
  static override styles = [unsafeCSS(base), unsafeCSS(styles)];
  static override shadowRootOptions: ShadowRootInit = { mode: "open", delegatesFocus: true };

  @property({ attribute: false }) words = en;
  @property({ attribute: false }) hint = "";
  @state() private text = "";
  @state() private tooLong = false;
  @query("textarea") private input!: HTMLTextAreaElement;

  override render() {
    const { words } = this;
    return html`
      ${this.tooLong
        ? html`<p id="error" class="error" role="alert">${words.tooLong(this.text.length, LONGEST_MESSAGE)}</p>`
        : this.counter()}
      <form @submit=${this.submit}>
        <label class="unseen" for="input">${words.inputLabel}</label>
        <textarea
          id="input"
          rows="1"
          autocomplete="off"
          enterkeyhint="send"
          placeholder=${this.hint}
          aria-describedby=${this.tooLong ? "error" : nothing}
          aria-invalid=${this.tooLong ? "true" : nothing}
          .value=${this.text}
          @input=${this.typed}
          @keydown=${this.pressed}
        ></textarea>
        <button class="button strong">${icons.send}<span>${words.send}</span></button>
      </form>
    `;
  }

  private counter() {
    const left = LONGEST_MESSAGE - this.text.length;
    return left >= 0 && left < WARN_BELOW ? html`<p class="count">${this.words.left(left)}</p>` : nothing;
  }

  private typed(): void {
    this.text = this.input.value;
    if (this.text.length <= LONGEST_MESSAGE) this.tooLong = false;
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  private submit(event: Event): void {
    event.preventDefault();
    const words = this.text.trim();
    this.tooLong = this.text.length > LONGEST_MESSAGE;
    if (words && !this.tooLong) {
      this.dispatchEvent(new CustomEvent("say", { detail: words }));
      this.text = "";
    }
    this.input.focus();
  }
}
