import type { JsonValue } from '../../json/path';
import type { Turn } from '../../record/view';
import type { JsonRecord } from '../../record/shapes';
import type { RowContext } from '../rowContext';

const ALPACA = 'LLaMA-Factory (alpaca)';
const SHAREGPT = 'LLaMA-Factory (sharegpt)';

/** The rules of `AlpacaDatasetConverter` in LLaMA-Factory's `src/llamafactory/data/converter.py`, with its default columns. */
export function checkLlamaFactoryAlpaca(context: RowContext): void {
  const { record, view } = context;
  if (record === undefined) return;
  if (!Object.hasOwn(record, 'instruction') || view.shape === 'self-instruct') {
    context.report('trainer/dropped', 'shape-ignored', { path: [] }, { trainer: ALPACA, shape: view.shape });
    return;
  }
  reportRenamed(context, record, 'output', ['response', 'completion', 'answer']);
  reportRenamed(context, record, 'input', ['context']);
  const { output, history } = record;
  if (output !== undefined && typeof output !== 'string') {
    context.report('trainer/dropped', 'output-not-string', { path: ['output'] }, { trainer: ALPACA, field: 'output' });
  } else if (output?.trim() === '') {
    context.report('trainer/dropped', 'empty-output', { path: ['output'] }, { trainer: ALPACA });
  }
  if (history !== undefined && history !== null && !isPairs(history)) {
    context.report('trainer/dropped', 'history-pairs', { path: ['history'] }, { trainer: ALPACA });
  }
}

/** A field that stands under another name: without `columns` in `dataset_info.json` it is never read. */
function reportRenamed(context: RowContext, record: JsonRecord, wanted: string, names: readonly string[]): void {
  if (Object.hasOwn(record, wanted)) return;
  const field = names.find((name) => typeof record[name] === 'string' && record[name] !== '');
  if (field === undefined) return;
  context.report('trainer/dropped', 'renamed-field', { path: [field], on: 'key' }, { trainer: ALPACA, wanted, field });
}

function isPairs(history: JsonValue): boolean {
  if (!Array.isArray(history)) return false;
  return (history as readonly JsonValue[]).every(
    (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((text) => typeof text === 'string'),
  );
}

const ODD_TAGS = ['human', 'observation'];
const EVEN_TAGS = ['gpt', 'function_call'];

/** The rules of `SharegptDatasetConverter`, with its default columns and tags. */
export function checkLlamaFactorySharegpt(context: RowContext): void {
  const { view, record } = context;
  if (record === undefined) return;
  if (!Array.isArray(record.conversations)) {
    if (Array.isArray(record.messages)) {
      const args = { trainer: SHAREGPT, wanted: 'conversations', field: 'messages' };
      context.report('trainer/dropped', 'renamed-field', { path: ['messages'], on: 'key' }, args);
    } else {
      context.report('trainer/dropped', 'shape-ignored', { path: [] }, { trainer: SHAREGPT, shape: view.shape });
    }
    return;
  }
  const turns = view.turns[0]?.declaredRole === 'system' ? view.turns.slice(1) : view.turns;
  if (checkTags(context, turns)) checkCount(context, turns.length, Object.hasOwn(record, 'chosen'));
  checkImages(context, turns, record.images);
}

/** Odd turns are asked, even ones answered; true where all are. */
function checkTags(context: RowContext, turns: readonly Turn[]): boolean {
  const index = turns.findIndex(({ declaredRole }, i) => !(i % 2 === 0 ? ODD_TAGS : EVEN_TAGS).includes(declaredRole));
  const turn = turns[index];
  if (turn === undefined) return true;
  const wanted = (index % 2 === 0 ? ODD_TAGS : EVEN_TAGS).map((tag) => `"${tag}"`).join(' or ');
  const args = { trainer: SHAREGPT, turn: index + 1, role: turn.declaredRole, wanted };
  context.report('trainer/dropped', 'turn-tag', { path: turn.rolePath ?? turn.path }, args);
  return false;
}

function checkCount(context: RowContext, count: number, isRanking: boolean): void {
  if ((count % 2 === 1) === isRanking) return;
  context.report(
    'trainer/dropped',
    isRanking ? 'even-turns' : 'odd-turns',
    { path: ['conversations'] },
    { trainer: SHAREGPT, count },
  );
}

function checkImages(context: RowContext, turns: readonly Turn[], images: JsonValue | undefined): void {
  const marks = turns.reduce((sum, { content }) => sum + content.text.split('<image>').length - 1, 0);
  const count = Array.isArray(images) ? images.length : 0;
  if (marks === count || (images === undefined && marks === 0)) return;
  context.report(
    'trainer/dropped',
    'image-marks',
    { path: [images === undefined ? 'conversations' : 'images'] },
    { trainer: SHAREGPT, marks, images: count },
  );
}
