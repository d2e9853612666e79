/**
 * What the author presses in a page that its document has drawn, before the script that answers is there: kept, and pressed again
 * once it is. A machine under load takes a second to load the script, and what is drawn looks alive.
 */

/** An event, and where it happened: a path of children's places from the closest element with an id. */
interface EarlyEvent {
  readonly event: Event;
  readonly id: string;
  readonly path: readonly number[];
  readonly tag: string;
}

interface EarlyInput {
  readonly events: readonly EarlyEvent[];
  stop(): void;
}

declare global {
  // Kept by the script in the document, read by the page's own.
  var ituneEarlyInput: EarlyInput | undefined;
}

const kinds = ['mousedown', 'click', 'dblclick', 'keydown'];

/** Keeps what is pressed from now on. */
export function keepEarlyInput(): void {
  const events: EarlyEvent[] = [];
  const keep = (event: Event): void => {
    if (event.target instanceof Element) events.push({ event, ...addressOf(event.target) });
  };
  for (const kind of kinds) document.addEventListener(kind, keep, true);
  globalThis.ituneEarlyInput = {
    events,
    stop: () => {
      for (const kind of kinds) document.removeEventListener(kind, keep, true);
    },
  };
}

/** Presses again what was kept, where the page has drawn the same. For a page that has drawn itself; again has no effect. */
export function replayEarlyInput(): void {
  const kept = globalThis.ituneEarlyInput;
  globalThis.ituneEarlyInput = undefined;
  kept?.stop();
  for (const early of kept?.events ?? []) {
    const { event } = early;
    if (event instanceof KeyboardEvent) {
      // It does not rise to the window: VS Code, which listens there, has had this key.
      if (document.activeElement !== document.body)
        document.activeElement?.dispatchEvent(new KeyboardEvent(event.type, { ...keyOf(event), cancelable: true }));
    } else elementOf(early)?.dispatchEvent(new MouseEvent(event.type, event));
  }
  const last = kept?.events.at(-1);
  if (last?.event.type === 'mousedown' && (last.event as MouseEvent).button === 0) clickOnRelease(last);
}

/** The element that was pressed is gone: the browser makes no click of a release over another. */
function clickOnRelease(pressed: EarlyEvent): void {
  const release = (event: MouseEvent): void => {
    const element = elementOf(pressed);
    if (event.target instanceof Node && element?.contains(event.target) === true)
      element.dispatchEvent(new MouseEvent('click', event));
  };
  document.addEventListener('mouseup', release, { once: true });
}

function keyOf({ key, code, repeat, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): KeyboardEventInit {
  return { key, code, repeat, shiftKey, ctrlKey, altKey, metaKey };
}

function addressOf(target: Element): Omit<EarlyEvent, 'event'> {
  const path: number[] = [];
  let element = target;
  while (element.id === '' && element.parentElement !== null) {
    path.unshift([...element.parentElement.children].indexOf(element));
    element = element.parentElement;
  }
  return { id: element.id, path, tag: target.tagName };
}

function elementOf({ id, path, tag }: EarlyEvent): Element | undefined {
  let element = document.getElementById(id) ?? undefined;
  for (const place of path) element = element?.children[place] as HTMLElement | undefined;
  return element?.tagName === tag ? element : undefined;
}
