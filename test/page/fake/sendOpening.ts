import type { Frame } from '../../../src/protocol/rpc';

/** Answers the document's question what it was drawn of: its address says it. */
export function sendOpening(frame: Frame): void {
  const opening = new URLSearchParams(window.location.search).get('opening');
  if (frame.type !== 'event' || frame.name !== 'opening' || opening === null) return;
  const answer: Frame = { type: 'event', name: 'opening', data: { opening: JSON.parse(opening) as unknown } };
  window.postMessage(answer, '*');
}
