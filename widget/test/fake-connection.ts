import type { Listener } from "../src/connection";
import type { Outgoing, Receipt, Saved } from "../src/protocol";

/** A line to no server, which rises and falls when a test says so. */
export class FakeConnection {
  static latest: FakeConnection;
  up = false;
  open = false;
  token: string | undefined;
  sent: Outgoing[] = [];
  receipt: Receipt = { received: true };

  constructor(
    _server: string,
    private readonly listener: Listener,
  ) {
    FakeConnection.latest = this;
  }

  connect(token: string): void {
    this.token = token;
    this.open = true;
  }

  close(): void {
    this.up = this.open = false;
  }

  dispose(): void {
    this.close();
  }

  rise(): void {
    this.up = true;
    this.listener.onUp();
  }

  fall(): void {
    this.up = false;
    this.listener.onDown();
  }

  refuse(): void {
    this.listener.onRefused();
  }

  async send(message: Outgoing): Promise<Receipt> {
    this.sent.push(message);
    return this.receipt;
  }

  async history(): Promise<Saved[]> {
    return [];
  }
}
