import { html, nothing, unsafeCSS, type PropertyValues } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import "./composer";
import "./options";
import { icons } from "../icons";
import { keep } from "../keeping";
import type { TextSize } from "../memory";
import { Screen } from "../screen";
import base from "../styles/base.css?inline";
import chat from "../styles/chat.css?inline";
import head from "../styles/head.css?inline";
import replies from "../styles/reply.css?inline";
import theme from "../styles/theme.css?inline";
import transcript from "../styles/transcript.css?inline";
import { Talk } from "../talk";
import { confirmView, type Question } from "../views/confirm";
import type { Context } from "../views/context";
import { bannerView, headView, stripView } from "../views/head";
import { entriesView, typingView, welcomeView } from "../views/transcript";
import type { Composer } from "./composer";
import type { Choice, Options } from "./options";
import { Settings } from "./settings";

/** `<shipmate-chat>`: a button at the edge of the page, and the conversation that it opens. */
@customElement("shipmate-chat")
export class ShipmateChat extends Settings {
  static override styles = [base, theme, chat, head, transcript, replies].map(unsafeCSS);

  @state() private question: Question | null = null;
  @state() private failed = false;
  @query(".panel") private panel!: HTMLDialogElement;
  @query(".confirm") private confirmation!: HTMLDialogElement;
  @query(".transcript") private transcript!: HTMLElement;
  @query(".launcher") private launcher!: HTMLButtonElement;
  @query("shipmate-composer") private composer!: Composer;
  @query("shipmate-options") private options!: Options;

  private readonly talk = new Talk(this);
  private readonly screen = new Screen(this, () => this.open && this.place());

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.talk.memory.open && !this.screen.small) this.open = true;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("server") || !this.hasUpdated) return;
    this.talk.conversation.dispose();
    this.talk.begin();
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("open") && (this.open || changed.get("open"))) this.follow(changed.get("open") !== undefined);
    if (this.question && !this.confirmation.open) this.confirmation.showModal();
    if (this.open) this.talk.scroller.settle(this.transcript);
  }

  /** Shows or hides the panel. A page that is loaded with the panel open keeps its own focus. */
  private follow(takeFocus: boolean): void {
    this.talk.memory.open = this.open;
    if (!this.open) {
      this.panel.close();
      this.launcher.focus();
      return;
    }
    this.talk.unread = 0;
    this.talk.onHistory();
    void this.talk.conversation.open();
    this.place();
    if (takeFocus) void this.focusInside();
    this.requestUpdate();
  }

  /** A large screen keeps the page in reach beside the panel; on a small one the panel is all there is. */
  private place(): void {
    if (this.panel.open) this.panel.close();
    if (this.screen.small) this.panel.showModal();
    else this.panel.open = true;
  }

  private async focusInside(): Promise<void> {
    await this.composer.updateComplete;
    if (this.screen.small) this.panel.querySelector<HTMLElement>("#title")?.focus(); // no keyboard over the greeting
    else this.composer.focus();
  }

  override render() {
    const { words, talk, screen } = this;
    const dark = this.theme === "dark" || (this.theme === "auto" && screen.dark);
    return html`
      <div
        class="theme ${dark ? "dark" : ""} ${this.position === "left" ? "left" : ""}"
        lang=${words.lang}
        dir=${this.direction}
        data-size=${talk.memory.textSize}
      >
        <button class="launcher" aria-haspopup="dialog" ?hidden=${this.open} @click=${() => (this.open = true)}>
          ${icons.sail}<span>${words.launcher(this.name)}</span>
          ${talk.unread ? html`<span class="badge">${words.launcherNew(talk.unread)}</span>` : nothing}
        </button>
        <dialog class="panel" aria-labelledby="title" @keydown=${this.pressed} @cancel=${this.cancelled}>
          ${this.open ? this.inside(this.context) : nothing}
        </dialog>
        ${this.question ? confirmView(this.question, words, this.failed, (yes) => void this.decide(yes)) : nothing}
      </div>
    `;
  }

  private inside(context: Context) {
    const { talk, words } = this;
    const { entries, status } = talk.conversation;
    const starters = entries.length ? [] : this.starters;
    return html`
      ${headView(this.tagline || words.about, this.optionsElement(), () => (this.open = false), context)} ${stripView(context)}
      ${bannerView(status === "offline", context)}
      <div class="transcript" role="region" tabindex="0" aria-label=${words.conversation}>
        ${welcomeView(this.openingText, starters, this.privacy, context)} ${entriesView(entries, context)}
        ${typingView(talk.typing, context)}
      </div>
      <p class="note" role="status">${talk.note}</p>
      ${this.announcements()}
      <shipmate-composer
        .words=${words}
        .hint=${talk.lastReply?.asks === "place" ? words.placeHint : words.inputHint}
        @say=${(event: CustomEvent<string>) => talk.say(event.detail)}
      ></shipmate-composer>
    `;
  }

  /** What is new is heard from here, once and in full: politely, or at once when it is urgent. */
  private announcements() {
    const news = this.talk.announcement;
    const text = (urgent: boolean) => (news?.urgent === urgent ? keyed(news.id, html`<p>${news.text}</p>`) : nothing);
    return html`
      <div class="unseen" role="log" aria-live="polite">${text(false)}</div>
      <div class="unseen" role="alert" aria-live="assertive">${text(true)}</div>
    `;
  }

  private optionsElement() {
    const { talk, words } = this;
    return html`
      <shipmate-options
        .words=${words}
        .size=${talk.memory.textSize}
        .begun=${talk.conversation.entries.length > 0}
        @size=${(event: CustomEvent<TextSize>) => this.resize(event.detail)}
        @choose=${(event: CustomEvent<Choice>) => void this.choose(event.detail)}
      ></shipmate-options>
    `;
  }

  private get context(): Context {
    const { talk, words, name, emergency, phone, directions } = this;
    return {
      words,
      name,
      emergency,
      phone,
      team: this.team || words.team,
      directions,
      locating: talk.locating,
      press: (choice) => talk.press(choice),
      say: (text) => talk.say(text),
      tryAgain: () => talk.conversation.tryAgain(),
      shareLocation: () => void talk.shareLocation().then(() => talk.lastReply?.asks && this.composer.focus()),
      rate: (message, helpful, comment) => talk.conversation.rate(message, helpful, comment),
    };
  }

  private resize(size: TextSize): void {
    this.talk.memory.textSize = size;
    this.requestUpdate();
  }

  private async choose(choice: Choice): Promise<void> {
    if (choice === "again" || choice === "remove") this.question = choice;
    else this.talk.tell(await keep(choice, this.talk.conversation.entries, this.name, this.words));
  }

  private async decide(yes: boolean): Promise<void> {
    const { talk, words, question } = this;
    this.failed = false;
    try {
      if (yes) await talk.conversation.end();
      this.confirmation.close();
      this.question = null;
      if (!yes) return;
      this.composer.focus();
      if (question === "again") void talk.conversation.open();
      talk.tell(question === "again" ? words.startAgainDone : words.removed);
    } catch {
      this.failed = true;
    }
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.preventDefault();
    this.stepOut();
  }

  private cancelled(event: Event): void {
    event.preventDefault();
    this.stepOut();
  }

  private stepOut(): void {
    if (this.options.opened) this.options.close();
    else this.open = false;
  }
}
