import type { WorkerThread } from '../platform';

/** A message of `Questions`. */
export interface Asked<Q> {
  readonly id: number;
  readonly question: Q;
}

interface Answered<A> {
  readonly id: number;
  readonly answer: A;
}

/** Questions to a thread that answers each at once, in order (`answerIn`). All settle, also when the thread ends (`close`). */
export class Questions<Q, A> {
  private readonly pending = new Map<
    number,
    { readonly resolve: (answer: A) => void; readonly reject: (error: Error) => void }
  >();
  private lastId = 0;
  private closed: Error | undefined;

  constructor(private readonly thread: WorkerThread) {
    thread.onMessage((message) => {
      const { id, answer } = message as Answered<A>;
      this.pending.get(id)?.resolve(answer);
      this.pending.delete(id);
    });
  }

  ask(question: Q, transfer: readonly ArrayBuffer[] = []): Promise<A> {
    if (this.closed !== undefined) return Promise.reject(this.closed);
    const asked: Asked<Q> = { id: ++this.lastId, question };
    return new Promise((resolve, reject) => {
      this.pending.set(asked.id, { resolve, reject });
      this.thread.post(asked, transfer);
    });
  }

  /** Rejects what was not answered, and every later question. */
  close(reason: Error): void {
    this.closed ??= reason;
    for (const { reject } of this.pending.values()) reject(this.closed);
    this.pending.clear();
  }
}

/** The answer of a thread to a message of `Questions`. */
export function answerTo<Q, A>({ id, question }: Asked<Q>, answer: (question: Q) => A): Answered<A> {
  return { id, answer: answer(question) };
}
