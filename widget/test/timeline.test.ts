import { expect, it } from "vitest";
import type { Saved } from "../src/protocol";
import { added, answered, said, unseen, withHistory, type Entry } from "../src/timeline";
import { outgoing, reply } from "./samples";

const ids = (entries: Entry[]) => entries.map(({ id }) => id);
const saved = (id: string, isReply = false): Saved => ({
  id,
  from: isReply ? "bot" : "person",
  text: id,
  reply: isReply ? reply(id) : null,
  at: "2026-11-28T00:00:00Z",
});

it("adds a message once", () => {
  const entry = said(outgoing("a"), "sending");
  expect(added([entry], entry)).toEqual([entry]);
});

it("puts a late reply under the message that it answers", () => {
  const entries: Entry[] = [said(outgoing("a"), "sending"), said(outgoing("b"), "sending")];
  const after = answered(entries, "a", [reply("a-0"), reply("a-1")]);
  expect(ids(after)).toEqual(["a", "a-0", "a-1", "b"]);
  expect(after[0]).toMatchObject({ delivery: "answered" });
  expect(after[3]).toMatchObject({ delivery: "sending" });
});

it("shows replies that come twice once", () => {
  const entries = answered([said(outgoing("a"), "sending")], "a", [reply("a-0")]);
  expect(unseen(entries, [reply("a-0")])).toEqual([]);
  expect(ids(answered(entries, "a", [reply("a-0")]))).toEqual(["a", "a-0"]);
});

it("takes the order of the server, and keeps what only this tab has", () => {
  const entries: Entry[] = [said(outgoing("b"), "queued"), { kind: "told", id: "t", what: "locationRefused" }];
  const after = withHistory(entries, [saved("a"), saved("a-0", true)], [outgoing("b")]);
  expect(ids(after)).toEqual(["a", "a-0", "b", "t"]);
});

it("goes on waiting for the answer to a message that the server has, and this browser saw no answer to", () => {
  const after = withHistory([{ ...said(outgoing("a"), "queued"), late: true }], [saved("a")], [outgoing("a")]);
  expect(after).toMatchObject([{ id: "a", delivery: "sending", late: true }]);
});
