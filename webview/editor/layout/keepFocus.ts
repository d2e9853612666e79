import type { FocusRequests } from '../model/focusRequests';

/**
 * Sees to it that a key always goes somewhere that the author can see. Nothing has the keyboard when the page is entered, and none
 * of it is left when what had it goes: a field whose row an undo took, the button behind a dialog, a button that has nothing more to
 * do. Then the list takes it, or the form where that covers the list.
 */
export function keepFocus(requests: FocusRequests): void {
  let last: Element | undefined;
  const toList = (): void => {
    if (!document.hasFocus()) return;
    requests.focus('list');
    if (isNowhere()) document.querySelector<HTMLElement>('.detail button:not(:disabled)')?.focus();
  };
  document.addEventListener('focusin', ({ target }) => {
    last = target instanceof Element ? target : undefined;
  });
  // Whoever presses on a text to select it takes the keyboard away himself.
  document.addEventListener('pointerdown', () => (last = undefined), true);
  window.addEventListener('focus', () => {
    if (isNowhere()) toList();
  });
  new MutationObserver(() => {
    if (last === undefined || isUsable(last) || !(isNowhere() || document.activeElement === last)) return;
    last = undefined;
    toList();
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  if (isNowhere()) toList();
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

function isUsable(element: Element): boolean {
  return element.isConnected && !element.matches(':disabled');
}
