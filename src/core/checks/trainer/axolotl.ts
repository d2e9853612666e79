import type { Shape } from '../../record/view';
import type { RowContext } from '../rowContext';

const NAME = 'Axolotl';
/** Shapes that no built-in dataset type reads by its key names (https://docs.axolotl.ai/docs/dataset-formats/). */
const UNREAD: ReadonlySet<Shape> = new Set<Shape>([
  'unknown',
  'self-instruct',
  'openai-preference',
  'prompt-only',
  'blocks-chat',
  'blocks-preference',
]);

/** Axolotl drops rows whose labels are all masked, and warns of white space at the edges of messages. */
export function checkAxolotl(context: RowContext): void {
  const { view, record } = context;
  if (record === undefined) return;
  if (UNREAD.has(view.shape)) {
    context.report('trainer/dropped', 'shape-ignored', { path: [] }, { trainer: NAME, shape: view.shape });
    return;
  }
  if (view.shape === 'dolly') reportRenamed(context);
  if (isAllMasked(context))
    context.report('trainer/dropped', 'masked', { path: view.turnsPath ?? ['segments'] }, { trainer: NAME });
  const edged = view.turns.find(({ content }) => content.present && content.text !== content.text.trim());
  if (edged !== undefined) context.report('trainer/dropped', 'edges', { path: edged.content.path }, { trainer: NAME });
}

/** The type `alpaca` reads `input` and `output` only. */
function reportRenamed(context: RowContext): void {
  const names = { response: 'output', context: 'input' } as const;
  for (const [field, wanted] of Object.entries(names)) {
    const value = context.record?.[field];
    if (typeof value !== 'string' || value === '') continue;
    context.report('trainer/dropped', 'renamed-field', { path: [field], on: 'key' }, { trainer: NAME, wanted, field });
  }
}

function isAllMasked({ view, record }: RowContext): boolean {
  if (view.shape === 'segments') {
    const segments = record?.segments;
    if (!Array.isArray(segments)) return false;
    return segments.every(
      (segment: unknown) =>
        typeof segment === 'object' && segment !== null && 'label' in segment && segment.label === false,
    );
  }
  const isChat = view.shape === 'openai-chat' || view.shape === 'sharegpt';
  return (
    isChat &&
    view.turns.length > 0 &&
    !view.turns.some(({ role }) => role === 'assistant' || role === 'function-call' || role === 'other')
  );
}
