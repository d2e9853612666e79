/**
 * The frame around every message between the host and a page. Either side may call the other; each call settles once, with a
 * value or with an error in words. Events need no answer.
 */
export type Frame =
  | { readonly type: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly type: 'value'; readonly id: number; readonly value: unknown }
  | { readonly type: 'error'; readonly id: number; readonly message: string }
  | { readonly type: 'event'; readonly name: string; readonly data: unknown };

/** `{ name: { params, result } }`: the calls that one side answers. */
export type Calls = Record<string, { params: unknown; result: unknown }>;
/** `{ name: data }`: the events that one side sends. */
export type Events = Record<string, unknown>;
