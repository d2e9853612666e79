import type { JsonPath } from '../../../src/core/json/path';

/**
 * Every control of a form that the keyboard can be sent to has a `data-focus` key: the path of what it edits and, where a place has
 * several controls, what it does.
 */
export function focusKey(path: JsonPath, control = 'text'): string {
  return `${control} ${JSON.stringify(path)}`;
}

/** The path of what the control that holds an element edits; undefined outside such controls. */
export function focusedPath(element: Element | null): JsonPath | undefined {
  const key = element?.closest('[data-focus]')?.getAttribute('data-focus');
  if (key === null || key === undefined) return undefined;
  // The key is the page's own, made by `focusKey`.
  return JSON.parse(key.slice(key.indexOf(' ') + 1)) as JsonPath;
}

/** Puts the keyboard into a control. Returns whether it is there. */
export function focusControl(form: HTMLElement, key: string): boolean {
  const control = form.querySelector<HTMLElement>(`[data-focus="${CSS.escape(key)}"]`);
  control?.focus();
  control?.scrollIntoView({ block: 'nearest' });
  return control !== null;
}

/** Puts the keyboard into the field at `path`, or into the one that holds it, or into the first text: typing must not choose a role. */
export function focusField(form: HTMLElement, path: JsonPath | undefined): void {
  for (let length = path?.length ?? 0; path !== undefined && length > 0; length--) {
    const steps = path.slice(0, length);
    if (focusControl(form, focusKey(steps)) || focusInside(form, steps)) return;
  }
  (form.querySelector<HTMLElement>('textarea') ?? form.querySelector<HTMLElement>('input, select'))?.focus();
}

/** A message object has no control of its own, but its content has. */
function focusInside(form: HTMLElement, path: JsonPath): boolean {
  const start = `text ${JSON.stringify(path).slice(0, -1)},`;
  const control = form.querySelector<HTMLElement>(`[data-focus^="${CSS.escape(start)}"]`);
  control?.focus();
  control?.scrollIntoView({ block: 'nearest' });
  return control !== null;
}
