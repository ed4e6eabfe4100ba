import type { Api } from "./api";
import type { Memory } from "./memory";

/** The key to the person's conversation, made once for all tabs. */
export class Session {
  constructor(
    private readonly api: Api,
    private readonly memory: Memory,
  ) {}

  get token(): string | null {
    return this.memory.token;
  }

  /** The stored key, or that of a new conversation. */
  async obtain(): Promise<string> {
    return this.memory.token ?? (await alone(async () => (this.memory.token ??= await this.api.begin())));
  }

  /** Drops a key that the server no longer takes, unless another tab has a new one already. */
  drop(token: string): void {
    if (this.memory.token === token) this.memory.token = null;
  }

  /** Has the server forget the conversation, then drops its key. */
  async end(): Promise<void> {
    const { token } = this.memory;
    if (!token) return;
    await this.api.forget(token);
    this.drop(token);
  }
}

/** Runs something while no other tab of this site does. */
async function alone<T>(work: () => Promise<T>): Promise<T> {
  const locks = navigator.locks as LockManager | undefined; // only there on secure pages
  return locks ? locks.request("shipmate", work) : work();
}
