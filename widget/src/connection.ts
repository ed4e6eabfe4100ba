import { io, type Socket } from "socket.io-client";
import { PATIENCE_MS, type Outgoing, type Receipt, type Reply, type Saved } from "./protocol";

/** What happens on the line. */
export interface Listener {
  onUp(): void;
  onDown(): void;
  /** The server does not take the token. */
  onRefused(): void;
  onTyping(): void;
  onReplies(to: string, replies: Reply[]): void;
  /** Another tab said something. */
  onSaid(id: string, text: string): void;
  onDeleted(): void;
}

/** The open line to the server. It comes back by itself after an outage. */
export class Connection {
  private socket: Socket | undefined;

  constructor(
    private readonly server: string,
    private readonly listener: Listener,
  ) {
    window.addEventListener("online", this.hurry);
  }

  get up(): boolean {
    return this.socket?.connected ?? false;
  }

  get open(): boolean {
    return this.socket !== undefined;
  }

  connect(token: string): void {
    this.close();
    this.socket = io(this.server, {
      path: "/webhooks/web/socket.io",
      auth: { token },
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      forceNew: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5000,
      timeout: PATIENCE_MS,
    });
    this.listen(this.socket);
  }

  close(): void {
    this.socket?.removeAllListeners();
    this.socket?.disconnect();
    this.socket = undefined;
  }

  dispose(): void {
    this.close();
    window.removeEventListener("online", this.hurry);
  }

  /** Tries again now rather than after the usual pause. */
  readonly hurry = (): void => {
    if (!this.socket || this.socket.connected) return;
    this.socket.disconnect();
    this.socket.connect();
  };

  async send({ id, text }: Outgoing): Promise<Receipt> {
    return this.ask("message", { id, text });
  }

  async history(): Promise<Saved[]> {
    return (await this.ask<{ messages?: Saved[] }>("history", {})).messages ?? [];
  }

  private async ask<T>(event: string, content: object): Promise<T> {
    if (!this.socket) throw new Error("there is no connection");
    return (await this.socket.timeout(PATIENCE_MS).emitWithAck(event, content)) as T;
  }

  private listen(socket: Socket): void {
    const { listener } = this;
    socket.on("connect", () => listener.onUp());
    socket.on("disconnect", () => listener.onDown());
    socket.on("connect_error", (error) => (error.message.startsWith("token_") ? listener.onRefused() : listener.onDown()));
    socket.on("typing", () => listener.onTyping());
    socket.on("replies", (message: { id: string; replies: Reply[] }) => listener.onReplies(message.id, message.replies));
    socket.on("said", (message: { id: string; text: string }) => listener.onSaid(message.id, message.text));
    socket.on("deleted", () => listener.onDeleted());
  }
}
