import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures";

test("asks, reads the answer, its sources and the disclaimer", async ({ chat, server }) => {
  await chat.open(server.url);
  const answer = await chat.ask("What are the side effects of chemotherapy?");
  await expect(answer.getByRole("heading", { name: "Side effects of chemotherapy" })).toBeVisible();
  await expect(answer.getByText("This is information only, not medical advice.")).toBeVisible();
  const sources = answer.getByText(/\d+ sources\. Not yet reviewed by a clinician/);
  await expect(answer.getByRole("link", { name: /Cancer Institute NSW|Risk of infection/ }).first()).toBeHidden();
  await sources.click();
  await sources.evaluate((summary) => summary.scrollIntoView({ block: "start" }));
  await expect(chat.panel.getByRole("button", { name: "Close" })).toBeInViewport();
  await expect(answer.locator("details a").first()).toHaveAttribute("href", /^https?:/);
  await expect(answer.getByRole("link", { name: "000" }).first()).toHaveAttribute("href", "tel:000");
});

test("starts with a suggested question, then asks for more, for simpler words, and for a related topic", async ({ chat, server }) => {
  await chat.open(server.url);
  const first = await chat.press("What is medical oncology?");
  await expect(first).toContainText(/medical oncology/i);
  const more = await chat.press("Tell me more");
  expect(await more.textContent()).not.toBe(await first.textContent());
  const simpler = await chat.press("Simpler");
  expect((await simpler.locator(".prose").first().textContent())?.length).toBeLessThan((await first.textContent())?.length ?? 0);
  const related = chat.transcript.locator(".list").last().getByRole("button").first();
  const title = (await related.textContent())?.trim() ?? "";
  const next = await chat.press(title);
  await expect(next.getByRole("heading", { name: title })).toBeVisible();
  await expect(chat.said.last()).toHaveText(`You said: ${title}`);
});

test("finds a centre by suburb", async ({ chat, server }) => {
  await chat.open(server.url);
  await chat.press("Find a centre near me");
  await expect(chat.input).toHaveAttribute("placeholder", "Suburb, town or postcode");
  const found = await chat.ask("Frenchs Forest");
  const centre = found.getByRole("listitem").filter({ hasText: "km away" }).first();
  await expect(centre.getByRole("heading")).toHaveText(/Frenchs Forest/);
  await expect(centre.getByRole("link", { name: /^Directions to / })).toHaveAttribute("href", /destination=.+Frenchs%20Forest/);
  await expect(found).toContainText("Check with the centre before you travel");
});

test("finds a centre by the location that is shared, and only when it is", async ({ chat, context, server }) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ latitude: -33.748_23, longitude: 151.223_19 });
  await chat.open(server.url);
  await chat.press("Find a centre near me");
  const found = await chat.press("Share my location");
  await expect(found.locator(".service").first()).toContainText("km away");
  await expect(chat.said.last()).toHaveText("You said: My location");
});

test("asks for the suburb when the location is not shared", async ({ chat, context, server }) => {
  await context.clearPermissions();
  await chat.open(server.url);
  await chat.press("Find a centre near me");
  await chat.transcript.getByRole("button", { name: "Share my location" }).click();
  await expect(chat.transcript.getByText("Please type your suburb, town or postcode instead.")).toBeVisible();
  await expect(chat.input).toBeFocused();
  await expect((await chat.ask("Frenchs Forest")).locator(".service").first()).toBeVisible();
});

test("shows an emergency so that it cannot be overlooked", async ({ chat, server }) => {
  await chat.open(server.url);
  const urgent = await chat.ask("I have crushing chest pain and cannot breathe");
  await expect(urgent.getByRole("heading", { name: "Get help now" })).toBeInViewport();
  const call = urgent.getByRole("link", { name: "Call 000" });
  await expect(call).toBeInViewport();
  await expect(call).toHaveAttribute("href", "tel:000");
  await expect(chat.page.getByRole("alert").filter({ hasText: "Get help now" })).toHaveCount(1);
  await expect(chat.page.getByRole("log")).toHaveText("");
  await expect(urgent.getByText("This is information only")).toBeVisible();
  await expect(urgent.getByRole("button", { name: "Yes" })).toHaveCount(0);
});

