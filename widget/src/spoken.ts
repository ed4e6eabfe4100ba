import { plain } from "./markdown";
import { isAlarm, type Reply } from "./protocol";
import type { Words } from "./strings";

/** A reply as it is announced to a screen reader: its words, without the buttons and small print that can be gone through later. */
export function spoken(reply: Reply, name: string, words: Words): string {
  const heading = reply.outcome === "crisis" ? words.crisis : isAlarm(reply) ? words.urgent : words.says(name);
  const centres = reply.services.map((service) => `${service.name}, ${words.away(String(service.km))}.`);
  const parts = [heading, reply.title, plain(reply.body), ...centres, reply.care && plain(reply.care)];
  const buttons = reply.buttons.length ? words.choicesFollow(reply.buttons.length) : null;
  return [...parts, buttons].filter(Boolean).join("\n");
}
