import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classifiedExample, type ClassifiedExample } from '../../src/core/classify/example';
import { TASK_TYPES, type TaskType } from '../../src/core/classify/taskTypes';
import type { JsonRecord } from '../../src/core/record/shapes';
import { viewOf } from '../../src/core/record/toExampleView';
import { randomNumbers } from '../unit/core/kernel/mutate';
import { SELF_INSTRUCT_LABELS } from './selfInstructLabels';

/** Where labelled rows come from; what is said of them stands in docs/classifier.md. */
export const SOURCES = [
  { source: 'dolly', name: 'databricks-dolly-15k (part, by AlpaGasus)', licence: 'CC BY-SA 3.0' },
  { source: 'codegen', name: 'GPTeacher codegen (sample)', licence: 'MIT' },
  { source: 'gsm8k', name: 'GSM8K train (sample)', licence: 'MIT' },
  { source: 'roleplay', name: 'GPTeacher roleplay (sample)', licence: 'MIT' },
  { source: 'identity', name: 'LLaMA-Factory identity', licence: 'Apache-2.0' },
  {
    source: 'self-instruct',
    name: 'Self-Instruct seed and user-oriented tasks, labelled by hand',
    licence: 'Apache-2.0',
  },
] as const;

export type Source = (typeof SOURCES)[number]['source'];

export interface LabelledRow {
  readonly source: Source;
  readonly type: TaskType;
  readonly example: ClassifiedExample;
}

/** Rows taken of a source that is all of one type. */
const ONE_TYPE_ROWS = 400;

/** The labelled rows of a corpus folder; undefined where it is not there. */
export function readLabelledRows(folder: string): LabelledRow[] | undefined {
  if (!existsSync(join(folder, 'dolly.jsonl'))) return undefined;
  const records = (name: string) => readRecords(join(folder, name));
  return [
    ...records('dolly.jsonl').flatMap((record) => labelled('dolly', record, record.category)),
    ...sample(records('gpteacher-codegen.jsonl')).flatMap((record) => labelled('codegen', record, 'coding')),
    ...sample(records('gsm8k.jsonl')).flatMap((record) => labelled('gsm8k', record, 'math')),
    ...sample(records('gpteacher-roleplay.jsonl')).flatMap((record) => labelled('roleplay', record, 'chat')),
    ...records('llamafactory-identity.jsonl').flatMap((record) => labelled('identity', record, 'chat')),
    ...['self-instruct-seed-tasks.jsonl', 'self-instruct-user-oriented.jsonl']
      .flatMap(records)
      .flatMap((record) => labelled('self-instruct', record, handLabel(record))),
  ];
}

const HAND_LABELS = new Map(
  Object.entries(SELF_INSTRUCT_LABELS).flatMap(([type, ids]) => ids.split(' ').map((id) => [id, type] as const)),
);

function handLabel({ id }: JsonRecord): string | undefined {
  const found = typeof id === 'string' ? /^(.)\w+_task_(\d+)$/.exec(id) : null;
  return found === null ? undefined : HAND_LABELS.get(`${found[1] ?? ''}${found[2] ?? ''}`);
}

function labelled(source: Source, record: JsonRecord, label: unknown): LabelledRow[] {
  const type = TASK_TYPES.find((each) => each === label);
  return type === undefined ? [] : [{ source, type, example: classifiedExample(viewOf(record)) }];
}

function readRecords(path: string): JsonRecord[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as JsonRecord);
}

function sample(records: readonly JsonRecord[]): readonly JsonRecord[] {
  const random = randomNumbers(1);
  return [...records]
    .map((record) => ({ record, key: random(2 ** 30) }))
    .sort((a, b) => a.key - b.key)
    .slice(0, ONE_TYPE_ROWS)
    .map(({ record }) => record);
}
