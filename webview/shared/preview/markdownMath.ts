import katex from 'katex';
import type { MarkdownIt } from 'markdown-it';

/** Pairs of signs around math, the longer before the shorter. */
const FENCES = [
  { open: '$$', close: '$$', isDisplay: true },
  { open: '\\[', close: '\\]', isDisplay: true },
  { open: '\\(', close: '\\)', isDisplay: false },
  { open: '$', close: '$', isDisplay: false },
] as const;

const DISPLAY = 'display';

/** Adds math in dollars and in backslashed brackets to Markdown, as MathML, which needs no fonts and no styles of KaTeX's. */
export function addMath(markdown: MarkdownIt): void {
  markdown.inline.ruler.before('escape', 'math', (state, isSilent) => {
    const found = readMath(state.src, state.pos);
    if (found === undefined) return false;
    if (!isSilent) {
      const token = state.push('math', 'math', 0);
      token.content = found.tex;
      token.info = found.isDisplay ? DISPLAY : '';
    }
    state.pos = found.end;
    return true;
  });
  markdown.renderer.rules.math = (tokens, at) => {
    const token = tokens[at];
    return token === undefined ? '' : toMathMl(token.content, token.info === DISPLAY);
  };
}

/** Math that begins at a place of a text. Dollars around prices are none: `$5 and $6`. */
export function readMath(
  text: string,
  at: number,
): { readonly tex: string; readonly isDisplay: boolean; readonly end: number } | undefined {
  const fence = FENCES.find(({ open }) => text.startsWith(open, at));
  if (fence === undefined) return undefined;
  const start = at + fence.open.length;
  const close = closing(text, start, fence.close);
  if (close < 0) return undefined;
  const tex = text.slice(start, close);
  const isPrice = fence.open === '$' && (/^\s|\s$/.test(tex) || /\d/.test(text[close + 1] ?? ''));
  if (tex.trim() === '' || isPrice) return undefined;
  return { tex, isDisplay: fence.isDisplay, end: close + fence.close.length };
}

/** The next closing sign that no backslash takes away. */
function closing(text: string, from: number, close: string): number {
  for (let at = text.indexOf(close, from); at >= 0; at = text.indexOf(close, at + 1)) {
    if (close.startsWith('\\') || text[at - 1] !== '\\') return at;
  }
  return -1;
}

function toMathMl(tex: string, isDisplay: boolean): string {
  const html = katex.renderToString(tex, {
    output: 'mathml',
    displayMode: isDisplay,
    throwOnError: false,
    strict: 'ignore',
    maxExpand: 200,
    maxSize: 20,
  });
  // The source, which KaTeX writes beside the formula, would be shown as text when the sanitiser takes its element away.
  return html.replace(/<annotation[^>]*>[\s\S]*?<\/annotation>/g, '');
}
