import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";

const BUNDLE = new URL("../dist/shipmate.js", import.meta.url);

/** A page of another site that has the tag on it. */
export class OtherSite {
  private readonly server: Server;

  constructor(
    private readonly port: number,
    private readonly door: string,
  ) {
    this.server = createServer((request, response) => {
      const script = request.url === "/shipmate.js";
      response.setHeader("Content-Type", script ? "text/javascript" : "text/html");
      response.end(script ? readFileSync(BUNDLE) : this.page());
    }).listen(port, "127.0.0.1");
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private page(): string {
    return `<!doctype html><html lang="en"><title>Another site</title><main><h1>Another site</h1></main>
      <script type="module" src="shipmate.js"></script><shipmate-chat server="${this.door}"></shipmate-chat></html>`;
  }
}
