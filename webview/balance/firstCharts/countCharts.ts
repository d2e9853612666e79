import type { BalancePageEvents } from '../../../src/protocol/balance';

/** What the host is told of the charts that stand in the document. */
export function countCharts(document: ParentNode, revision: number): BalancePageEvents['painted'] {
  return { charts: document.querySelectorAll('[data-chart]').length, revision };
}
