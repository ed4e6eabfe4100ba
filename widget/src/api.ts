/** The door's REST side: what needs no open connection. */
export class Api {
  constructor(private readonly server: string) {}

  /** Begins a conversation; resolves to its token. */
  async begin(): Promise<string> {
    const response = await this.call("POST", "conversations");
    return ((await response.json()) as { token: string }).token;
  }

  /** Has the server forget the conversation. One that is gone already counts as forgotten. */
  async forget(token: string): Promise<void> {
    await this.call("DELETE", "conversations", token).catch((error: unknown) => {
      if (!(error instanceof Refused) || error.status !== 401) throw error;
    });
  }

  async rate(token: string, message: string, helpful: boolean, comment: string): Promise<void> {
    await this.call("POST", "feedback", token, { message, helpful, comment });
  }

  private async call(method: string, what: string, token?: string, body?: object): Promise<Response> {
    const response = await fetch(`${this.server}/webhooks/web/${what}`, {
      method,
      headers: {
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(body && { "Content-Type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
      credentials: "omit",
      signal: AbortSignal.timeout(8000),
    });
    if (!response.ok) throw new Refused(response.status);
    return response;
  }
}

export class Refused extends Error {
  constructor(readonly status: number) {
    super(`the server answered ${status}`);
  }
}
