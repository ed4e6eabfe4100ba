import type { Outgoing, Reply, Saved } from "./protocol";

/**
 * How far a message of the person has come: on its way, waiting for a connection, without an answer for too long, not taken by the
 * server, or answered.
 */
export type Delivery = "sending" | "queued" | "silent" | "failed" | "answered";

export interface Said {
  kind: "said";
  id: string;
  text: string;
  delivery: Delivery;
  /** Whether it had to wait for a connection. */
  late: boolean;
}

export interface Answered {
  kind: "answered";
  id: string;
  reply: Reply;
}

/** What the widget itself has to say. */
export interface Told {
  kind: "told";
  id: string;
  what: "locationRefused" | "deleted" | "expired";
}

export type Entry = Said | Answered | Told;

export const said = (message: Outgoing, delivery: Delivery): Said => ({
  kind: "said",
  id: message.id,
  text: message.shown,
  delivery,
  late: false,
});

/** Adds an entry, unless one of that id is there. */
export function added(entries: Entry[], entry: Entry): Entry[] {
  return entries.some(({ id }) => id === entry.id) ? entries : [...entries, entry];
}

/** Changes the message of an id. */
export function changed(entries: Entry[], id: string, change: Partial<Said>): Entry[] {
  return entries.map((entry) => (entry.kind === "said" && entry.id === id ? { ...entry, ...change } : entry));
}

/** The ids of the messages that wait for a connection. */
export function queued(entries: Entry[]): string[] {
  return entries.filter((entry) => entry.kind === "said" && entry.delivery === "queued").map(({ id }) => id);
}

/** The replies of a delivery that are not shown yet. */
export function unseen(entries: Entry[], replies: Reply[]): Reply[] {
  const known = new Set(entries.map(({ id }) => id));
  return replies.filter(({ id }) => !known.has(id));
}

/** Puts replies right after the message that they answer, however late they come. */
export function answered(entries: Entry[], to: string, replies: Reply[]): Entry[] {
  const fresh = unseen(entries, replies).map((reply): Answered => ({ kind: "answered", id: reply.id, reply }));
  const done = changed(entries, to, { delivery: "answered" });
  const place = done.findIndex(({ id }) => id === to);
  return place < 0 ? [...done, ...fresh] : [...done.slice(0, place + 1), ...fresh, ...done.slice(place + 1)];
}

/** What the server remembers, followed by what only this tab knows. */
export function withHistory(entries: Entry[], saved: Saved[], waiting: Outgoing[]): Entry[] {
  const before = new Map(entries.map((entry) => [entry.id, entry]));
  const unanswered = new Set(waiting.map(({ id }) => id));
  const remembered = saved.map((one): Entry => {
    if (one.reply) return { kind: "answered", id: one.id, reply: one.reply };
    const earlier = before.get(one.id);
    const late = earlier?.kind === "said" && earlier.late;
    return { kind: "said", id: one.id, text: one.text, delivery: unanswered.has(one.id) ? "sending" : "answered", late };
  });
  const known = new Set(saved.map(({ id }) => id));
  return [...remembered, ...entries.filter(({ id }) => !known.has(id))];
}
