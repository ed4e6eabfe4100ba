import type { Page } from "@playwright/test";
import { expectNoViolations } from "./axe";
import { expect, test } from "./fixtures";

test("axe: closed, open, answer, sources, choices, options and question", async ({ chat, page, server }) => {
  await page.goto(server.url);
  await expectNoViolations(page);
  await chat.launcher.click();
  await expectNoViolations(page);
  const answer = await chat.ask("What are the side effects of chemotherapy?");
  await expectNoViolations(page);
  await answer.locator("summary").click();
  await answer.getByRole("button", { name: "No" }).click();
  await expect(answer.getByRole("textbox")).toBeVisible();
  await expectNoViolations(page);
  await chat.ask("side effects");
  await expectNoViolations(page);
  await chat.panel.getByRole("button", { name: "Options" }).click();
  await expectNoViolations(page);
  await chat.panel.getByText("Delete my conversation").click();
  await expectNoViolations(page);
});

test("axe: form, centres, urgent and crisis", async ({ chat, page, server }) => {
  await chat.open(server.url);
  await chat.press("Find a centre near me");
  await expectNoViolations(page);
  await chat.ask("Frenchs Forest");
  await expectNoViolations(page);
  await chat.ask("I have crushing chest pain and cannot breathe");
  await expectNoViolations(page);
  await chat.ask("I want to kill myself");
  await expectNoViolations(page);
});

test("axe: offline, no answer, apology, and too long", async ({ chat, context, page, server }) => {
  const wire = await chat.onWire();
  await chat.open(server.url);
  wire.silence();
  await chat.write("What is chemotherapy?");
  await expect(chat.transcript.getByRole("alert")).toContainText("I have no answer yet");
  await expectNoViolations(page);
  const text = "Sorry, something went wrong on my side.\n\nIn an emergency call 000.";
  wire.say("replies", {
    id: "x",
    replies: [
      { id: "x-0", outcome: "error", topic: null, title: null, text, body: text, care: null, disclaimer: "This is information only.", status: null,
        reviewed: null, buttons: [], sources: [], services: [], asks: null, numbers: ["000"] },
    ],
  });
  await expect(chat.answers.last().getByRole("link", { name: "Call 000" })).toBeVisible();
  await expectNoViolations(page);
  await chat.write("a".repeat(1001));
  await expectNoViolations(page);
  await context.setOffline(true);
  await expect(chat.banner).toBeVisible();
  await expectNoViolations(page);
});

const LOOKS = {
  dark: async (page) => page.emulateMedia({ colorScheme: "dark" }),
  "forced colours": async (page) => page.emulateMedia({ forcedColors: "active" }),
  "reduced motion": async (page) => page.emulateMedia({ reducedMotion: "reduce" }),
  "320 pixels wide": async (page) => page.setViewportSize({ width: 320, height: 640 }),
  "a low window, as at 400 % zoom": async (page) => page.setViewportSize({ width: 320, height: 256 }),
  "a phone": async (page) => page.setViewportSize({ width: 390, height: 844 }),
  "text at 200 %": async (page) => page.addInitScript(() => addEventListener("DOMContentLoaded", () => (document.documentElement.style.fontSize = "200%"))),
  "right to left": async (page) => page.addInitScript(() => addEventListener("DOMContentLoaded", () => (document.documentElement.dir = "rtl"))),
} satisfies Record<string, (page: Page) => Promise<unknown>>;

for (const [name, look] of Object.entries(LOOKS)) {
  test(`axe and reflow: ${name}`, async ({ chat, page, server }) => {
    await look(page);
    await page.goto(server.url);
    await expectNoViolations(page);
    await chat.launcher.click();
    await expectNoViolations(page);
    await chat.ask("What are the side effects of chemotherapy?");
    await expectNoViolations(page);
    await chat.ask("I have crushing chest pain and cannot breathe");
    await expectNoViolations(page);
    const tooWide = await chat.transcript.evaluate((region) => region.scrollWidth > region.clientWidth);
    expect(tooWide, "nothing is cut off or scrolls sideways").toBe(false);
  });
}

