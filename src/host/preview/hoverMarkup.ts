import type { ModelView } from '../../core/preview/modelView';

/** How much of a piece (a prompt, an answer) a hover shows, in UTF-16 units: its beginning and its end. */
const LONGEST_PIECE = 400;
/** Pieces that a hover shows; a long chat has many. */
const MOST_PIECES = 40;

/** The words that stand in the markup; the host knows the author's language. */
export interface MarkupWords {
  /** Stands at the place where the context limit cuts. */
  readonly cut: string;
  /** Stands for pieces that are left out. */
  readonly more: (pieces: number) => string;
}

/**
 * An example as a model sees it, for a hover that allows HTML: special tokens as code, what is trained on in bold, what the context
 * limit cuts off struck through. Text of the dataset becomes entities, so that it cannot be markup of any kind.
 */
export function hoverMarkup(view: ModelView, { cut, more }: MarkupWords): string {
  const { text, cutAt = Infinity } = view;
  const runs = view.pieces.flatMap(({ start, end, ...look }) =>
    start < cutAt && cutAt < end
      ? [
          { start, end: cutAt, ...look },
          { start: cutAt, end, ...look },
        ]
      : [{ start, end, ...look }],
  );
  const shown = runs.slice(0, MOST_PIECES).map((run) => {
    const isCut = run.start >= cutAt;
    const marks = [run.isSpecial && 'code', run.isTrained && 'b', isCut && 'del'].filter((mark) => mark !== false);
    const inner = textMarkup(shorten(text.slice(run.start, run.end)));
    const line = run.start === cutAt ? `<br><em>${textMarkup(cut)}</em><br>` : '';
    return line + marks.reduce((markup, mark) => `<${mark}>${markup}</${mark}>`, inner);
  });
  const left = runs.length - shown.length;
  return shown.join('') + (left === 0 ? '' : `<br><em>${textMarkup(more(left))}</em>`);
}

/** The beginning and the end of a long text; never half a character. */
function shorten(text: string): string {
  if (text.length <= LONGEST_PIECE) return text;
  const half = LONGEST_PIECE / 2;
  const isLow = (at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00;
  const end = isLow(half) ? half - 1 : half;
  const start = text.length - half;
  return `${text.slice(0, end)} … ${text.slice(isLow(start) ? start + 1 : start)}`;
}

/** Letters and digits as they are, line breaks as such, and everything else as an entity, which no reader takes for markup. */
export function textMarkup(text: string): string {
  return text
    .replace(/[^\p{L}\p{M}\p{N} ]/gu, (character) => {
      if (character === '\n') return '\ue000';
      const code = character.codePointAt(0) ?? 0;
      // Controls and halves of characters cannot stand in HTML.
      const isShowable = (code >= 0x20 && code < 0x7f) || (code > 0x9f && (code & 0xfff800) !== 0xd800);
      return isShowable ? `&#${code};` : code === 9 ? '&nbsp;&nbsp;' : '&#65533;';
    })
    .replace(/ {2,}|^ | $/g, (spaces) => '&nbsp;'.repeat(spaces.length))
    .replaceAll('\ue000', '<br>');
}
