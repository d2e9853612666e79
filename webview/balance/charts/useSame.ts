import { useRef } from 'preact/hooks';

/** The value of the drawing before, where it says the same: what is drawn of it need not be drawn again. For plain JSON. */
export function useSame<T>(value: T): T {
  const known = useRef(value);
  if (known.current !== value && JSON.stringify(known.current) !== JSON.stringify(value)) known.current = value;
  return known.current;
}