test("everything by keyboard, in order, with the focus seen and given back", async ({ chat, page, server }) => {
  await page.goto(server.url);
  await chat.launcher.focus();
  await page.keyboard.press("Enter");
  await expect(chat.input).toBeFocused();
  await page.keyboard.type("What is immunotherapy?");
  await page.keyboard.press("Enter");
  await expect(chat.answers).toHaveCount(1);
  await expect(chat.input).toBeFocused();

  await chat.panel.getByRole("button", { name: "Options" }).focus();
  const order: string[] = [];
  for (let step = 0; step < 40 && order.at(-1) !== "Your question"; step++) {
    await page.keyboard.press("Tab");
    order.push(await focused(page));
  }
  expect(order.slice(0, 3)).toEqual(["Close", "Emergency? Call 000", "Conversation"]);
  expect(order.slice(-1)).toEqual(["Your question"]);
  expect(order.findIndex((name) => name.startsWith("Yes"))).toBeLessThan(order.indexOf("Simpler"));
  expect(order.indexOf("Simpler")).toBeLessThan(order.indexOf("Tell me more"));

  await page.keyboard.press("Escape");
  await expect(chat.panel).toBeHidden();
  await expect(chat.launcher).toBeFocused();
});

test("Esc closes what was opened last, and a phone keeps the focus inside", async ({ chat, page, server }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await chat.open(server.url);
  await expect(chat.panel.getByRole("heading", { name: "Shipmate" })).toBeFocused();
  const options = chat.panel.getByRole("button", { name: "Options" });
  await options.click();
  await page.keyboard.press("Escape");
  await expect(options).toBeFocused();
  await expect(options).toHaveAttribute("aria-expanded", "false");
  for (let step = 0; step < 30; step++) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => ["SHIPMATE-CHAT", "BODY", "HTML"].includes(document.activeElement?.tagName ?? ""))).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(chat.launcher).toBeFocused();
});

test("each control that has the focus shows it", async ({ chat, page, server }) => {
  await chat.open(server.url);
  await chat.ask("What is immunotherapy?");
  await page.keyboard.press("Tab");
  for (let step = 0; step < 20; step++) {
    await page.keyboard.press("Shift+Tab");
    const seen = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      if (!element || element === document.body || element.closest("body > *:not(shipmate-chat)")) return true;
      const shown = element.matches("textarea") ? element.closest("form") : element.matches("input") ? element.closest("label") : element;
      const style = shown ? getComputedStyle(shown) : null;
      return style !== null && ((style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none");
    });
    expect(seen).toBe(true);
  }
});

test("targets are at least 24 by 24 pixels", async ({ chat, server }) => {
  await chat.open(server.url);
  await chat.ask("What are the side effects of chemotherapy?");
  for (const control of await chat.panel.locator("button, summary, .strip a, .calls a, textarea").all()) {
    const box = await control.boundingBox();
    if (!box) continue;
    expect(Math.min(box.width, box.height), (await control.textContent()) ?? "").toBeGreaterThanOrEqual(24);
  }
});

test("new messages are announced once, with their words", async ({ chat, page, server }) => {
  await page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (init) {
      const root = attach.call(this, init);
      new MutationObserver((changes) => {
        for (const { target, addedNodes } of changes) {
          const region = (target as Element).closest?.("[role=log], [role=alert]");
          if (region && addedNodes.length) heard.push(`${region.getAttribute("role")}: ${[...addedNodes].map((node) => node.textContent).join("").trim()}`);
        }
      }).observe(root, { childList: true, subtree: true });
      return root;
    };
  });
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard.filter((line) => !/: $/.test(line)));
  await chat.open(server.url);
  await chat.ask("What is immunotherapy?");
  expect(await heard()).toHaveLength(1);
  expect((await heard())[0]).toMatch(/^log: Shipmate says:\n.*immunotherapy/is);
  await chat.ask("I have crushing chest pain and cannot breathe");
  expect(await heard()).toHaveLength(2);
  expect((await heard())[1]).toMatch(/^alert: Get help now\n/);
  await page.reload();
  await expect(chat.answers).toHaveCount(2);
  expect(await heard()).toEqual([]);
});

async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const label = (element as HTMLTextAreaElement | null)?.labels?.[0]?.textContent;
    return (element?.getAttribute("aria-label") ?? label ?? element?.textContent ?? "").trim().replace(/\s+/g, " ");
  });
}
