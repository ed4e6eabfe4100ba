import { Chat } from "./chat";
import { expect, test } from "./fixtures";

test("shows the conversation after a reload and in a new tab", async ({ chat, context, page, server }) => {
  await chat.open(server.url);
  await chat.press("Find a centre near me");
  await chat.ask("What is immunotherapy?");
  const words = await chat.said.allTextContents();
  await page.reload();
  await expect(chat.said).toHaveText(words);
  await expect(chat.answers).toHaveCount(2);

  const other = new Chat(await context.newPage());
  await other.open(server.url);
  await expect(other.said).toHaveText(words);
  await expect(other.answers).toHaveCount(2);
});

test("is one conversation in two tabs", async ({ chat, context, server }) => {
  await chat.open(server.url);
  const other = new Chat(await context.newPage());
  await other.open(server.url);
  await chat.ask("What is immunotherapy?");
  await expect(other.said).toHaveText(["You said: What is immunotherapy?"]);
  await expect(other.answers).toHaveCount(1);
  await other.ask("What is chemotherapy?");
  await expect(chat.answers).toHaveCount(2);
  await expect(chat.said).toHaveCount(2);

  await other.choose("Delete my conversation");
  await other.page.getByRole("button", { name: "Delete it" }).click();
  await expect(chat.transcript.getByText("Your conversation has been deleted.")).toBeVisible();
  await expect(chat.answers).toHaveCount(0);
  await chat.ask("What is chemotherapy?");
});

test("keeps what is said offline, delivers it once, and says so", async ({ chat, context, page, server }) => {
  await chat.open(server.url);
  await chat.ask("What is immunotherapy?");
  await context.setOffline(true);
  await expect(chat.banner).toBeVisible();
  await expect(chat.panel.getByRole("status").getByRole("link", { name: "Call 000" })).toHaveAttribute("href", "tel:000");
  await chat.write("What is chemotherapy?");
  await expect(chat.transcript.getByText("Waiting. I will send it when the connection is back.")).toBeVisible();
  await expect(chat.input).toHaveValue("");

  await context.setOffline(false);
  await expect(chat.answers).toHaveCount(2);
  await expect(page.getByText("Your message has been sent.")).toBeVisible();
  await expect(chat.transcript.getByText("Sent when the connection was back.")).toBeVisible();
  await expect(chat.banner).toBeHidden();
  await page.reload();
  await expect(chat.said).toHaveCount(2);
  await expect(chat.answers).toHaveCount(2);
});

test("delivers after a reload what was said offline", async ({ chat, context, page, server }) => {
  await chat.open(server.url);
  await chat.ask("What is immunotherapy?");
  await page.route("**/webhooks/**", (route) => route.abort());
  await page.routeWebSocket(/socket\.io/, (socket) => socket.close());
  await context.setOffline(true);
  await chat.write("What is chemotherapy?");
  await context.setOffline(false);
  await page.reload();
  await expect(chat.said).toHaveText(["You said: What is chemotherapy?"]);
  await page.unrouteAll();
  await page.close();

  const again = new Chat(await context.newPage());
  await again.open(server.url);
  await expect(again.said).toHaveText(["You said: What is immunotherapy?", "You said: What is chemotherapy?"]);
  await expect(again.answers).toHaveCount(2);
});

test("says after 8 seconds that there is no answer, with a way to call, and takes a late one", async ({ chat, server }) => {
  const wire = await chat.onWire();
  await chat.open(server.url);
  await chat.ask("What is immunotherapy?");
  wire.silence();
  await chat.write("What is chemotherapy?");
  const began = Date.now();
  const notice = chat.transcript.getByRole("alert");
  await expect(notice).toContainText("I have no answer yet", { timeout: 10_000 });
  await expect(notice.getByRole("link")).toBeInViewport();
  expect(Date.now() - began).toBeGreaterThan(7000);
  await expect(notice.getByRole("link", { name: "Call 000" })).toHaveAttribute("href", "tel:000");
  wire.speak();
  await notice.getByRole("button", { name: "Try again" }).click();
  await expect(chat.answers).toHaveCount(2);
  await expect(notice).toHaveCount(0);
  await expect(chat.said).toHaveCount(2);
});

test("outlives the death of the server in the middle of a question", async ({ chat, page, server }) => {
  test.setTimeout(240_000);
  await chat.open(server.url);
  await chat.ask("What is immunotherapy?");
  await chat.write("What is chemotherapy?");
  await server.stop("SIGKILL");
  await expect(chat.banner).toBeVisible();
  await chat.write("How long does it take?");
  await expect(chat.transcript.getByText("Waiting. I will send it")).not.toHaveCount(0);

  await server.start();
  await expect(chat.answers).toHaveCount(3, { timeout: 30_000 });
  await expect(chat.said).toHaveCount(3);
  await expect(chat.banner).toBeHidden();
  await page.reload();
  await expect(chat.said).toHaveText([/immunotherapy/, /chemotherapy/, /How long/]);
  await expect(chat.answers).toHaveCount(3);
});
