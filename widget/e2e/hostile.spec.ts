import { Chat } from "./chat";
import { expect, test } from "./fixtures";
import { OtherSite } from "./other-site";
import { freePort } from "./server";

test("works on a page of a site that the server knows", async ({ page, partner }) => {
  const chat = new Chat(page);
  await chat.open(partner.origin);
  await expect(await chat.ask("What is immunotherapy?")).toContainText("immune system");
});

test("is refused on a page of any other site", async ({ page, server }) => {
  const stranger = new OtherSite(await freePort(), server.url);
  const heard: string[] = [];
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => heard.push(String(payload))));
  const chat = new Chat(page);
  await chat.open(stranger.origin);
  await chat.write("What is immunotherapy?");
  await expect(chat.banner).toBeVisible();
  await expect(chat.answers).toHaveCount(0);
  const attempt = await page.evaluate(async (door) => {
    const begun = await fetch(`${door}/webhooks/web/conversations`, { method: "POST" }).then(({ status }) => status, () => "blocked");
    const socket = new WebSocket(`${door.replace("http", "ws")}/webhooks/web/socket.io/?EIO=4&transport=websocket`);
    const line = await new Promise((done) => {
      socket.onopen = () => done("open");
      socket.onerror = () => done("refused");
    });
    return { begun, line };
  }, server.url);
  expect(attempt).toEqual({ begun: "blocked", line: "refused" });
  expect(heard).toEqual([]);
  stranger.close();
});

for (const text of [
  "<script>window.hacked = true</script>",
  "<img src=x onerror='window.hacked = true'>",
  "[press](javascript:window.hacked=true)",
  "javascript:window.hacked=true",
  '/restart{"a": "<svg onload=window.hacked=true>"}',
]) {
  test(`shows ${text} as it was written, and gets an answer`, async ({ chat, page, server }) => {
    await chat.open(server.url);
    await chat.ask(text);
    await expect(chat.said.last()).toHaveText(`You said: ${text}`);
    await expect(chat.said.locator("a, img, script, svg")).toHaveCount(0);
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    await page.reload();
    await expect(chat.said.last()).toHaveText(`You said: ${text}`);
  });
}

test("shows what a hostile server says without running any of it", async ({ chat, page, server }) => {
  const wire = await chat.onWire();
  await chat.open(server.url);
  await chat.ask("What is immunotherapy?");
  const hostile = "<img src=x onerror=\"window.hacked=true\"> [a](javascript:window.hacked=true) **2*5 mg and 3*5 mg** > 38 < 92 [urgent]";
  const links = { title: "Source", publisher: "P", url: "javascript:window.hacked=true" };
  wire.say("replies", {
    id: "x",
    replies: [
      { id: "x-0", outcome: "answer", topic: null, title: "<b>x</b>", text: hostile, body: hostile, care: hostile, disclaimer: "<i>x</i>", status: "draft",
        reviewed: null, buttons: [], sources: [links], services: [], asks: null, numbers: [] },
    ],
  });
  await expect(chat.answers.last()).toContainText('<img src=x onerror="window.hacked=true">');
  await expect(chat.answers.last()).toContainText("2*5 mg and 3*5 mg > 38 < 92 [urgent]");
  await expect(chat.answers.last().locator("img, i, a")).toHaveCount(0);
  expect(await page.evaluate(() => "hacked" in window)).toBe(false);
});

test("asks to shorten 10,000 characters, and keeps them", async ({ chat, server }) => {
  await chat.open(server.url);
  const long = "a lot ".repeat(1667).slice(0, 10_000);
  await chat.write(long);
  const problem = chat.panel.getByRole("alert").filter({ hasText: "10000 characters" });
  await expect(problem).toContainText("Please shorten it to 2000");
  await expect(chat.input).toHaveValue(long);
  await expect(chat.input).toHaveAttribute("aria-invalid", "true");
  await expect(chat.said).toHaveCount(0);
  await chat.ask("What is immunotherapy?");
  await expect(problem).toHaveCount(0);
});

test("is told kindly when it is too much at once", async ({ chat, server }) => {
  await chat.open(server.url);
  for (let count = 0; count < 21; count++) await chat.write("Hello");
  await expect(chat.answers).toHaveCount(21, { timeout: 30_000 });
  await expect(chat.transcript).toContainText(/minute/);
  await expect(chat.answers.last()).toContainText("This is information only");
});
