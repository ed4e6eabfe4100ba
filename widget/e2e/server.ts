import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PATIENCE_MS = 180_000;

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}

/** The real server with the trained model, as a process that a test may end and start again. */
export class ShipmateServer {
  private process: ChildProcess | undefined;
  private output = "";
  private readonly folder = mkdtempSync(join(tmpdir(), "shipmate-"));

  constructor(
    private readonly port: number,
    private readonly allowedOrigin: string,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    process.once("exit", () => void this.stop("SIGKILL"));
    this.process = spawn(".venv/bin/python", ["-m", "tools", "serve"], {
      cwd: ROOT,
      detached: true,
      env: {
        ...process.env,
        PORT: String(this.port),
        ALLOWED_ORIGINS: this.allowedOrigin,
        CONVERSATIONS_URL: `sqlite:///${this.folder}/conversations.db`,
        FEEDBACK_URL: `sqlite:///${this.folder}/feedback.db`,
      },
    });
    this.process.stdout?.on("data", (text) => (this.output += String(text)));
    this.process.stderr?.on("data", (text) => (this.output += String(text)));
    await this.healthy(Date.now() + PATIENCE_MS);
  }

  /** Ends the process as a crash does, or politely. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const ending = this.process;
    this.process = undefined;
    if (!ending?.pid || ending.exitCode !== null) return;
    const gone = once(ending, "exit");
    process.kill(-ending.pid, signal);
    await gone;
  }

  private async healthy(until: number): Promise<void> {
    while (Date.now() < until) {
      if (this.process?.exitCode !== null) throw new Error(`the server ended:\n${this.output}`);
      const response = await fetch(`${this.url}/health`).catch(() => null);
      if (response?.ok) return;
      await new Promise((later) => setTimeout(later, 500));
    }
    throw new Error(`the server did not start:\n${this.output}`);
  }
}
