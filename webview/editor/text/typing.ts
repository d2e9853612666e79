import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { commonEnd, commonStart, mergeLineEnds, normalizeLineEnds } from './lineEnds';

export interface TypingHandlers {
  readonly onBeforeInput: (event: InputEvent) => void;
  readonly onInput: (event: InputEvent) => void;
  readonly onBlur: () => void;
}

interface Typing {
  readonly field: RefObject<HTMLTextAreaElement | HTMLInputElement>;
  /** The text of the document. */
  readonly text: string;
  /** The author typed; not called during a composition. */
  readonly onText: (text: string) => void;
  /** The author paused for good: the field lost the keyboard, or a composition ended. */
  readonly onRest: () => void;
}

/**
 * Keeps a text area and the document's text the same: what is typed goes out, what an undo or another view does comes in with the
 * caret left in a sensible place. A composition (IME) is neither sent nor disturbed.
 */
export function useTyping({ field, text, onText, onRest }: Typing): TypingHandlers {
  const isComposing = useRef(false);
  const current = useRef(text);
  current.current = text;

  useLayoutEffect(() => {
    const element = field.current;
    if (element !== null && !isComposing.current) showText(element, normalizeLineEnds(text));
  }, [field, text]);

  const send = () => {
    const element = field.current;
    if (element === null) return;
    const typed = mergeLineEnds(current.current, element.value);
    if (typed !== current.current) onText(typed);
  };
  useComposition(field, {
    started: () => {
      isComposing.current = true;
    },
    ended: () => {
      isComposing.current = false;
      send();
      onRest();
    },
  });
  return {
    onBeforeInput: (event) => {
      if (isHistory(event)) event.preventDefault();
    },
    onInput: (event) => {
      const element = field.current;
      // Where a script asked for it (VS Code's Edit menu), it could not be prevented.
      if (isHistory(event) && element !== null) showText(element, normalizeLineEnds(current.current));
      else if (!isComposing.current) send();
    },
    onBlur: onRest,
  };
}

/** VS Code runs its own undo over the document; the field's own would run beside it. */
function isHistory({ inputType }: InputEvent): boolean {
  return inputType === 'historyUndo' || inputType === 'historyRedo';
}

interface CompositionHandlers {
  readonly started: () => void;
  readonly ended: () => void;
}

/** Preact takes only events that an element has a property for, and these have none. */
function useComposition(field: Typing['field'], handlers: CompositionHandlers): void {
  const current = useRef(handlers);
  current.current = handlers;
  useLayoutEffect(() => {
    const element = field.current;
    const started = () => {
      current.current.started();
    };
    const ended = () => {
      current.current.ended();
    };
    element?.addEventListener('compositionstart', started);
    element?.addEventListener('compositionend', ended);
    return () => {
      element?.removeEventListener('compositionstart', started);
      element?.removeEventListener('compositionend', ended);
    };
  }, [field]);
}

/** Sets the text; a caret goes to the end of what has changed. */
function showText(element: HTMLTextAreaElement | HTMLInputElement, text: string): void {
  const before = element.value;
  if (before === text) return;
  const hasCaret = element === element.ownerDocument.activeElement;
  const start = commonStart(before, text);
  const end = commonEnd(before, text, start);
  const top = element.scrollTop;
  element.value = text;
  if (hasCaret) element.setSelectionRange(text.length - end, text.length - end);
  element.scrollTop = top;
}
