import { test as base, expect, type Page } from "@playwright/test";
import { Chat } from "./chat";
import { OtherSite } from "./other-site";
import { freePort, ShipmateServer } from "./server";

interface Shared {
  partnerPort: number;
  server: ShipmateServer;
  /** A site that the server knows. */
  partner: OtherSite;
}

/** What no page may do, whatever is tested on it. */
export interface Watch {
  violations: string[];
  errors: string[];
  hosts: Set<string>;
}

export async function watched(page: Page): Promise<Watch> {
  const watch: Watch = { violations: [], errors: [], hosts: new Set() };
  await page.exposeFunction("reportViolation", (what: string) => watch.violations.push(what));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const report = (window as unknown as { reportViolation(what: string): void }).reportViolation;
      report(`${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
  page.on("pageerror", (error) => watch.errors.push(error.message));
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith("http")) watch.hosts.add(host);
  });
  page.on("websocket", (socket) => watch.hosts.add(new URL(socket.url()).host));
  return watch;
}

/** Each test has a chat on the demo page of the real server, under its strict policy; nothing may leak or be refused by it. */
export const test = base.extend<{ chat: Chat; watch: Watch }, Shared>({
  partnerPort: [async ({}, use) => use(await freePort()), { scope: "worker" }],
  server: [
    async ({ partnerPort }, use) => {
      const server = new ShipmateServer(await freePort(), `http://127.0.0.1:${partnerPort}`);
      await server.start();
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 200_000 },
  ],
  partner: [
    async ({ partnerPort, server }, use) => {
      const site = new OtherSite(partnerPort, server.url);
      await use(site);
      site.close();
    },
    { scope: "worker" },
  ],
  watch: async ({ page }, use) => use(await watched(page)),
  chat: async ({ page, server, watch }, use) => {
    await use(new Chat(page));
    expect(watch.violations, "nothing is refused by the content security policy").toEqual([]);
    expect(watch.errors, "no errors on the page").toEqual([]);
    expect([...watch.hosts], "no request to another host").toEqual([new URL(server.url).host]);
  },
});

export { expect };
