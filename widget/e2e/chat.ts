import { expect, type Locator, type Page } from "@playwright/test";

/** The line to the server in the hands of a test. */
export interface Wire {
  /** From now on the server is not heard. */
  silence(): void;
  speak(): void;
  /** Lets the server seem to say something. */
  say(event: string, content: object): void;
}

/** The widget as a person meets it. */
export class Chat {
  readonly launcher: Locator;
  readonly panel: Locator;
  readonly input: Locator;
  readonly transcript: Locator;
  readonly answers: Locator;
  readonly said: Locator;
  readonly banner: Locator;
  private silent = false;

  constructor(readonly page: Page) {
    this.launcher = page.getByRole("button", { name: /^Ask Shipmate/ });
    this.panel = page.getByRole("dialog", { name: "Shipmate" });
    this.input = page.getByRole("textbox", { name: "Your question" });
    this.transcript = page.getByRole("region", { name: "Conversation" });
    this.answers = this.transcript.getByRole("article");
    this.said = this.transcript.locator(".said");
    this.banner = page.getByText("No connection at the moment");
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.launcher.click();
    await expect(this.panel).toBeVisible();
  }

  async write(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press("Enter");
  }

  /** Says something and waits for one more answer. */
  async ask(text: string): Promise<Locator> {
    return this.answered(() => this.write(text));
  }

  async press(name: string | RegExp): Promise<Locator> {
    return this.answered(() => this.transcript.getByRole("button", { name }).last().click());
  }

  async choose(option: string): Promise<void> {
    await this.panel.getByRole("button", { name: "Options" }).click();
    await this.panel.getByText(option, { exact: true }).click();
  }

  /** Takes hold of the line to the server; to be called before the page is opened. */
  async onWire(): Promise<Wire> {
    let say: (frame: string) => void = () => undefined;
    await this.page.routeWebSocket(/socket\.io/, (client) => {
      const server = client.connectToServer();
      say = (frame) => client.send(frame);
      client.onMessage((frame) => server.send(frame));
      server.onMessage((frame) => {
        if (!this.silent || !/^4[23]/.test(String(frame))) client.send(frame);
      });
    });
    return {
      silence: () => (this.silent = true),
      speak: () => (this.silent = false),
      say: (event, content) => say(`42${JSON.stringify([event, content])}`),
    };
  }

  private async answered(act: () => Promise<void>): Promise<Locator> {
    const before = await this.answers.count();
    await act();
    await expect(this.answers).toHaveCount(before + 1);
    return this.answers.nth(before);
  }
}
