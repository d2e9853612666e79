/** Lets steps that wait for the host happen one after the other, in the order of asking. */
export class Turns {
  #last: Promise<void> | undefined;
  #count = 0;

  /** How many steps are under way or wait. */
  get count(): number {
    return this.#count;
  }

  /** Runs a step, at once where no other is under way, and settles with it. The step sees to its own failures. */
  async take(step: () => Promise<void>): Promise<void> {
    const turn = this.#last === undefined ? step() : this.#last.then(step);
    this.#last = turn;
    this.#count++;
    try {
      await turn;
    } finally {
      this.#count--;
      if (this.#last === turn) this.#last = undefined;
    }
  }

  /** Done when every step that was asked for so far is. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
