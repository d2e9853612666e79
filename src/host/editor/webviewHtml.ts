import type { PageAddresses } from '../../protocol/pageAddresses';

/** What the page's document is made of. */
export interface PageParts {
  readonly title: string;
  readonly language: string;
  readonly addresses: PageAddresses;
  /** CSS of the first paint. It stands in the document: a file of its own would come after what it is for. */
  readonly style: string;
  /** What the page shows before its script is there. */
  readonly first?: FirstPaint;
  /** `webview.cspSource`. */
  readonly cspSource: string;
  /** Unguessable, new for each load. */
  readonly nonce: string;
  /** Shown until the page has drawn itself, where nothing else is. */
  readonly loading: string;
}

/** The page as it is drawn before its script is there. */
export interface FirstPaint {
  /** HTML, with all text escaped. */
  readonly html: string;
  /** Runs behind the HTML, and loads the page's script when that is on the screen (`loadPage.ts`). */
  readonly script: string;
}

/**
 * The page's document. Nothing runs but our own script by its nonce (and the chunks that it imports, from the built folder);
 * nothing loads but the built folder. The toolkit looks for the nonce of its own styles in a `meta`. Text of the dataset comes only in
 * the first paint, as escaped text.
 */
export function webviewHtml(parts: PageParts): string {
  const { cspSource, nonce, first } = parts;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${cspSource}`,
    `style-src 'nonce-${nonce}' ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(parts.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(parts.title)}</title>
<style nonce="${nonce}">${parts.style}</style>
</head>
<body>
<div id="root">${first?.html ?? `<p class="loading" role="status">${escapeHtml(parts.loading)}</p>`}</div>
${first === undefined ? pageScripts(parts) : firstScripts(first, parts)}
</body>
</html>
`;
}

function pageScripts({ addresses: { script, imports, laterStyle }, nonce }: PageParts): string {
  return [
    `<link rel="stylesheet" nonce="${nonce}" href="${escapeHtml(laterStyle)}">`,
    ...imports.map((uri) => `<link rel="modulepreload" nonce="${nonce}" href="${escapeHtml(uri)}">`),
    `<script type="module" nonce="${nonce}" src="${escapeHtml(script)}"></script>`,
  ].join('\n');
}

/** The script of the first paint loads what the page's own needs, and that, by what `page-addresses` says. */
function firstScripts(first: FirstPaint, { addresses, nonce }: PageParts): string {
  return `<script type="application/json" id="page-addresses">${inScript(JSON.stringify(addresses))}</script>
<script nonce="${nonce}">${first.script}</script>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON as it may stand in a `script`: nothing in it can end the element, or begin a comment. */
function inScript(json: string): string {
  return json.replaceAll('<', '\\u003c');
}
