import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Conversation } from "../src/conversation";
import { Memory } from "../src/memory";
import type { Said } from "../src/timeline";
import { FakeConnection } from "./fake-connection";
import { reply } from "./samples";

vi.mock("../src/connection", async () => ({ Connection: (await import("./fake-connection")).FakeConnection }));

const watcher = { onChange: vi.fn(), onHistory: vi.fn(), onReplies: vi.fn(), onSilence: vi.fn(), onDelivered: vi.fn() };
let memory: Memory;
let conversation: Conversation;

const line = () => FakeConnection.latest;
const message = (place = 0) => conversation.entries.filter((entry): entry is Said => entry.kind === "said")[place];
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  localStorage.clear();
  vi.stubGlobal("fetch", vi.fn(async () => new Response(JSON.stringify({ token: "key" }), { status: 201 })));
  memory = new Memory("https://example.org");
  conversation = new Conversation("https://example.org", memory, watcher);
});

afterEach(() => {
  conversation.dispose();
  vi.useRealTimers();
});

async function connected(): Promise<void> {
  await conversation.open();
  line().rise();
  await settled();
}

describe("delivery", () => {
  it("makes a conversation once and says the message", async () => {
    await connected();
    conversation.say("Hello");
    await settled();
    expect(fetch).toHaveBeenCalledOnce();
    expect(line().sent.map(({ text }) => text)).toEqual(["Hello"]);
    expect(message()?.delivery).toBe("sending");
  });

  it("keeps the message until the answer is there", async () => {
    await connected();
    conversation.say("Hello");
    await settled();
    const [sent] = memory.outbox;
    conversation.onReplies(sent?.id ?? "", [reply(`${sent?.id}-0`)]);
    expect(memory.outbox).toEqual([]);
    expect(message()?.delivery).toBe("answered");
    expect(watcher.onReplies).toHaveBeenCalledOnce();
  });

  it("announces replies that come twice once", async () => {
    await connected();
    conversation.say("Hello");
    const id = message()?.id ?? "";
    conversation.onReplies(id, [reply(`${id}-0`)]);
    conversation.onReplies(id, [reply(`${id}-0`)]);
    expect(watcher.onReplies).toHaveBeenCalledOnce();
    expect(conversation.entries).toHaveLength(2);
  });

  it("says after 8 seconds that there is no answer", async () => {
    await connected();
    conversation.say("Hello");
    await vi.advanceTimersByTimeAsync(7900);
    expect(message()?.delivery).toBe("sending");
    await vi.advanceTimersByTimeAsync(200);
    expect(message()?.delivery).toBe("silent");
    expect(watcher.onSilence).toHaveBeenCalledOnce();
  });

  it("does not wait longer because the line fell and rose meanwhile", async () => {
    await connected();
    conversation.say("Hello");
    await vi.advanceTimersByTimeAsync(5000);
    line().fall();
    line().rise();
    await vi.advanceTimersByTimeAsync(3100);
    expect(message()?.delivery).toBe("silent");
  });

  it("marks what the server does not take", async () => {
    await connected();
    line().receipt = { error: "too_long" };
    conversation.say("Hello");
    await settled();
    expect(message()?.delivery).toBe("failed");
    expect(memory.outbox).toEqual([]);
  });
});

describe("without a connection", () => {
  it("keeps what is said, delivers it once with the same id, and says so", async () => {
    await connected();
    line().fall();
    conversation.say("First");
    conversation.say("Second");
    expect(message()?.delivery).toBe("queued");
    expect(line().sent).toEqual([]);
    line().rise();
    await settled();
    expect(line().sent.map(({ text }) => text)).toEqual(["First", "Second"]);
    expect(message()?.late).toBe(true);
    expect(watcher.onDelivered).toHaveBeenCalledOnce();
  });

  it("delivers after a reload what was said before", async () => {
    await connected();
    line().fall();
    conversation.say("Hello");
    const id = message()?.id;
    conversation.dispose();
    conversation = new Conversation("https://example.org", memory, watcher);
    expect(message()).toMatchObject({ id, delivery: "queued" });
    await connected();
    expect(line().sent.map((one) => one.id)).toEqual([id]);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("sends again what was on its way when the line fell, under the same id", async () => {
    await connected();
    conversation.say("Hello");
    await settled();
    line().fall();
    expect(message()?.delivery).toBe("queued");
    line().rise();
    await settled();
    const [first, second] = line().sent;
    expect(second?.id).toBe(first?.id);
    expect(conversation.entries).toHaveLength(1);
  });

  it("tries to begin again when the server does not answer at all", async () => {
    vi.mocked(fetch).mockRejectedValueOnce(new TypeError("no network"));
    await conversation.open();
    expect(conversation.status).toBe("offline");
    await vi.advanceTimersByTimeAsync(3000);
    expect(line().token).toBe("key");
  });
});

describe("endings", () => {
  it("forgets all of it, here and there", async () => {
    await connected();
    conversation.say("Hello");
    await settled();
    vi.mocked(fetch).mockResolvedValueOnce(new Response(null, { status: 204 }));
    await conversation.end();
    expect(vi.mocked(fetch).mock.lastCall?.[1]?.method).toBe("DELETE");
    expect([conversation.entries, memory.token, memory.outbox]).toEqual([[], null, []]);
  });

  it("changes nothing when the server cannot be reached", async () => {
    await connected();
    conversation.say("Hello");
    vi.mocked(fetch).mockRejectedValueOnce(new TypeError("no network"));
    await expect(conversation.end()).rejects.toThrow();
    expect(memory.token).toBe("key");
    expect(conversation.entries).toHaveLength(1);
  });

  it("begins anew when the key has expired, and still delivers", async () => {
    memory.token = "old";
    await conversation.open();
    conversation.say("Hello");
    vi.mocked(fetch).mockResolvedValueOnce(new Response(JSON.stringify({ token: "new" }), { status: 201 }));
    line().refuse();
    await settled();
    expect(line().token).toBe("new");
    line().rise();
    await settled();
    expect(line().sent.map(({ text }) => text)).toEqual(["Hello"]);
  });

  it("begins anew when the key expires in the middle, and delivers what was said", async () => {
    await connected();
    line().receipt = { error: "token_expired" };
    vi.mocked(fetch).mockResolvedValueOnce(new Response(JSON.stringify({ token: "new" }), { status: 201 }));
    conversation.say("Hello");
    await settled();
    expect(line().token).toBe("new");
    line().receipt = { received: true };
    line().rise();
    await settled();
    expect(line().sent.map(({ text }) => text)).toEqual(["Hello", "Hello"]);
    expect(conversation.entries).toHaveLength(1);
  });

  it("is told when another tab deletes it", async () => {
    await connected();
    conversation.say("Hello");
    conversation.onDeleted();
    expect(conversation.entries).toMatchObject([{ kind: "told", what: "deleted" }]);
    expect(memory.outbox).toEqual([]);
  });
});
