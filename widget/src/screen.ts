import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Follows what the person's screen is like: dark or light, small or large. */
export class Screen implements ReactiveController {
  private readonly darkness = matchMedia("(prefers-color-scheme: dark)");
  private readonly smallness = matchMedia("(max-width: 40rem), (max-height: 30rem)");

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly resized: () => void,
  ) {
    host.addController(this);
  }

  get dark(): boolean {
    return this.darkness.matches;
  }

  /** Whether the conversation takes all of it. */
  get small(): boolean {
    return this.smallness.matches;
  }

  hostConnected(): void {
    this.darkness.addEventListener("change", this.darkened);
    this.smallness.addEventListener("change", this.resized);
  }

  hostDisconnected(): void {
    this.darkness.removeEventListener("change", this.darkened);
    this.smallness.removeEventListener("change", this.resized);
  }

  private readonly darkened = (): void => this.host.requestUpdate();
}
