/** Lets asynchronous work on one thing happen one at a time, in the order of asking. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs `work` after all work that was asked for before; settles as it does. A failure does not stop what comes after. */
  take<T>(work: () => T | Promise<T>): Promise<T> {
    const turn = this.last.then(work, work);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
