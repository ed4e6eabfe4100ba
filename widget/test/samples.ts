import type { Outgoing, Reply } from "../src/protocol";

export const outgoing = (id: string, text = "Hello"): Outgoing => ({ id, text, shown: text, at: "2026-11-28T00:00:00Z" });

export const reply = (id: string, more: Partial<Reply> = {}): Reply => ({
  id,
  outcome: "answer",
  topic: "chemotherapy/how_long",
  title: "How long chemotherapy takes",
  text: "**How long chemotherapy takes**\n\nIt differs.\n\nThis is information only.",
  body: "It differs.",
  care: null,
  disclaimer: "This is information only.",
  buttons: [],
  sources: [],
  reviewed: null,
  status: "draft",
  services: [],
  asks: null,
  numbers: [],
  ...more,
});
