import { isRecord } from '../../record/shapes';
import type { RowContext } from '../rowContext';

const NAME = 'OpenAI fine-tuning';
const MESSAGE_KEYS = new Set([
  'role',
  'content',
  'name',
  'weight',
  'tool_calls',
  'tool_call_id',
  'function_call',
  'refusal',
  'audio',
]);

/**
 * OpenAI validates the whole file before a job starts, and refuses it for one bad line
 * (https://platform.openai.com/docs/guides/supervised-fine-tuning, cookbook "Data preparation and analysis for chat model
 * fine-tuning"; tool calls are newer than the cookbook's checker). Roles, weights and the missing assistant turn have codes of their
 * own.
 */
export function checkOpenai(context: RowContext): void {
  const { view, record } = context;
  if (view.shape !== 'openai-chat' && view.shape !== 'openai-preference') {
    context.report('trainer/dropped', 'openai-shape', { path: [] }, { trainer: NAME });
    return;
  }
  const messages = record?.messages;
  if (!Array.isArray(messages)) return;
  for (const [i, turn] of view.turns.entries()) {
    const message: unknown = messages[i];
    if (typeof message !== 'object' || message === null) continue;
    const unknown = Object.keys(message).find((key) => !MESSAGE_KEYS.has(key));
    if (unknown !== undefined) {
      const place = { path: [...turn.path, unknown], on: 'key' } as const;
      context.report('trainer/dropped', 'openai-key', place, { trainer: NAME, key: unknown });
    }
    const calls = isRecord(message as never) && ('tool_calls' in message || 'function_call' in message);
    if (!turn.content.present && !calls) {
      context.report(
        'trainer/dropped',
        'openai-content',
        { path: turn.path },
        { trainer: NAME, role: turn.declaredRole },
      );
    }
  }
}
