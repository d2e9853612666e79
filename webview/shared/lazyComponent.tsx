import type { ComponentChildren, ComponentType } from 'preact';
import { Cell, useCell } from './cell';

/**
 * A component whose script is loaded when it is drawn for the first time; `waiting` stands in its place until then. Its styles belong
 * into the page's own (`editor/styles.ts`).
 */
export function lazyComponent<P extends object>(
  load: () => Promise<ComponentType<P>>,
  waiting: ComponentChildren = null,
): ComponentType<P> {
  // An object, because a cell's value may not be told from a function that makes one.
  const loaded = new Cell<{ readonly Component: ComponentType<P> } | undefined>(undefined);
  let loading: Promise<void> | undefined;
  return function Lazy(props: P) {
    const found = useCell(loaded);
    if (found !== undefined) return <found.Component {...props} />;
    loading ??= load().then(
      (Component) => {
        loaded.set({ Component });
      },
      (error: unknown) => {
        loading = undefined;
        throw error;
      },
    );
    return <>{waiting}</>;
  };
}
