import { render } from 'preact';
import { replayEarlyInput } from '../shared/earlyInput';
import { connectPageHost } from '../shared/pageHost';
import { App } from './layout/app';
import { keepFocus } from './layout/keepFocus';
import { loadDetail } from './layout/lazyDetail';
import { EditorModel } from './model/editorModel';
import { takeOpening } from './model/opening';
import { start } from './model/start';
import { afterFirstRows } from './model/firstPaint';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');

const model = new EditorModel(connectPageHost());

window.addEventListener('error', ({ message, error }) => {
  tellError(error ?? message);
});
window.addEventListener('unhandledrejection', ({ reason }) => {
  tellError(reason);
});
document.addEventListener('copy', (event) => {
  if (document.activeElement?.getAttribute('role') !== 'grid') return;
  event.preventDefault();
  void model.actions.copy();
});

// The first rows may stand in the document, drawn by the host.
const arePainted = takeOpening(model);
root.replaceChildren();
render(<App model={model} />, root);
keepFocus(model.focus);
replayEarlyInput();
afterFirstRows(model, (rows) => {
  if (!arePainted) model.rpc.send('painted', { rows });
  model.rpc.send('drawn', {});
  // Nothing that is drawn first needs these; the toolkit is larger than all the rest.
  void loadDetail(model)
    .then(() => import('../shared/toolkit'))
    .then(({ defineToolkit }) => {
      defineToolkit();
    });
});
start(model).catch((error: unknown) => {
  tellError(error);
  model.fail(error instanceof Error ? error.message : String(error));
});

function tellError(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  model.rpc.send('pageError', stack === undefined ? { message } : { message, stack });
}
