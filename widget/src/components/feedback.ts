import { html, LitElement, nothing, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { icons } from "../icons";
import base from "../styles/base.css?inline";
import styles from "../styles/feedback.css?inline";
import { en } from "../strings/en";

export type Rate = (helpful: boolean, comment?: string) => Promise<void>;

/** Thumbs under an answer, and a word about it for those who want to say one. */
@customElement("shipmate-feedback")
export class Feedback extends LitElement {
  static override styles = [unsafeCSS(base), unsafeCSS(styles)];

  @property({ attribute: false }) words = en;
  @property({ attribute: false }) rate!: Rate;
  @state() private helpful: boolean | undefined;
  @state() private note = "";
  @state() private finished = false;
  @query("textarea") private input!: HTMLTextAreaElement;

  override render() {
    return html`
      <div class="row" role="group" aria-label=${this.words.helpful}>
        <span class="ask" aria-hidden="true">${this.words.helpful}</span>
        ${this.thumb(true)} ${this.thumb(false)}
      </div>
      ${this.helpful === undefined || this.finished ? nothing : this.form()}
      <p class="thanks" role="status">${this.note}</p>
    `;
  }

  private thumb(helpful: boolean) {
    const { words } = this;
    return html`
      <button class="button" aria-pressed=${this.helpful === helpful ? "true" : "false"} @click=${() => this.choose(helpful)}>
        ${helpful ? icons.up : icons.down}${helpful ? words.yes : words.no}
      </button>
    `;
  }

  private form() {
    return html`
      <form @submit=${this.submit}>
        <label for="word">${this.words.comment}</label>
        <textarea id="word" maxlength="500" rows="2"></textarea>
        <button class="button">${this.words.commentSend}</button>
      </form>
    `;
  }

  private async choose(helpful: boolean): Promise<void> {
    this.helpful = helpful;
    this.finished = false;
    await this.send(helpful);
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const sent = await this.send(this.helpful ?? false, this.input.value.trim());
    if (!sent) return;
    this.finished = true;
    await this.updateComplete;
    this.shadowRoot?.querySelector<HTMLElement>("[aria-pressed=true]")?.focus();
  }

  private async send(helpful: boolean, comment?: string): Promise<boolean> {
    try {
      await this.rate(helpful, comment);
      this.note = this.words.thanks;
      return true;
    } catch {
      this.note = this.words.feedbackFailed;
      return false;
    }
  }
}
