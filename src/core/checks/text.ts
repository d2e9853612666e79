import type { CheckConfig } from '../config/checkConfig';
import {
  ENDS_WITH_SPACE,
  MARK_FENCE,
  MARK_GAP,
  MARK_HTML,
  MARK_ODD,
  MARK_REFUSAL,
  MARK_REPEATS,
  MARKED_REPETITION,
  STARTS_WITH_SPACE,
} from '../kernel/kernelLayout';
import type { Shape } from '../record/view';
import type { Code } from './catalogue';
import { excerpt, fieldName } from './fieldName';
import { findInvisible } from './invisible';
import { findMojibake } from './mojibake';
import { findRepetition } from './repetition';
import { MAY_HOLD_ALL, type RowContext } from './rowContext';
import {
  findHtml,
  findModality,
  findOpenFence,
  findRefusal,
  findTemplateGap,
  findTruncation,
  type TextMatch,
} from './textPatterns';
import type { TextUse, TrainingText } from './trainingTexts';

/** Whether the texts of an example are clean: no remains of copying, scraping and generating. */
export function checkText(context: RowContext): void {
  const checks = CHECKS.filter(({ code, mark }) => context.config.has(code) && context.mayHold(mark));
  if (checks.length === 0) return;
  for (const text of context.texts) {
    for (const { uses, check } of checks) if (uses.includes(text.use)) check(context, text);
  }
}

const ALL_USES: readonly TextUse[] = ['system', 'prompt', 'input', 'response', 'tool', 'text'];
const WRITTEN = ALL_USES.filter((use) => use !== 'tool');

/** In the order of their findings in one place; with the texts that they are about, and what the row kernel marks for them. */
const CHECKS: readonly {
  readonly code: Code;
  readonly mark: number;
  readonly uses: readonly TextUse[];
  readonly check: (context: RowContext, text: TrainingText) => void;
}[] = [
  { code: 'text/control-characters', mark: MARK_ODD, uses: ALL_USES, check: checkInvisible },
  { code: 'text/mojibake', mark: MARK_ODD, uses: ALL_USES, check: checkMojibake },
  { code: 'text/edge-whitespace', mark: STARTS_WITH_SPACE | ENDS_WITH_SPACE, uses: ALL_USES, check: checkEdges },
  { code: 'text/html-remains', mark: MARK_HTML, uses: WRITTEN, check: checkHtml },
  { code: 'text/unclosed-code-fence', mark: MARK_FENCE, uses: WRITTEN, check: checkFence },
  {
    code: 'text/template-remains',
    mark: MARK_GAP,
    uses: WRITTEN,
    check: checkBy('text/template-remains', findTemplateGap),
  },
  { code: 'text/repetition', mark: MARK_REPEATS, uses: WRITTEN, check: checkRepetition },
  { code: 'text/refusal', mark: MARK_REFUSAL, uses: ['response'], check: checkBy('text/refusal', findRefusal) },
  { code: 'text/truncated', mark: MAY_HOLD_ALL, uses: ['response'], check: checkBy('text/truncated', findTruncation) },
  { code: 'text/modality', mark: MAY_HOLD_ALL, uses: ['prompt'], check: checkBy('text/modality', findModality) },
];

/** What the kernel must be taken to have marked, since it does not look for it. */
export function unmarkedBy(config: CheckConfig): number {
  const isUnknown = config.has('text/truncated') || config.has('text/modality');
  if (isUnknown) return MAY_HOLD_ALL;
  return config.thresholds.repetition < MARKED_REPETITION ? MARK_REPEATS : 0;
}

function checkInvisible(context: RowContext, { path, text }: TrainingText): void {
  const found = findInvisible(text, context.line);
  if (found.length === 0) return;
  // Control characters that are halves of wrongly decoded letters go with those.
  const damage = findMojibake(text);
  const [first, ...rest] = found.filter(({ start }) => !damage.some((run) => run.start <= start && start < run.end));
  if (first === undefined) return;
  const place = { path, from: first.start, to: first.end };
  const hex = first.code.toString(16).toUpperCase().padStart(4, '0');
  const args = { field: fieldName(path), name: first.name, hex, count: rest.length + 1 };
  context.report(
    'text/control-characters',
    first.code === 0xfffd ? 'replacement' : rest.length === 0 ? 'one' : 'default',
    place,
    args,
  );
}

function checkMojibake(context: RowContext, { path, text }: TrainingText): void {
  const [first] = findMojibake(text);
  if (first === undefined) return;
  const place = { path, from: first.start, to: first.end };
  context.report('text/mojibake', 'default', place, {
    field: fieldName(path),
    text: excerpt(first.text),
    meant: excerpt(first.meant),
  });
}

/** Shapes in which white space at the edges is part of the data. */
const EDGES_ARE_MEANT: ReadonlySet<Shape> = new Set<Shape>([
  'prompt-completion',
  'language-modelling',
  'segments',
  'stepwise',
]);

function checkEdges(context: RowContext, { path, text }: TrainingText): void {
  if (EDGES_ARE_MEANT.has(context.view.shape)) return;
  const from = text.length - text.trimStart().length;
  const to = text.trimEnd().length;
  if (from === text.length || (from === 0 && to === text.length)) return; // blank texts have their own check
  const field = fieldName(path);
  if (from > 0 && to < text.length) context.report('text/edge-whitespace', 'both', { path }, { field });
  else if (from > 0) context.report('text/edge-whitespace', 'leading', { path, from: 0, to: from }, { field });
  else context.report('text/edge-whitespace', 'trailing', { path, from: to, to: text.length }, { field });
}

function checkHtml(context: RowContext, { path, text }: TrainingText): void {
  const found = findHtml(text, () => promptOf(context));
  if (found === undefined) return;
  const place = { path, from: found.start, to: found.end };
  context.report('text/html-remains', found.kind, place, { field: fieldName(path), text: excerpt(found.text) });
}

function checkFence(context: RowContext, { path, text }: TrainingText): void {
  const open = findOpenFence(text);
  if (open === undefined) return;
  context.report(
    'text/unclosed-code-fence',
    'default',
    { path, from: open.start, to: open.end },
    { field: fieldName(path), mark: open.text },
  );
}

function checkRepetition(context: RowContext, { path, text }: TrainingText): void {
  const found = findRepetition(text, context.config.thresholds.repetition);
  if (found === undefined) return;
  const args = { field: fieldName(path), percent: Math.round(found.ratio * 100), unit: found.unit };
  context.report('text/repetition', 'default', { path }, args);
}

function promptOf({ texts }: RowContext): string {
  return texts.map(({ use, text }) => (use === 'prompt' || use === 'system' ? text : '')).join('\n');
}

function checkBy(
  code: 'text/refusal' | 'text/truncated' | 'text/template-remains' | 'text/modality',
  find: (text: string) => TextMatch | undefined,
): (context: RowContext, text: TrainingText) => void {
  return (context, { path, text }) => {
    const match = find(text);
    if (match === undefined) return;
    const place = { path, from: match.start, to: match.end };
    context.report(code, 'default', place, { field: fieldName(path), text: excerpt(match.text) });
  };
}
