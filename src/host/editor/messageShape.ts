/**
 * Checks of data that comes from a page: `unknown` in, a type out. A shape returns the value as it is, or throws `BadMessage`
 * with the place that does not fit; it never copies and never names dataset text.
 */
export type Shape<T> = (value: unknown, at: string) => T;

export class BadMessage extends Error {
  override readonly name = 'BadMessage';
}

function fail(at: string, expected: string): never {
  throw new BadMessage(`${at}: expected ${expected}`);
}

export const text: Shape<string> = (value, at) => (typeof value === 'string' ? value : fail(at, 'a text'));
export const bool: Shape<boolean> = (value, at) => (typeof value === 'boolean' ? value : fail(at, 'true or false'));
/** A whole number from 0 that a double holds exactly. */
export const count: Shape<number> = (value, at) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : fail(at, 'a whole number from 0');
export const integer: Shape<number> = (value, at) =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : fail(at, 'a whole number');

/** A whole number from 0 to `most`. */
export function countTo(most: number): Shape<number> {
  return (value, at) => {
    const known = count(value, at);
    return known <= most ? known : fail(at, `at most ${most}`);
  };
}

export function oneOf<const T extends string>(...names: readonly T[]): Shape<T> {
  return (value, at) => names.find((name) => name === value) ?? fail(at, names.join(' or '));
}

export function list<T>(item: Shape<T>, most: number): Shape<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) return fail(at, 'a list');
    if (value.length > most) return fail(at, `at most ${most} items`);
    const items: readonly unknown[] = value;
    items.forEach((element) => item(element, `${at}[]`));
    return items as readonly T[];
  };
}

type Fields = Record<string, Shape<unknown>>;
type Required<F extends Fields> = { readonly [K in keyof F]: F[K] extends Shape<infer T> ? T : never };
type Optional<F extends Fields> = { readonly [K in keyof F]?: F[K] extends Shape<infer T> ? T : never };

/** An object with these keys; further keys are let through, so that a newer page can say more. */
export function object<R extends Fields>(required: R): Shape<Required<R>> {
  return (value, at) => {
    const known = record(value, at);
    for (const [key, shape] of Object.entries(required)) shape(known[key], `${at}.${key}`);
    return known as Required<R>;
  };
}

/** `base`, and keys that may be missing. */
export function withOptional<T extends object, O extends Fields>(base: Shape<T>, fields: O): Shape<T & Optional<O>> {
  return (value, at) => {
    const known = record(base(value, at), at);
    for (const [key, shape] of Object.entries(fields)) if (known[key] !== undefined) shape(known[key], `${at}.${key}`);
    return known as T & Optional<O>;
  };
}

export const record: Shape<Readonly<Record<string, unknown>>> = (value, at) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : fail(at, 'an object');
