import { expectNoViolations } from "./axe";
import { expect, test } from "./fixtures";

test("the page of attributes shows what each does", async ({ chat, page, server }) => {
  await page.goto(`${server.url}/attributes.html`);
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Harbour Guide" }).click();
  await page.getByRole("button", { name: "Own words" }).click();
  await page.getByRole("button", { name: "Two of our own" }).click();
  await page.getByRole("button", { name: "left", exact: true }).click();
  await page.getByRole("button", { name: "Green, round" }).click();
  await expect(page.locator("#tag")).toContainText('name="Harbour Guide"');

  await page.getByRole("button", { name: "Ask Harbour Guide" }).click();
  const panel = page.getByRole("dialog", { name: "Harbour Guide" });
  await expect(panel.locator("strong", { hasText: "What would you like to know?" })).toBeVisible();
  await expect(panel.getByRole("list", { name: "Questions to start with" }).getByRole("button")).toHaveText(["How do I prepare?", "What can I eat?"]);
  expect((await panel.boundingBox())?.x).toBeLessThan(100);
  await expect(panel.locator(".head")).toHaveCSS("background-color", "rgb(31, 95, 67)");
  await expectNoViolations(page);
  await page.locator("shipmate-chat").evaluate((tag) => tag.setAttribute("theme", "dark"));
  await expectNoViolations(page);
  await expect(chat.input).toBeVisible();
});

test("the emergency number, the team and the privacy page are those of the tag", async ({ chat, page, server }) => {
  await page.goto(server.url);
  await page.locator("shipmate-chat").evaluate((tag) => {
    for (const [name, value] of Object.entries({ emergency: "999", phone: "0800 000 000", team: "the ward", privacy: "/privacy" })) {
      tag.setAttribute(name, value);
    }
  });
  await chat.launcher.click();
  await expect(chat.panel.getByRole("link", { name: "Emergency? Call 999" })).toHaveAttribute("href", "tel:999");
  await expect(chat.panel.getByRole("link", { name: "How your privacy is kept" })).toHaveAttribute("href", "/privacy");
  await page.context().setOffline(true);
  await expect(chat.panel.getByRole("link", { name: "Call the ward" })).toHaveAttribute("href", "tel:0800000000");
});
