/** How long (ms) the event loop may be held in one go. */
const SLICE = 8;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Anything that says when to stop: an `AbortSignal`, or a thing made of VS Code's tokens. */
export interface StopSign {
  readonly aborted: boolean;
}

export function stopSignOf(token: { readonly isCancellationRequested: boolean }): StopSign {
  return {
    get aborted() {
      return token.isCancellationRequested;
    },
  };
}

/**
 * Does work that yields after each small step, in slices between which everything else has its turn. False where it was stopped
 * before its end.
 */
export async function inSlices(work: Iterable<unknown>, stop?: StopSign): Promise<boolean> {
  const steps = work[Symbol.iterator]();
  for (;;) {
    if (stop?.aborted === true) {
      steps.return?.();
      return false;
    }
    const end = performance.now() + SLICE;
    do {
      if (steps.next().done === true) return true;
    } while (performance.now() < end);
    await pause();
  }
}
