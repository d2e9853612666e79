import type { Code } from '../checks/catalogue';
import type { FactsSummary } from '../checks/datasetFacts';
import type { Finding } from '../checks/finding';
import type { CheckConfig } from '../config/checkConfig';
import * as chat from './chatFixes';
import type { Fix } from './fix';
import { FixContext } from './fixContext';
import * as json from './jsonFixes';
import * as pair from './pairFixes';
import * as schema from './schemaFixes';
import { repairInnerJson, repairSyntax } from './syntaxFixes';
import * as text from './textFixes';
import { fixTrainer } from './trainerFixes';

type Fixer = (context: FixContext) => Fix[];

const deleteExample: Fixer = (context) => context.deleteExample();

const deleteOrKeepThis: Fixer = (context) => [
  ...context.deleteExample(),
  { id: 'keep-this', args: {}, safe: false, change: { kind: 'delete-others' } },
];

const addFinalNewline: Fixer = () => [
  { id: 'add-final-newline', args: {}, safe: true, change: { kind: 'file', operation: 'add-final-newline' } },
];

const FIXERS: Readonly<Partial<Record<Code, Fixer>>> = {
  'json/encoding': json.fixEncoding,
  'json/blank-line': json.fixBlankLine,
  'json/syntax': repairSyntax,
  'json/not-object': json.fixNotObject,
  'json/duplicate-key': json.fixDuplicateKey,
  'schema/missing-field': schema.fixMissingField,
  'schema/wrong-type': schema.fixWrongType,
  'schema/unknown-field': schema.fixUnknownField,
  'schema/mixed-shape': schema.fixMixedShape,
  'schema/inconsistent-type': schema.fixInconsistentType,
  'pair/empty-instruction': pair.deleteOrWrite,
  'pair/empty-response': pair.deleteOrWrite,
  'pair/placeholder-response': pair.deleteOrWrite,
  'pair/placeholder-input': pair.fixPlaceholderInput,
  'pair/response-copies-input': pair.deleteOrWrite,
  'pair/merged-examples': pair.splitMerged,
  'pair/swapped-fields': pair.fixSwapped,
  'text/control-characters': text.removeInvisible,
  'text/mojibake': text.decodeMojibake,
  'text/edge-whitespace': text.trim,
  'text/html-remains': text.fixHtml,
  'text/unclosed-code-fence': text.closeFence,
  'text/repetition': deleteExample,
  'text/refusal': pair.deleteOrWrite,
  'text/truncated': pair.deleteOrWrite,
  'text/modality': deleteExample,
  'duplicate/exact': deleteOrKeepThis,
  'duplicate/normalized': deleteOrKeepThis,
  'duplicate/near': deleteOrKeepThis,
  'duplicate/conflict': deleteOrKeepThis,
  'duplicate/across-files': deleteExample,
  'leak/benchmark': deleteExample,
  'chat/unknown-role': chat.fixUnknownRole,
  'chat/no-assistant': deleteExample,
  'chat/last-not-assistant': chat.deleteTrailingTurns,
  'chat/role-order': chat.fixRoleOrder,
  'chat/empty-turn': chat.fixEmptyTurn,
  'chat/weight': chat.fixWeight,
  'chat/tool-call': repairInnerJson,
  'preference/same': pair.deleteOrWrite,
  'preference/prompt-differs': deleteExample,
  'privacy/personal-data': text.maskPrivate,
  'privacy/secret': text.maskPrivate,
  'trainer/dropped': fixTrainer,
  'file/no-final-newline': addFinalNewline,
};

/**
 * The fixes of one finding, the likeliest first; none where it has none. `line` is the row's line as it is now: a finding of an
 * older text must be found again first. `following` are the lines after it, as many as the caller has: a record may be spread over
 * them.
 */
export function fixesFor(
  finding: Finding,
  line: string,
  facts: FactsSummary,
  config: CheckConfig,
  following: readonly string[] = [],
): readonly Fix[] {
  return FIXERS[finding.code]?.(new FixContext(finding, line, facts, config, following)) ?? [];
}

/** Whether a finding has a fix that changes something (a way to the field alone is none). */
export function isFixable(finding: Finding, line: string, facts: FactsSummary, config: CheckConfig): boolean {
  return fixesFor(finding, line, facts, config).some(({ change }) => change.kind !== 'reveal');
}
