import type { Outgoing } from "./protocol";

export type TextSize = "1" | "2" | "3";

const stores = { local: () => localStorage, session: () => sessionStorage }; // where storage is off, even to name it throws

/** What stays in this browser: the key to the conversation, what is still to be sent, and how large the text is. */
export class Memory {
  private readonly prefix: string;
  private readonly spare = new Map<string, string>();

  constructor(server: string) {
    this.prefix = `shipmate ${server} `;
  }

  get token(): string | null {
    return this.read("token");
  }

  set token(value: string | null) {
    this.write("token", value);
  }

  get outbox(): Outgoing[] {
    return JSON.parse(this.read("outbox") ?? "[]") as Outgoing[];
  }

  set outbox(messages: Outgoing[]) {
    this.write("outbox", messages.length ? JSON.stringify(messages) : null);
  }

  get textSize(): TextSize {
    return (this.read("size") as TextSize | null) ?? "1";
  }

  set textSize(size: TextSize) {
    this.write("size", size);
  }

  /** Whether the conversation is open in this tab, from page to page. */
  get open(): boolean {
    return this.read("open", "session") !== null;
  }

  set open(open: boolean) {
    this.write("open", open ? "yes" : null, "session");
  }

  /** Calls back when another tab has changed the key; returns how to stop. */
  onToken(changed: (token: string | null) => void): () => void {
    const heard = (event: StorageEvent) => {
      if (event.key === `${this.prefix}token`) changed(event.newValue);
    };
    window.addEventListener("storage", heard);
    return () => window.removeEventListener("storage", heard);
  }

  private read(name: string, where: "local" | "session" = "local"): string | null {
    try {
      return stores[where]().getItem(this.prefix + name);
    } catch {
      return this.spare.get(name) ?? null; // storage is switched off: good for as long as the page is open
    }
  }

  private write(name: string, value: string | null, where: "local" | "session" = "local"): void {
    try {
      if (value === null) stores[where]().removeItem(this.prefix + name);
      else stores[where]().setItem(this.prefix + name, value);
    } catch {
      if (value === null) this.spare.delete(name);
      else this.spare.set(name, value);
    }
  }
}
