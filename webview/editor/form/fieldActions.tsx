import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface FieldActionsProps {
  /** What the buttons are about, for screen readers. */
  readonly label: string;
  readonly children: ComponentChildren;
}

/**
 * The buttons of a field. They stand in its first line and come behind its text in the order of Tab, so that Tab goes from one text to
 * the next and a space that is typed there presses nothing. All together are one stop; arrow keys go through them.
 */
export function FieldActions({ label, children }: FieldActionsProps) {
  const bar = useRef<HTMLDivElement>(null);
  const setStop = () => {
    const buttons = buttonsOf(bar.current);
    const stop = buttons.find((button) => button === document.activeElement) ?? buttons[0];
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
  };
  // Which buttons there are, and which can be pressed, may be others each time.
  useLayoutEffect(setStop);
  return (
    <div
      ref={bar}
      class="field-actions"
      role="toolbar"
      aria-label={label}
      onFocusIn={setStop}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
        const buttons = buttonsOf(bar.current);
        const at = buttons.findIndex((button) => button === event.target);
        buttons[(at + step + buttons.length) % buttons.length]?.focus();
        event.preventDefault();
      }}
    >
      {children}
    </div>
  );
}

function buttonsOf(bar: HTMLElement | null): HTMLButtonElement[] {
  return [...(bar?.querySelectorAll<HTMLButtonElement>('button:not(:disabled)') ?? [])];
}
