import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { IconName } from '../icons/icon';
import { IconButton } from './iconButton';

export type MenuEntry =
  | 'separator'
  | {
      readonly label: string;
      /** The keys that do the same. */
      readonly keys?: string;
      readonly disabled?: boolean;
      readonly run: () => void;
    };

interface MenuProps {
  readonly icon: IconName;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}

/** A button that opens a menu under itself. */
export function Menu({ icon, label, entries }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    itemsOf(frame.current)[0]?.focus();
    const close = (event: PointerEvent) => {
      if (event.target instanceof Node && frame.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', close, true);
    return () => {
      document.removeEventListener('pointerdown', close, true);
    };
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    frame.current?.querySelector('button')?.focus();
  };
  return (
    <div
      class="menu-frame"
      ref={frame}
      onKeyDown={(event) => {
        if (isOpen && handleMenuKey(event, itemsOf(frame.current), close)) event.preventDefault();
      }}
      onFocusOut={(event) => {
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <IconButton icon={icon} label={label} hasPopup expanded={isOpen} onClick={() => setOpen(!isOpen)} />
      {isOpen && (
        <ul class="menu" role="menu" aria-label={label}>
          {entries.map((entry, index) =>
            entry === 'separator' ? (
              <li key={index} class="menu-separator" role="separator" />
            ) : (
              <li key={index} role="none">
                <button
                  type="button"
                  class="menu-item"
                  role="menuitem"
                  tabIndex={-1}
                  disabled={entry.disabled === true}
                  onMouseEnter={(event) => event.currentTarget.focus()}
                  onClick={() => {
                    close();
                    entry.run();
                  }}
                >
                  <span>{entry.label}</span>
                  <span class="menu-keys" aria-hidden="true">
                    {entry.keys}
                  </span>
                </button>
              </li>
            ),
          )}
        </ul>
      )}
    </div>
  );
}

function itemsOf(frame: HTMLElement | null): HTMLElement[] {
  return frame === null ? [] : [...frame.querySelectorAll<HTMLElement>('[role=menuitem]:not(:disabled)')];
}

function handleMenuKey(event: KeyboardEvent, items: HTMLElement[], close: () => void): boolean {
  const at = items.findIndex((item) => item === document.activeElement);
  const step = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (step !== undefined) items[step % items.length]?.focus();
  else if (event.key === 'Escape') close();
  else return false;
  return true;
}
