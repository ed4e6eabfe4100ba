import { html, LitElement, nothing, unsafeCSS, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { icons } from "../icons";
import type { TextSize } from "../memory";
import base from "../styles/base.css?inline";
import head from "../styles/head.css?inline";
import styles from "../styles/options.css?inline";
import { en } from "../strings/en";

export type Choice = "copy" | "print" | "save" | "again" | "remove";

const SIZES: TextSize[] = ["1", "2", "3"];

/** The button in the head and what unfolds from it. Fires `choose` with a choice and `size` with a text size. */
@customElement("shipmate-options")
export class Options extends LitElement {
  static override styles = [unsafeCSS(base), unsafeCSS(head), unsafeCSS(styles)];

  @property({ attribute: false }) words = en;
  @property({ attribute: false }) size: TextSize = "1";
  /** Whether there is a conversation to copy or delete. */
  @property({ attribute: false }) begun = false;
  @state() opened = false;
  @query(".tool") private button!: HTMLButtonElement;

  override render() {
    return html`
      <button
        class="tool"
        aria-expanded=${this.opened ? "true" : "false"}
        aria-controls="menu"
        aria-label=${this.words.options}
        @click=${() => (this.opened = !this.opened)}
      >
        ${icons.options}
      </button>
      <div id="menu" class="menu" ?hidden=${!this.opened} @focusout=${this.left}>${this.opened ? this.menu() : nothing}</div>
    `;
  }

  override updated(): void {
    if (this.opened) document.addEventListener("pointerdown", this.pointed);
    else document.removeEventListener("pointerdown", this.pointed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("pointerdown", this.pointed);
  }

  /** Folds up, with the focus back on the button. */
  close(): void {
    this.opened = false;
    this.button.focus();
  }

  private menu() {
    const { words } = this;
    return html`
      <fieldset>
        <legend>${words.textSize}</legend>
        <div class="sizes">${SIZES.map((size, place) => this.sizeChoice(size, words.sizes[place] ?? size))}</div>
      </fieldset>
      ${this.begun
        ? html`
            <hr />
            <h3>${words.keep}</h3>
            ${this.item("copy", icons.copy, words.copy)} ${this.item("print", icons.print, words.print)}
            ${this.item("save", icons.save, words.save)}
            <hr />
            ${this.item("again", icons.again, words.startAgain)} ${this.item("remove", icons.bin, words.remove, "danger")}
          `
        : nothing}
    `;
  }

  private sizeChoice(size: TextSize, label: string) {
    return html`
      <label>
        <input type="radio" name="size" .checked=${size === this.size} @change=${() => this.fire("size", size)} />
        <span>${label}</span>
      </label>
    `;
  }

  private item(choice: Choice, icon: TemplateResult, label: string, kind = "") {
    return html`<button class=${kind} @click=${() => this.choose(choice)}>${icon}<span>${label}</span></button>`;
  }

  private choose(choice: Choice): void {
    this.close();
    this.fire("choose", choice);
  }

  private fire(event: string, detail: string): void {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }

  private readonly pointed = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.opened = false;
  };

  private left(event: FocusEvent): void {
    const next = event.relatedTarget as Node | null;
    if (next && !this.shadowRoot?.contains(next)) this.opened = false;
  }
}
