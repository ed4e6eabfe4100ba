/** Counts, for each message, how long its answer may take. */
export class Patience {
  private readonly timers = new Map<string, number>();

  constructor(
    private readonly milliseconds: number,
    private readonly lost: (id: string) => void,
  ) {}

  /** Begins to wait, or begins again. */
  start(id: string): void {
    this.stop(id);
    this.timers.set(id, window.setTimeout(() => this.lost(id), this.milliseconds));
  }

  stop(id: string): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
  }

  stopAll(): void {
    for (const id of [...this.timers.keys()]) this.stop(id);
  }
}