test("gives somebody in a crisis a number to call", async ({ chat, server }) => {
  await chat.open(server.url);
  const crisis = await chat.ask("I want to kill myself");
  await expect(crisis.getByRole("heading", { name: "You are not alone" })).toBeInViewport();
  await expect(crisis.getByRole("link", { name: "Call 13 11 14" })).toHaveAttribute("href", "tel:131114");
  await expect(crisis.getByRole("link", { name: "Call 000" })).toBeVisible();
});

test("takes thumbs, and a word for those who want to say one", async ({ chat, page, server }) => {
  const sent: unknown[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/feedback") && request.method() === "POST") sent.push(request.postDataJSON());
  });
  await chat.open(server.url);
  const answer = await chat.ask("What is immunotherapy?");
  await answer.getByRole("button", { name: "No" }).click();
  await expect(answer.getByRole("button", { name: "No" })).toHaveAttribute("aria-pressed", "true");
  await answer.getByRole("textbox").fill("More about cost");
  await answer.getByRole("button", { name: "Send" }).click();
  await expect(answer.getByText("Thank you.")).toBeVisible();
  await expect(answer.getByRole("textbox")).toHaveCount(0);
  expect(sent).toMatchObject([{ helpful: false }, { helpful: false, comment: "More about cost" }]);
});

test("copies, saves and prints the conversation", async ({ chat, context, page, server }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await chat.open(server.url);
  await chat.ask("What is immunotherapy?");
  await chat.choose("Copy");
  await expect(page.getByText("Copied.")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("You: What is immunotherapy?");
  expect(copied).toContain("This is information only, not medical advice.");

  const download = page.waitForEvent("download");
  await chat.choose("Save as a file");
  expect(readFileSync(await (await download).path(), "utf8")).toBe(copied);

  await chat.choose("Print");
  await expect.poll(() => page.frames().length).toBe(2);
  await expect(page.frames()[1]?.locator("body") ?? page.locator("none")).toContainText("What is immunotherapy?");
});

test("makes the text larger, and keeps it so", async ({ chat, page, server }) => {
  await chat.open(server.url);
  const size = () => chat.input.evaluate((input) => parseFloat(getComputedStyle(input).fontSize));
  const before = await size();
  await chat.panel.getByRole("button", { name: "Options" }).click();
  await chat.panel.getByRole("radio", { name: "Largest" }).check();
  await expect.poll(size).toBeGreaterThan(before * 1.4);
  await page.reload();
  await expect.poll(size).toBeGreaterThan(before * 1.4);
});

test("deletes the conversation, after asking", async ({ chat, page, server }) => {
  await chat.open(server.url);
  await chat.ask("What is immunotherapy?");
  await chat.choose("Delete my conversation");
  const question = page.getByRole("alertdialog", { name: "Delete your conversation?" });
  await question.getByRole("button", { name: "Keep it" }).click();
  await expect(chat.answers).toHaveCount(1);
  await expect(chat.panel.getByRole("button", { name: "Options" })).toBeFocused();

  await chat.choose("Delete my conversation");
  const gone = page.waitForResponse((response) => response.request().method() === "DELETE");
  await question.getByRole("button", { name: "Delete it" }).click();
  expect((await gone).status()).toBe(204);
  await expect(page.getByText("Your conversation has been deleted.")).toBeVisible();
  await expect(chat.answers).toHaveCount(0);
  await page.reload();
  await expect(chat.transcript.getByRole("button", { name: "What is medical oncology?" })).toBeVisible();
  await chat.ask("What is immunotherapy?");
});

test("starts again with a new conversation", async ({ chat, page, server }) => {
  await chat.open(server.url);
  await chat.ask("What is immunotherapy?");
  await chat.choose("Start again");
  await page.getByRole("alertdialog").getByRole("button", { name: "Start again" }).click();
  await expect(chat.answers).toHaveCount(0);
  await chat.ask("What is chemotherapy?");
  await expect(chat.answers).toHaveCount(1);
});
