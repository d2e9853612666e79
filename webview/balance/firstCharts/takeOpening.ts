import type { BalanceOpening } from '../../../src/protocol/balance';
import type { PageHost } from '../../shared/pageHost';
import type { BalanceModel } from '../model/balanceModel';

/** Takes what came with the page's document. A page that is loaded again has the same document, which may be old by then. */
export function takeOpening(host: PageHost, model: BalanceModel): void {
  const text = document.getElementById('opening')?.textContent;
  if (text !== undefined && host.getState() === undefined) model.open(JSON.parse(text) as BalanceOpening);
}
