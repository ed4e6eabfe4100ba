import type { Page } from "@playwright/test";
import { Chat } from "./chat";
import { test } from "./fixtures";

const FOLDER = new URL("../../docs/screenshots/", import.meta.url).pathname;
const PHONE = { width: 390, height: 844 };

const PANEL = { x: 780, y: 0, width: 500, height: 800 };

const shot = async (page: Page, name: string, part?: typeof PANEL) => {
  await page.waitForTimeout(700);
  await page.screenshot({ path: `${FOLDER}${name}.png`, ...(part && { clip: part }) });
};

test.use({ reducedMotion: "reduce" } as object);

test("desktop", async ({ chat, context, page, server }) => {
  await chat.open(server.url);
  await shot(page, "desktop-open");
  const answer = await chat.ask("What are the side effects of chemotherapy?");
  await shot(page, "desktop-answer", { ...PANEL, x: 330, width: 950 });
  await answer.locator("summary").click();
  await answer.locator("summary").evaluate((summary) => summary.scrollIntoView({ block: "start" }));
  await shot(page, "desktop-sources", PANEL);
  await chat.ask("I have crushing chest pain and cannot breathe");
  await shot(page, "desktop-urgent", PANEL);
  await chat.panel.getByRole("button", { name: "Options" }).click();
  await shot(page, "desktop-options", PANEL);
  await page.keyboard.press("Escape");
  await context.setOffline(true);
  await chat.write("What is immunotherapy?");
  await shot(page, "desktop-offline", PANEL);
});

test("phone", async ({ chat, page, server }) => {
  await page.setViewportSize(PHONE);
  await chat.open(server.url);
  await shot(page, "phone-open");
  await chat.ask("What are the side effects of chemotherapy?");
  await shot(page, "phone-answer");
  await chat.transcript.getByRole("button", { name: "Simpler" }).evaluate((button) => button.scrollIntoView({ block: "center" }));
  await shot(page, "phone-buttons");
  await chat.ask("Find a centre near me");
  await shot(page, "phone-form");
  await chat.ask("Frenchs Forest");
  await shot(page, "phone-centres");
  await chat.ask("I want to kill myself");
  await shot(page, "phone-crisis");
});

test("phone, in the dark and without an answer", async ({ page, server }) => {
  const chat = new Chat(page);
  const wire = await chat.onWire();
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: "dark" });
  await chat.open(server.url);
  await chat.ask("What is immunotherapy?");
  await shot(page, "phone-dark");
  wire.silence();
  await chat.write("What is chemotherapy?");
  await chat.transcript.getByRole("alert").waitFor();
  await shot(page, "phone-no-answer");
});
