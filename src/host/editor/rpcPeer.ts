import type { Frame } from '../../protocol/rpc';
import { BadMessage, type Shape } from './messageShape';
import { readFrame } from './frameShape';

/** Interfaces have no index signature, so the bounds of `src/protocol/rpc.ts` are written per key here. */
type Calls<C> = { [M in keyof C]: { params: unknown; result: unknown } };
type Events<E> = { [N in keyof E]: unknown };

/** What answers the calls of the other side; each gets parameters that were checked. */
export type Handlers<C extends Calls<C>> = {
  [M in keyof C]: (params: C[M]['params']) => C[M]['result'] | Promise<C[M]['result']>;
};
export type ParamShapes<C extends Calls<C>> = { [M in keyof C]: Shape<C[M]['params']> };
export type EventHandlers<E extends Events<E>> = { [N in keyof E]: (data: E[N]) => void };
export type EventShapes<E extends Events<E>> = { [N in keyof E]: Shape<E[N]> };

export interface RpcOptions<Answered extends Calls<Answered>, Received extends Events<Received>> {
  readonly post: (frame: Frame) => void;
  readonly handlers: Handlers<Answered>;
  readonly params: ParamShapes<Answered>;
  readonly onEvent: EventHandlers<Received>;
  readonly events: EventShapes<Received>;
  /** Words for the author of an error that a handler threw; also the place to log it. */
  readonly describe: (method: string, error: unknown) => string;
}

export class RpcClosed extends Error {
  override readonly name = 'RpcClosed';
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The host's end of the line to one page. Every incoming message is unknown until its shape was checked; every call settles
 * once, also when the page goes away (`reset`, `close`).
 */
export class RpcPeer<
  Answered extends Calls<Answered>,
  Received extends Events<Received>,
  Called extends Calls<Called>,
  Sent extends Events<Sent>,
> {
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private closed = false;

  constructor(private readonly options: RpcOptions<Answered, Received>) {}

  /** Calls the page. Rejects with `RpcClosed` when the page goes away before it answers. */
  call<M extends keyof Called & string>(method: M, params: Called[M]['params']): Promise<Called[M]['result']> {
    if (this.closed) return Promise.reject(new RpcClosed('The page is closed.'));
    const id = this.nextId++;
    const answer = new Promise<Called[M]['result']>((resolve, reject) => {
      this.pending.set(id, { resolve: resolve, reject });
    });
    this.options.post({ type: 'call', id, method, params });
    return answer;
  }

  send<N extends keyof Sent & string>(name: N, data: Sent[N]): void {
    if (!this.closed) this.options.post({ type: 'event', name, data });
  }

  /** Takes a message of the page. Never throws; a message that is not a frame is logged and dropped. */
  receive(message: unknown): void {
    if (this.closed) return;
    try {
      const frame = readFrame(message);
      if (frame.type === 'call') void this.reply(frame.id, frame.method, frame.params);
      else if (frame.type === 'event') this.handleEvent(frame.name, frame.data);
      else this.settle(frame);
    } catch (error) {
      this.options.describe('message', error);
    }
  }

  /** Rejects what the page has not answered: it was reloaded and knows nothing of it. */
  reset(): void {
    for (const { reject } of this.pending.values()) reject(new RpcClosed('The page went away before it answered.'));
    this.pending.clear();
  }

  close(): void {
    this.closed = true;
    this.reset();
  }

  /** Answers a call of the page: checks `params`, then asks the handler. */
  async answer<M extends keyof Answered & string>(method: M, params: unknown): Promise<Answered[M]['result']> {
    return this.options.handlers[method](this.options.params[method](params, method));
  }

  private settle(frame: Extract<Frame, { type: 'value' | 'error' }>): void {
    const pending = this.pending.get(frame.id);
    this.pending.delete(frame.id);
    if (frame.type === 'value') pending?.resolve(frame.value);
    else pending?.reject(new Error(frame.message));
  }

  private handleEvent(name: string, data: unknown): void {
    if (!Object.hasOwn(this.options.events, name)) throw new BadMessage(`unknown event ${name}`);
    const event = name as keyof Received;
    this.options.onEvent[event](this.options.events[event](data, name));
  }

  private async reply(id: number, method: string, params: unknown): Promise<void> {
    let frame: Frame;
    try {
      if (!Object.hasOwn(this.options.params, method)) throw new BadMessage(`unknown method ${method}`);
      frame = { type: 'value', id, value: await this.answer(method as keyof Answered & string, params) };
    } catch (error) {
      frame = { type: 'error', id, message: this.options.describe(method, error) };
    }
    if (!this.closed) this.options.post(frame);
  }
}
