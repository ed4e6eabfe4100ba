import { LitElement } from "lit";
import { property } from "lit/decorators.js";
import { wordsOf, type Words } from "../strings";

/** The attributes that a page may set on the tag; docs/widget.md describes them. */
export class Settings extends LitElement {
  /** Where the door is; without it, where this script came from. */
  @property() server = new URL(import.meta.url).origin;
  @property() name = "Shipmate";
  @property() tagline = "";
  @property() opening = "";
  /** Questions to start with, with `|` between them. */
  @property() questions: string | null = null;
  @property() language = "en";
  @property() position: "right" | "left" = "right";
  @property() theme: "auto" | "light" | "dark" = "auto";
  @property() emergency = "000";
  @property() phone = "";
  @property() team = "";
  @property() directions = "https://www.google.com/maps/dir/?api=1&destination={destination}";
  @property() privacy = "";
  @property({ type: Boolean, reflect: true }) open = false;

  get words(): Words {
    return wordsOf(this.language);
  }

  protected get openingText(): string {
    return this.opening || this.words.opening(this.name);
  }

  protected get starters(): string[] {
    if (this.questions === null) return this.words.starters;
    return this.questions.split("|").map((one) => one.trim()).filter(Boolean);
  }

  protected get direction(): "ltr" | "rtl" {
    return this.dir === "rtl" || this.dir === "ltr" ? this.dir : this.words.dir;
  }
}
