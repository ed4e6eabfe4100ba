import type { Memory } from "./memory";
import type { Outgoing } from "./protocol";

/** What was said and has no answer yet. It is kept across reloads and shared by all tabs; the id keeps it from being answered twice. */
export class Outbox {
  constructor(private readonly memory: Memory) {}

  all(): Outgoing[] {
    return this.memory.outbox;
  }

  add(message: Outgoing): void {
    this.memory.outbox = [...this.memory.outbox, message];
  }

  remove(id: string): void {
    const kept = this.memory.outbox.filter((message) => message.id !== id);
    if (kept.length !== this.memory.outbox.length) this.memory.outbox = kept;
  }

  clear(): void {
    this.memory.outbox = [];
  }
}
