import type { Frame } from './rpc';

/** A frame between threads of ours: errors keep their name, and a call can be cancelled. */
type ThreadFrame =
  | Exclude<Frame, { type: 'error' }>
  | { readonly type: 'error'; readonly id: number; readonly name: string; readonly message: string }
  | { readonly type: 'cancel'; readonly id: number };

/** Interfaces have no index signature, so the bounds of `rpc.ts` are written per key here. */
type CallsOf<C> = { [M in keyof C]: { params: unknown; result: unknown } };

export type CallHandlers<C extends CallsOf<C>> = {
  [M in keyof C]: (params: C[M]['params'], signal: AbortSignal) => C[M]['result'] | Promise<C[M]['result']>;
};
export type EventListeners<E> = { [N in keyof E]: (data: E[N]) => void };

export type Post = (message: unknown, transfer: readonly ArrayBuffer[]) => void;

export interface CallOptions {
  /** Aborting it rejects the call at once, and tells the other side to stop. */
  readonly signal?: AbortSignal;
  readonly transfer?: readonly ArrayBuffer[];
}

/** An error that the other side answered with. `name` is that of the error there. */
export class RemoteError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One end of a line between two threads of ours. Every call settles once, also when the other side goes away (`close`). Data is
 * trusted: both ends are built together.
 */
export class RpcEnd<Answered extends CallsOf<Answered>, Received, Called extends CallsOf<Called>, Sent> {
  private readonly pending = new Map<number, Pending>();
  private readonly running = new Map<number, AbortController>();
  private nextId = 1;
  private closed: Error | undefined;

  constructor(
    private readonly post: Post,
    private readonly handlers: CallHandlers<Answered>,
    private readonly listeners: EventListeners<Received>,
  ) {}

  /** @throws RemoteError; the signal's reason; what `close` was given */
  call<M extends keyof Called & string>(
    method: M,
    params: Called[M]['params'],
    { signal, transfer = [] }: CallOptions = {},
  ): Promise<Called[M]['result']> {
    if (this.closed !== undefined) return Promise.reject(this.closed);
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    const id = this.nextId++;
    const answer = new Promise<Called[M]['result']>((resolve, reject) => this.pending.set(id, { resolve, reject }));
    this.send({ type: 'call', id, method, params }, transfer);
    if (signal === undefined) return answer;
    const cancel = (): void => {
      if (this.take(id) === undefined) return;
      this.send({ type: 'cancel', id });
    };
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        cancel();
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', stop, { once: true });
      void answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    });
  }

  event<N extends keyof Sent & string>(name: N, data: Sent[N], transfer: readonly ArrayBuffer[] = []): void {
    if (this.closed === undefined) this.send({ type: 'event', name, data }, transfer);
  }

  /** Takes a message of the other side. */
  receive(message: unknown): void {
    const frame = message as ThreadFrame;
    switch (frame.type) {
      case 'call':
        void this.answer(frame.id, frame.method, frame.params);
        break;
      case 'cancel':
        this.running.get(frame.id)?.abort();
        break;
      case 'event':
        this.listeners[frame.name as keyof Received](frame.data as Received[keyof Received]);
        break;
      case 'value':
        this.take(frame.id)?.resolve(frame.value);
        break;
      case 'error':
        this.take(frame.id)?.reject(new RemoteError(frame.name, frame.message));
        break;
    }
  }

  /** Rejects what was not answered, and every later call; stops what the other side had called. */
  close(reason: Error): void {
    this.closed ??= reason;
    for (const { reject } of this.pending.values()) reject(this.closed);
    this.pending.clear();
    for (const aborter of this.running.values()) aborter.abort(this.closed);
  }

  private async answer(id: number, method: string, params: unknown): Promise<void> {
    const aborter = new AbortController();
    this.running.set(id, aborter);
    try {
      const value = await this.handlers[method as keyof Answered](params, aborter.signal);
      this.reply({ type: 'value', id, value });
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
      this.reply({ type: 'error', id, name, message });
    } finally {
      this.running.delete(id);
    }
  }

  private reply(frame: ThreadFrame): void {
    if (this.closed === undefined) this.send(frame);
  }

  private send(frame: ThreadFrame, transfer: readonly ArrayBuffer[] = []): void {
    this.post(frame, transfer);
  }

  private take(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    return pending;
  }
}
