import type { Reply } from "./protocol";

/** Who shows a conversation, and is told what happens in it. */
export interface Watcher {
  /** Something is to be shown anew. */
  onChange(): void;
  /** What was said before a reload, or in another tab, has come. */
  onHistory(): void;
  /** The assistant has said something new; not called for what it said before a reload. */
  onReplies(replies: Reply[]): void;
  /** A message is without an answer for too long. */
  onSilence(id: string): void;
  /** Messages that had waited for a connection were delivered. */
  onDelivered(): void;
}
