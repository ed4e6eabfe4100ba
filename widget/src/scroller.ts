/** Moves through the conversation so that an answer is read from its beginning. */
export class Scroller {
  private target: string | null = null;
  private behaviour: ScrollBehavior = "auto";

  /** After the next rendering, shows an entry at the top. */
  to(id: string, behaviour: ScrollBehavior = "auto"): void {
    this.target = id;
    this.behaviour = behaviour;
  }

  settle(transcript: HTMLElement | null): void {
    if (!this.target || !transcript) return;
    const entry = transcript.querySelector(`[data-id="${CSS.escape(this.target)}"]`);
    if (!entry) return;
    const distance = entry.getBoundingClientRect().top - transcript.getBoundingClientRect().top;
    transcript.scrollTo({ top: transcript.scrollTop + distance - 12, behavior: this.behaviour });
    this.target = null;
  }
}
