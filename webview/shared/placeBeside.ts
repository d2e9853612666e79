/** Room between what floats, what it belongs to, and the edges of the page, in pixels. */
const gap = 4;

/** Puts a fixed element under an anchor, or above it where there is more room, inside the page. */
export function placeBeside(element: HTMLElement, anchor: DOMRect): void {
  const { clientWidth, clientHeight } = document.documentElement;
  const below = clientHeight - anchor.bottom - 2 * gap;
  const above = anchor.top - 2 * gap;
  const isBelow = element.scrollHeight <= below || below >= above;
  const left = Math.max(gap, Math.min(anchor.left, clientWidth - element.offsetWidth - gap));
  element.style.setProperty('max-height', `${Math.max(60, isBelow ? below : above)}px`);
  element.style.setProperty('left', `${left}px`);
  element.style.setProperty('top', isBelow ? `${anchor.bottom + gap}px` : 'auto');
  element.style.setProperty('bottom', isBelow ? 'auto' : `${clientHeight - anchor.top + gap}px`);
}
