import { convertTo } from './convert';
import type { Fix } from './fix';
import type { FixContext } from './fixContext';
import { deleteKey, renameKey } from './schemaFixes';

/** The fix of the trainer's rule, where the rule has one. */
export function fixTrainer(context: FixContext): Fix[] {
  switch (context.finding.message) {
    case 'renamed-field':
      return renameKey(context, context.arg('field'), context.arg('wanted'), false);
    case 'output-not-string': {
      const value = convertTo(context, ['string']);
      return value === undefined
        ? []
        : context.edits('convert', [{ kind: 'set', path: context.path, value }], { expected: 'text' });
    }
    case 'openai-key':
      return deleteKey(context, context.path);
    case 'edges':
      return context.setText('trim', (text) => text.trim());
    case 'empty-output':
    case 'masked':
      return context.deleteExample();
    default:
      return [];
  }
}
