import { options } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { RenderFirstCharts } from '../../../src/protocol/balance';
import type { PageHost } from '../../shared/pageHost';
import { App } from '../layout/app';
import { BalanceModel } from '../model/balanceModel';

/** A page that nobody is behind. */
const nobody: PageHost = {
  post: () => undefined,
  onMessage: () => undefined,
  getState: () => undefined,
  setState: () => undefined,
};

// The page's policy forbids styles in attributes: `showFirstCharts` sets them.
options.vnode = (vnode) => {
  const props = vnode.props as { style?: Readonly<Record<string, string>>; 'data-style'?: string };
  if (typeof vnode.type === 'string' && props.style !== undefined) {
    props['data-style'] = cssOf(props.style);
    delete props.style;
  }
};

/**
 * HTML of the first charts, by the page's own components. Runs in the extension host, as a bundle of its own. Not of all charts: VS
 * Code parses a page's document twice before the author sees any of it.
 */
export const renderFirstCharts: RenderFirstCharts = (opening) => {
  const model = new BalanceModel(nobody);
  model.open(opening);
  return renderToString(<App model={model} isFirst />);
};

function cssOf(style: Readonly<Record<string, string>>): string {
  return Object.entries(style)
    .map(([name, value]) => `${name}: ${value};`)
    .join(' ');
}
