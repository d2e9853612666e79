import type { Frame } from '../../src/protocol/rpc';
import type { PageHost } from './pageHost';

type CallMap<T> = { readonly [K in keyof T]: { params: unknown; result: unknown } };
type Params<T extends CallMap<T>, K extends keyof T> = T[K]['params'];
type Result<T extends CallMap<T>, K extends keyof T> = T[K]['result'];

/** The two-way line to the host: `Out` are calls that we make, `In` calls that we answer; events likewise. */
export interface Rpc<Out extends CallMap<Out>, OutEvents, In extends CallMap<In>, InEvents> {
  /** Asks the host; rejects with the host's own words. */
  call<K extends keyof Out & string>(method: K, params: Params<Out, K>): Promise<Result<Out, K>>;
  send<K extends keyof OutEvents & string>(name: K, data: OutEvents[K]): void;
  answer<K extends keyof In & string>(method: K, handler: (params: Params<In, K>) => Promise<Result<In, K>>): void;
  on<K extends keyof InEvents & string>(name: K, listener: (data: InEvents[K]) => void): void;
}

/** The host answered a call with an error; `message` is in words for people. */
export class HostError extends Error {
  override readonly name = 'HostError';
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Connects calls and events with the frames of `src/protocol/rpc.ts`. The shapes inside a frame are the host's promise. */
export function connectRpc<Out extends CallMap<Out>, OutEvents, In extends CallMap<In>, InEvents>(
  host: PageHost,
): Rpc<Out, OutEvents, In, InEvents> {
  const pending = new Map<number, Pending>();
  const handlers = new Map<string, (params: unknown) => Promise<unknown>>();
  const listeners = new Map<string, (data: unknown) => void>();
  let lastId = 0;

  const post = (frame: Frame) => {
    host.post(frame);
  };
  const answerCall = async (id: number, method: string, params: unknown) => {
    const handler = handlers.get(method);
    try {
      if (handler === undefined) throw new Error(`The page knows no call "${method}".`);
      post({ type: 'value', id, value: await handler(params) });
    } catch (error) {
      post({ type: 'error', id, message: error instanceof Error ? error.message : String(error) });
    }
  };
  const settle = (id: number, act: (waiting: Pending) => void) => {
    const waiting = pending.get(id);
    pending.delete(id);
    if (waiting !== undefined) act(waiting);
  };

  host.onMessage((message) => {
    if (!isFrame(message)) return;
    switch (message.type) {
      case 'call':
        void answerCall(message.id, message.method, message.params);
        return;
      case 'value':
        settle(message.id, (waiting) => {
          waiting.resolve(message.value);
        });
        return;
      case 'error':
        settle(message.id, (waiting) => {
          waiting.reject(new HostError(message.message));
        });
        return;
      case 'event':
        listeners.get(message.name)?.(message.data);
    }
  });

  return {
    call: (method, params) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        pending.set(id, { resolve: resolve, reject });
        post({ type: 'call', id, method, params });
      }),
    send: (name, data) => {
      post({ type: 'event', name, data });
    },
    answer: (method, handler) => {
      handlers.set(method, handler);
    },
    on: (name, listener) => {
      listeners.set(name, listener as (data: unknown) => void);
    },
  };
}

function isFrame(message: unknown): message is Frame {
  if (typeof message !== 'object' || message === null || !('type' in message)) return false;
  if (message.type === 'event') return 'name' in message && typeof message.name === 'string';
  if (message.type === 'call') return 'id' in message && 'method' in message && typeof message.method === 'string';
  return (message.type === 'value' || message.type === 'error') && 'id' in message && typeof message.id === 'number';
}
