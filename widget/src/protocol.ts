/** What the door of the server says and hears, as JSON. */

export interface Choice {
  title: string;
  payload: string;
}

export interface Source {
  title: string;
  publisher: string;
  url: string;
}

export interface Service {
  name: string;
  address: string;
  phone: string | null;
  website: string | null;
  km: number;
  lat: number;
  lon: number;
}

export interface Reply {
  id: string;
  outcome: string;
  topic: string | null;
  title: string | null;
  /** All of it, as plain channels show it. */
  text: string;
  /** Without title, care block and disclaimer. */
  body: string;
  care: string | null;
  disclaimer: string;
  buttons: Choice[];
  sources: Source[];
  /** The day on which a clinician signed it. */
  reviewed: string | null;
  status: "draft" | "approved" | null;
  services: Service[];
  /** What the bot waits for. */
  asks: "place" | null;
  /** Telephone numbers that occur in the text. */
  numbers: string[];
}

/** A message as the server remembers it; `id` is the client's for a person's message and the reply's for the bot's. */
export interface Saved {
  id: string;
  from: "person" | "bot";
  text: string;
  reply: Reply | null;
  at: string;
}

export interface Outgoing {
  id: string;
  /** What is sent: words, or the payload of a button. */
  text: string;
  /** What the person sees as said. */
  shown: string;
  at: string;
}

export interface Receipt {
  received?: boolean;
  error?: string;
}

export const LONGEST_MESSAGE = 2000;
export const PATIENCE_MS = 8000;

export const isAlarm = (reply: Reply): boolean => reply.outcome === "urgent" || reply.outcome === "crisis";
