/** Counts, for each message, how long its answer may take. */
export class Patience {
  private readonly timers = new Map<string, number>();

  constructor(
    private readonly milliseconds: number,
    private readonly lost: (id: string) => void,
  ) {}

  /** Begins to wait, unless it does already: a second attempt does not make the person wait longer. */
  start(id: string): void {
    if (this.timers.has(id)) return;
    const lose = () => {
      this.timers.delete(id);
      this.lost(id);
    };
    this.timers.set(id, window.setTimeout(lose, this.milliseconds));
  }

  stop(id: string): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
  }

  stopAll(): void {
    for (const id of [...this.timers.keys()]) this.stop(id);
  }
}
