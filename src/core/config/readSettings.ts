import type { JsonPath } from '../json/path';
import type { Setting, Settings, SettingType, Thresholds } from './settings';
import { DEFAULTS, SETTINGS } from './settings';

/** Settings that somebody wrote: any of them, thresholds and severities in part. */
export type PartialSettings = {
  readonly [K in keyof Settings]?: K extends 'thresholds' ? Partial<Thresholds> : Settings[K];
};

export interface SettingProblem {
  /** Where in the value that was read. */
  readonly path: JsonPath;
  readonly on: 'key' | 'value';
  /** In words, without a full stop. */
  readonly message: string;
}

/** Takes from a value of unknown origin what are valid settings; every other part is left out and named. */
export function readSettings(value: unknown): { settings: PartialSettings; problems: SettingProblem[] } {
  const problems: SettingProblem[] = [];
  const root: SettingType = { kind: 'object', keys: { ...SETTINGS, $schema: SCHEMA_LINK } };
  const read = readValue(value, root, [], problems);
  const settings = Object.entries(read ?? {}).filter(([key]) => key !== '$schema');
  return { settings: Object.fromEntries(settings), problems };
}

/** Defaults first, then each layer over the ones before; severities and thresholds are laid over one by one. */
export function mergeSettings(...layers: readonly PartialSettings[]): Settings {
  let merged = DEFAULTS;
  for (const layer of layers) {
    merged = {
      ...merged,
      ...layer,
      severity: { ...merged.severity, ...layer.severity },
      thresholds: { ...merged.thresholds, ...layer.thresholds },
    };
  }
  return merged;
}

/** Editors write this key to find the schema; it is no setting. */
const SCHEMA_LINK: Setting = { type: { kind: 'text' }, description: 'The JSON Schema of this file.' };

/** The valid part of `value`, or undefined when nothing of it is. Depth is bounded by the types. */
function readValue(value: unknown, type: SettingType, path: JsonPath, problems: SettingProblem[]): unknown {
  switch (type.kind) {
    case 'object':
      return readObject(value, type, path, problems);
    case 'list':
      if (!Array.isArray(value)) return refuse('a list', path, problems);
      return value
        .map((item, i) => readValue(item, type.of, [...path, i], problems))
        .filter((item) => item !== undefined);
    case 'choice':
      return typeof value === 'string' && type.of.includes(value)
        ? value
        : refuse(`one of ${type.of.map((choice) => `"${choice}"`).join(', ')}`, path, problems);
    case 'number':
      return typeof value === 'number' && isInside(value, type) ? value : refuse(rangeOf(type), path, problems);
    case 'text':
      return typeof value === 'string' ? value : refuse('text', path, problems);
    case 'boolean':
      return typeof value === 'boolean' ? value : refuse('true or false', path, problems);
  }
}

function readObject(
  value: unknown,
  type: SettingType & { kind: 'object' },
  path: JsonPath,
  problems: SettingProblem[],
): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('an object', path, problems);
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const setting = Object.hasOwn(type.keys, key) ? type.keys[key] : undefined;
    if (setting === undefined) {
      problems.push({ path: [...path, key], on: 'key', message: `\`${key}\` is not a setting` });
      continue;
    }
    const read = readValue(item, setting.type, [...path, key], problems);
    if (read !== undefined) result[key] = read;
  }
  const missing = (type.required ?? []).filter((key) => !Object.hasOwn(result, key) && !Object.hasOwn(value, key));
  for (const key of missing) problems.push({ path, on: 'value', message: `\`${key}\` is missing` });
  return (type.required ?? []).every((key) => Object.hasOwn(result, key)) ? result : undefined;
}

function refuse(wanted: string, path: JsonPath, problems: SettingProblem[]): unknown {
  const name = path.length === 0 ? 'The file' : `\`${path.join('.')}\``;
  problems.push({ path, on: 'value', message: `${name} must be ${wanted}` });
  return undefined;
}

function isInside(value: number, { min, max, integer }: SettingType & { kind: 'number' }): boolean {
  return value >= min && value <= max && (!integer || Number.isInteger(value));
}

function rangeOf({ min, max, integer }: SettingType & { kind: 'number' }): string {
  return `${integer ? 'a whole number' : 'a number'} from ${min} to ${max}`;
}
