import { Api } from "./api";
import { Connection, type Listener } from "./connection";
import { newId } from "./ids";
import type { Memory } from "./memory";
import { Outbox } from "./outbox";
import { Patience } from "./patience";
import { PATIENCE_MS, type Outgoing, type Receipt, type Reply, type Saved } from "./protocol";
import { Session } from "./session";
import { added, answered, changed, queued, said, unseen, withHistory, type Delivery, type Entry, type Told } from "./timeline";
import type { Watcher } from "./watcher";

export type Status = "resting" | "connecting" | "online" | "offline";

const RETRY_MS = 3000;

/** One person's conversation: what was said, and whether it arrives. Nothing said is lost, or delivered twice. */
export class Conversation implements Listener {
  entries: Entry[] = [];
  status: Status = "resting";
  typing = false;

  private readonly api: Api;
  private readonly session: Session;
  private readonly outbox: Outbox;
  private readonly connection: Connection;
  private readonly stopListening: () => void;
  private readonly patience = new Patience(PATIENCE_MS, (id) => this.onSilence(id));
  private retry: number | undefined;

  constructor(
    server: string,
    memory: Memory,
    private readonly watcher: Watcher,
  ) {
    this.api = new Api(server);
    this.session = new Session(this.api, memory);
    this.outbox = new Outbox(memory);
    this.connection = new Connection(server, this);
    this.stopListening = memory.onToken((token) => token && this.follow(token));
    this.entries = this.outbox.all().map((message) => said(message, "queued"));
  }

  /** Opens the line, with a new conversation where there is none. */
  async open(): Promise<void> {
    if (this.connection.open || this.status === "connecting") return;
    clearTimeout(this.retry);
    this.become("connecting");
    try {
      this.connection.connect(await this.session.obtain());
    } catch {
      this.onDown();
      this.retry = window.setTimeout(() => void this.open(), RETRY_MS);
    }
  }

  dispose(): void {
    clearTimeout(this.retry);
    this.patience.stopAll();
    this.connection.dispose();
    this.stopListening();
  }

  /** Says something, or presses a button: then `shown` is what stood on it. */
  say(text: string, shown = text): void {
    const message: Outgoing = { id: newId(), text, shown, at: new Date().toISOString() };
    this.outbox.add(message);
    this.entries = added(this.entries, said(message, "sending"));
    void this.open();
    void this.deliver(message);
  }

  tell(what: Told["what"]): void {
    this.entries = [...this.entries, { kind: "told", id: newId(), what }];
    this.watcher.onChange();
  }

  /** Tries at once to deliver what has no answer. */
  tryAgain(): void {
    if (this.connection.up) void this.deliverAll();
    else if (this.connection.open) this.connection.hurry();
    else void this.open();
  }

  async rate(message: string, helpful: boolean, comment = ""): Promise<void> {
    await this.api.rate(await this.session.obtain(), message, helpful, comment);
  }

  /** Has server and browser forget everything. Rejects, and changes nothing, where the server cannot be reached. */
  async end(): Promise<void> {
    await this.session.end();
    this.forget();
  }

  onUp(): void {
    this.become("online");
    void this.catchUp();
  }

  onDown(): void {
    this.typing = false;
    this.become("offline");
    for (const { id } of this.outbox.all()) this.mark(id, "queued");
  }

  onRefused(): void {
    const refused = this.session.token;
    this.connection.close();
    this.become("resting");
    if (refused) this.session.drop(refused);
    if (this.entries.some(({ kind }) => kind === "answered")) this.tell("expired");
    void this.open();
  }

  onTyping(): void {
    this.typing = true;
    this.watcher.onChange();
  }

  onSaid(id: string, text: string): void {
    this.entries = added(this.entries, { kind: "said", id, text, delivery: "sending", late: false });
    this.watcher.onChange();
  }

  onReplies(to: string, replies: Reply[]): void {
    const fresh = unseen(this.entries, replies);
    this.typing = false;
    this.outbox.remove(to);
    this.patience.stop(to);
    this.entries = answered(this.entries, to, replies);
    this.watcher.onChange();
    if (fresh.length) this.watcher.onReplies(fresh);
  }

  onDeleted(): void {
    if (!this.connection.open) return;
    this.forget();
    this.tell("deleted");
  }

  private forget(): void {
    this.connection.close();
    this.patience.stopAll();
    this.outbox.clear();
    this.entries = [];
    this.typing = false;
    this.become("resting");
  }

  /** Another tab has begun a new conversation. */
  private follow(token: string): void {
    if (!this.connection.open) return;
    this.entries = this.outbox.all().map((message) => said(message, "queued"));
    this.become("connecting");
    this.connection.connect(token);
  }

  private async catchUp(): Promise<void> {
    const asked = this.connection.history().catch((): Saved[] => []);
    void this.deliverAll();
    const saved = await asked;
    const before = this.entries.length;
    this.entries = withHistory(this.entries, saved, this.outbox.all());
    this.watcher.onChange();
    if (this.entries.length > before) this.watcher.onHistory();
  }

  private async deliverAll(): Promise<void> {
    const late = queued(this.entries);
    const delivered = new Set<string>();
    for (const message of this.outbox.all()) {
      this.entries = added(this.entries, said(message, "sending"));
      if (await this.deliver(message)) delivered.add(message.id);
    }
    const arrived = late.filter((id) => delivered.has(id));
    for (const id of arrived) this.entries = changed(this.entries, id, { late: true });
    if (arrived.length) this.watcher.onDelivered();
  }

  /** Resolves to whether the server has it; where not, `onSilence` or `onDown` tells the person. */
  private async deliver(message: Outgoing): Promise<boolean> {
    this.patience.start(message.id);
    this.mark(message.id, this.status === "offline" ? "queued" : "sending");
    if (!this.connection.up) return false;
    const receipt = await this.connection.send(message).catch((): Receipt => ({}));
    if (receipt.error) this.onUntaken(message.id, receipt.error);
    return receipt.received ?? false;
  }

  private onUntaken(id: string, error: string): void {
    if (error.startsWith("token_")) return this.onRefused();
    this.patience.stop(id);
    this.outbox.remove(id);
    this.mark(id, "failed");
  }

  private onSilence(id: string): void {
    if (!this.connection.up) return this.onDown();
    this.mark(id, "silent");
    this.watcher.onSilence(id);
  }

  private mark(id: string, delivery: Delivery): void {
    this.entries = changed(this.entries, id, { delivery });
    this.watcher.onChange();
  }

  private become(status: Status): void {
    this.status = status;
    this.watcher.onChange();
  }
}
