import type { ModelView } from '../../../src/core/preview/modelView';

/** A run of text of which all is drawn alike. */
export interface Run {
  readonly text: string;
  readonly isSpecial: boolean;
  readonly isTrained: boolean;
  /** Counts tokens, so that neighbours differ; undefined where tokens are not known. */
  readonly token?: number;
  /** Behind the context limit. */
  readonly isCut: boolean;
}

/** Cuts the text at pieces, tokens and the context limit, up to `most` characters. */
export function runsOf(view: ModelView, most: number): readonly Run[] {
  const { text, pieces, tokenEnds, cutAt = Infinity } = view;
  const runs: Run[] = [];
  const limit = Math.min(text.length, most);
  let piece = 0;
  let token = 0;
  for (let at = 0; at < limit;) {
    while ((pieces[piece]?.end ?? Infinity) <= at) piece++;
    while (tokenEnds !== undefined && (tokenEnds[token] ?? Infinity) <= at) token++;
    const { end = limit, isSpecial = false, isTrained = false } = pieces[piece] ?? {};
    const isCut = at >= cutAt;
    const next = Math.min(end, tokenEnds?.[token] ?? Infinity, isCut ? Infinity : cutAt, limit);
    runs.push({ text: text.slice(at, next), isSpecial, isTrained, isCut, ...(tokenEnds && { token }) });
    at = next;
  }
  return runs;
}
