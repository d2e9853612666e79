import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { start } from './host/start';
import { createTestApi, type TestApi } from './host/testApi';
import { nodeFs, type FsCalls } from './platform/node/fsCalls';
import { createNodePlatform } from './platform/node/nodePlatform';
import type { RenderFirstCharts } from './protocol/balance';
import type { RenderFirstRows } from './protocol/editor';

/** What in-host tests get on top: the calls to the file system, to put faults in their places. */
export interface NodeTestApi extends TestApi {
  readonly fs: FsCalls;
}

/** From a bundle of the page's code, which nothing needs before the first dataset is opened. */
const renderFirstRows: RenderFirstRows = (opening) => {
  const bundle = createRequire(__filename)('./firstRows.js') as { readonly renderFirstRows: RenderFirstRows };
  return bundle.renderFirstRows(opening);
};

/** The same for the balance panel. */
const renderFirstCharts: RenderFirstCharts = (opening) => {
  const bundle = createRequire(__filename)('./firstCharts.js') as { readonly renderFirstCharts: RenderFirstCharts };
  return bundle.renderFirstCharts(opening);
};

/** The extension on a desktop or a server. */
export function activate(context: vscode.ExtensionContext): NodeTestApi | undefined {
  const platform = createNodePlatform({
    worker: join(context.extensionPath, 'dist', 'worker.js'),
    copier: join(context.extensionPath, 'dist', 'copier.js'),
    preview: join(context.extensionPath, 'dist', 'preview', 'preview.mjs'),
  });
  const machine = { platform, randomId: randomUUID, renderFirstRows, renderFirstCharts };
  const { datasets, panels, services } = start(context, machine);
  if (context.extensionMode !== vscode.ExtensionMode.Test) return undefined;
  return { ...createTestApi(datasets, panels, services), fs: nodeFs };
}
