import type { BalanceOpening } from '../../../src/protocol/balance';
import type { PageHost } from '../../shared/pageHost';
import { sentOpening } from '../../shared/sentOpening';
import type { BalanceModel } from '../model/balanceModel';

/** Takes what the document was drawn of. A page that is loaded again has the same document, which may be old by then. */
export function takeOpening(host: PageHost, model: BalanceModel): void {
  const opening = sentOpening() as BalanceOpening | undefined;
  if (opening !== undefined && host.getState() === undefined) model.open(opening);
}
