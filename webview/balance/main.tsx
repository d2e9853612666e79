import { render } from 'preact';
import { connectPageHost } from '../shared/pageHost';
import { drawCard } from './charts/chartPictures';
import { App } from './layout/app';
import { BalanceModel } from './model/balanceModel';
import './styles';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');

const model = new BalanceModel(connectPageHost());

window.addEventListener('error', ({ message, error }) => {
  tellError(error ?? message);
});
window.addEventListener('unhandledrejection', ({ reason }) => {
  tellError(reason);
});

root.replaceChildren();
render(<App model={model} />, root);
model.data.subscribe((data) => {
  if (data === undefined) return;
  const { revision } = data;
  requestAnimationFrame(() => {
    model.rpc.send('painted', { charts: document.querySelectorAll('[data-chart]').length, revision });
  });
});
model.rpc.on('drawCard', () => {
  drawCard(model).catch(model.fail);
});
model.start().catch((error: unknown) => {
  tellError(error);
  model.fail(error);
});

function tellError(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  model.rpc.send('pageError', stack === undefined ? { message } : { message, stack });
}
