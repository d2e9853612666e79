import { render } from 'preact';
import type { BalanceData } from '../../src/core/balance/balanceData';
import { replayEarlyInput } from '../shared/earlyInput';
import { connectPageHost } from '../shared/pageHost';
import { drawCard } from './charts/chartPictures';
import { App } from './layout/app';
import { BalanceModel } from './model/balanceModel';
import { countCharts } from './firstCharts/countCharts';
import { takeOpening } from './firstCharts/takeOpening';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');

const host = connectPageHost();
const model = new BalanceModel(host);

window.addEventListener('error', ({ message, error }) => {
  tellError(error ?? message);
});
window.addEventListener('unhandledrejection', ({ reason }) => {
  tellError(reason);
});

// The first charts may stand in the document, drawn by the host.
takeOpening(host, model);
root.replaceChildren();
render(<App model={model} />, root);
replayEarlyInput();
tellPainted(model.data.value);
model.data.subscribe(tellPainted);
model.rpc.on('drawCard', () => {
  drawCard(model).catch(model.fail);
});
model.start().catch((error: unknown) => {
  tellError(error);
  model.fail(error);
});

function tellPainted(data: BalanceData | undefined): void {
  if (data === undefined) return;
  requestAnimationFrame(() => {
    model.rpc.send('painted', countCharts(document, data.revision));
  });
}

function tellError(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  model.rpc.send('pageError', stack === undefined ? { message } : { message, stack });
}
