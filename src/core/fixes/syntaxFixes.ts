import type { JsonValue } from '../json/path';
import { repairLine, type Repair } from '../json/repair';
import type { FactsSummary } from '../checks/datasetFacts';
import { keysOf } from '../schema/shapeSchemas';
import type { Fix } from './fix';
import type { FixContext } from './fixContext';
import { joinSpreadRecord } from './spreadRecord';

/** The ways to make the line JSON, the likeliest first; before them the joining with the lines after it, where that gives a record. */
export function repairSyntax(context: FixContext): Fix[] {
  const { facts, line, following } = context;
  const joined = joinSpreadRecord([line, ...following]);
  const join: Fix[] =
    joined === undefined
      ? []
      : [
          {
            id: 'join-lines',
            args: { count: joined.count },
            safe: true,
            change: { kind: 'rows', count: joined.count, lines: [joined.line] },
          },
        ];
  return [
    ...join,
    ...repairLine(line, knownKeys(facts)).flatMap((repair) => toFix(context, repair, joined !== undefined)),
  ];
}

/** JSON inside a text of the record: arguments of a call, a list of tools. */
export function repairInnerJson(context: FixContext): Fix[] {
  if (!['arguments', 'call', 'tools'].includes(context.finding.message)) return [];
  const text = context.textAt(context.path);
  const repairs = text === undefined ? [] : repairLine(text);
  // What begins as a list stays one.
  const repair = repairs.find(({ lines: [line] }) => line?.charAt(0) === text?.charAt(0)) ?? repairs[0];
  const [value, ...more] = repair?.lines ?? [];
  if (value === undefined || more.length > 0) return [];
  return context.edits('repair-json', [{ kind: 'set', path: context.path, value: value satisfies JsonValue }]);
}

/** The keys of the file and of its shape, which tell the right reading where several are possible. */
function knownKeys(facts: FactsSummary): ReadonlySet<string> {
  return new Set([...facts.keys(), ...(facts.shape === 'unknown' ? [] : keysOf(facts.shape))]);
}

/** Where the lines join to a record, repairing the first by itself is a guess. */
function toFix(context: FixContext, { title, lines, safe }: Repair, isPart: boolean): Fix[] {
  const isSafe = safe && !isPart;
  const id = isSafe ? 'repair' : 'repair-guess';
  const [line] = lines;
  if (line !== undefined && lines.length === 1) return context.rewrite(id, line, { title }, isSafe);
  return [{ id, args: { title }, safe: isSafe, change: { kind: 'rows', count: 1, lines } }];
}
