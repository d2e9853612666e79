import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, normalize } from 'node:path';
import { addressesOf, type BuiltPage } from '../../../src/protocol/pageAddresses';
import { webviewHtml } from '../../../src/host/editor/webviewHtml';
import type { BalanceOpening, RenderFirstCharts } from '../../../src/protocol/balance';
import type { EditorOpening, RenderFirstRows } from '../../../src/protocol/editor';
import { repositoryRoot } from '../../vscode/paths.js';

/** The pages of the extension. */
export type PageName = 'editor' | 'balance';
export type Theme = 'dark' | 'light' | 'hc-dark' | 'hc-light';

/** What VS Code puts on the body. In the light contrast theme both classes stand. */
const themeKinds: Record<Theme, string> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'hc-dark': 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast-light',
};

const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

/** Where files are, by the beginning of their path: the page as it is built, and the themes. All else is of the suite. */
const roots: readonly (readonly [string, string])[] = [
  ['/webview/', join(repositoryRoot, 'dist')],
  ['/themes/', join(repositoryRoot, 'test', 'page')],
];

/** Serves the page in the extension's own document and policy, with what VS Code adds: theme, default styles, its interface. */
export async function servePage(folder: string): Promise<{ readonly address: string; close(): void }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      const theme = (url.searchParams.get('theme') ?? 'dark') as Theme;
      const name = (url.searchParams.get('page') ?? 'editor') as PageName;
      response.end(documentFor(addressOf(server), name, theme, url.searchParams.get('opening') ?? undefined));
      return;
    }
    if (url.pathname === '/favicon.ico') {
      response.statusCode = 204;
      response.end();
      return;
    }
    const root = roots.find(([start]) => url.pathname.startsWith(start))?.[1] ?? folder;
    readFile(join(root, normalize(url.pathname))).then(
      (content) => {
        response.setHeader('content-type', types[extname(url.pathname)] ?? 'application/octet-stream');
        response.end(content);
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: addressOf(server),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function documentFor(address: string, name: PageName, theme: Theme, opening: string | undefined): string {
  const nonce = randomUUID();
  const kind = themeKinds[theme];
  const root = `${address}/webview`;
  const built = JSON.parse(
    readFileSync(join(repositoryRoot, 'dist', 'webview', `${name}.page.json`), 'utf8'),
  ) as BuiltPage;
  const html = webviewHtml({
    title: 'sample.itune.jsonl',
    language: 'en',
    addresses: addressesOf(name, built, root),
    style: built.style,
    ...(opening === undefined
      ? {}
      : {
          first: {
            html: renderFirst(name, opening),
            script: built.first,
          },
        }),
    cspSource: address,
    nonce,
    loading: 'Loading…',
  });
  const added = `<link rel="stylesheet" href="${address}/themes/webview.css">
<link rel="stylesheet" href="${address}/themes/${theme}.css">
<script nonce="${nonce}" src="${address}/fake-${name}.js"></script>`;
  return html
    .replace('<style', () => `${added}\n<style`)
    .replace(
      '<body>',
      `<body role="document" class="${kind}${theme === 'hc-light' ? ' vscode-high-contrast' : ''}" data-vscode-theme-kind="${kind}">`,
    );
}

/** What the extension's host draws into the document. */
function renderFirst(name: PageName, opening: string): string {
  const fromBuilt = createRequire(join(repositoryRoot, 'dist', 'any'));
  if (name === 'balance') {
    const bundle = fromBuilt('./firstCharts.js') as { readonly renderFirstCharts: RenderFirstCharts };
    return bundle.renderFirstCharts(JSON.parse(opening) as BalanceOpening);
  }
  const bundle = fromBuilt('./firstRows.js') as { readonly renderFirstRows: RenderFirstRows };
  return bundle.renderFirstRows(JSON.parse(opening) as EditorOpening);
}

function addressOf(server: Server): string {
  const address = server.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
}
