import type { Frame } from '../../protocol/rpc';
import { count, object, oneOf, record, text, type Shape } from './messageShape';

const type = oneOf('call', 'value', 'error', 'event');
const call = object({ id: count, method: text });
const value = object({ id: count });
const error = object({ id: count, message: text });
const event = object({ name: text });

/** The frame in a message of a page; throws `BadMessage` when it is none. What it carries is still unknown. */
export function readFrame(message: unknown): Frame {
  const known = record(message, 'message');
  const kind = type(known.type, 'message.type');
  const check = (shape: Shape<unknown>): Frame => {
    shape(known, 'message');
    return known as unknown as Frame;
  };
  switch (kind) {
    case 'call':
      return check(call);
    case 'value':
      return check(value);
    case 'error':
      return check(error);
    case 'event':
      return check(event);
  }
}
