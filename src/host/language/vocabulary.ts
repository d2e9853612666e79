import type { JsonValue } from '../../core/json/path';
import { isList, isRecord, type JsonRecord, TASK_TYPE_KEYS } from '../../core/record/shapes';

/** The words that one row uses. Rows that use the same share one object. */
export interface RowWords {
  readonly keys: readonly string[];
  /** Keys of messages and other objects in lists. */
  readonly innerKeys: readonly string[];
  readonly roles: readonly string[];
  /** Short values of fields that name something (task types, labels): `category`, then the value. */
  readonly values: readonly (readonly [string, string])[];
  /** Fields that are true or false (the labels of KTO), and which. */
  readonly flags: readonly (readonly [string, boolean])[];
}

/** Longer texts, and those of several lines, are no names. */
const LONGEST_NAME = 40;
/** A field with more different values than this is free text: it is no longer watched. */
const MOST_VALUES = 200;
const MOST_KEYS = 1000;
/** Of long lists, the first items show which words they use. */
const ITEMS = 50;
/** Texts that a model is trained on are no names, however short. */
const TEXT_KEYS = new Set(
  (
    'instruction input output response context completion prompt question answer text content value chosen rejected ' +
    'system problem solution query generation'
  ).split(' '),
);

/** Keys that are true or false in any dataset. */
const LABEL_KEYS = ['label', 'kto_tag'];

/**
 * Which keys, roles and names the rows of a file use, and how often: what completion offers. Rows come and go; half a word that is
 * being typed goes again with its row.
 */
export class Vocabulary {
  private readonly keyCounts = new Map<string, number>();
  private readonly innerKeyCounts = new Map<string, number>();
  private readonly roleCounts = new Map<string, number>();
  private readonly valueCounts = new Map<string, Map<string, number>>();
  private readonly flagCounts = new Map<string, Map<string, number>>();
  private readonly freeTexts = new Set<string>();
  private readonly byRow: (RowWords | undefined)[] = [];
  private readonly shared = new Map<string, RowWords>();

  /** Takes the words of a row's value in, in the place of those that it had. */
  set(row: number, value: JsonValue | undefined): void {
    const old = this.byRow[row];
    if (old !== undefined) this.count(old, -1);
    const words = isRecord(value) ? this.share(this.wordsOf(value)) : undefined;
    this.byRow[row] = words;
    if (words !== undefined) this.count(words, 1);
  }

  /** Top-level keys, the most frequent first. */
  get keys(): string[] {
    return mostFrequent(this.keyCounts);
  }

  get innerKeys(): string[] {
    return mostFrequent(this.innerKeyCounts);
  }

  get roles(): string[] {
    return mostFrequent(this.roleCounts);
  }

  /** Values that a field of names has; none for free text. */
  valuesOf(key: string): string[] {
    const own = this.valueCounts.get(key) ?? new Map<string, number>();
    return this.freeTexts.has(key) ? [] : mostFrequent(own);
  }

  /** What a field that is true or false may be, the more frequent first; nothing for other fields. */
  flagsOf(key: string): string[] {
    const counts = this.flagCounts.get(key);
    if (counts === undefined && !LABEL_KEYS.includes(key)) return [];
    const count = (word: string): number => counts?.get(word) ?? 0;
    return count('false') > count('true') ? ['false', 'true'] : ['true', 'false'];
  }

  private wordsOf(record: JsonRecord): RowWords {
    const roles = new Set<string>();
    const innerKeys = new Set<string>();
    const values: [string, string][] = [];
    const flags: [string, boolean][] = [];
    for (const [key, value] of Object.entries(record)) {
      if (typeof value === 'string' && this.isName(key, value)) values.push([key, value]);
      else if (typeof value === 'boolean' && flags.length < MOST_KEYS) flags.push([key, value]);
      else if (isList(value)) readItems(value, roles, innerKeys);
    }
    const keys = Object.keys(record).slice(0, MOST_KEYS);
    return { keys, innerKeys: [...innerKeys], roles: [...roles], values, flags };
  }

  private isName(key: string, value: string): boolean {
    if (this.freeTexts.has(key) || value === '' || value.length > LONGEST_NAME || value.includes('\n')) return false;
    return !TEXT_KEYS.has(key) || TASK_TYPE_KEYS.some((name) => name === key);
  }

  private share(words: RowWords): RowWords {
    const name = JSON.stringify(words);
    const known = this.shared.get(name);
    if (known !== undefined) return known;
    // Rows with words of their own (an id that is no free text yet) need not be remembered by name.
    if (this.shared.size < MOST_KEYS) this.shared.set(name, words);
    return words;
  }

  private count(words: RowWords, times: number): void {
    for (const key of words.keys) add(this.keyCounts, key, times);
    for (const key of words.innerKeys) add(this.innerKeyCounts, key, times);
    for (const role of words.roles) add(this.roleCounts, role, times);
    for (const [key, value] of words.values) this.countValue(key, value, times);
    for (const [key, value] of words.flags) this.countFlag(key, value, times);
  }

  private countFlag(key: string, value: boolean, times: number): void {
    let counts = this.flagCounts.get(key);
    if (counts === undefined) {
      if (this.flagCounts.size >= MOST_KEYS) return;
      this.flagCounts.set(key, (counts = new Map<string, number>()));
    }
    add(counts, String(value), times);
    if (counts.size === 0) this.flagCounts.delete(key);
  }

  private countValue(key: string, value: string, times: number): void {
    if (this.freeTexts.has(key)) return;
    let counts = this.valueCounts.get(key);
    if (counts === undefined) this.valueCounts.set(key, (counts = new Map<string, number>()));
    add(counts, value, times);
    if (counts.size <= MOST_VALUES) return;
    this.freeTexts.add(key);
    this.valueCounts.delete(key);
  }
}

function readItems(list: readonly JsonValue[], roles: Set<string>, innerKeys: Set<string>): void {
  for (const item of list.slice(0, ITEMS)) {
    if (!isRecord(item)) continue;
    for (const [key, value] of Object.entries(item)) {
      innerKeys.add(key);
      if ((key === 'role' || key === 'from') && typeof value === 'string' && value.length <= LONGEST_NAME) {
        roles.add(value);
      }
    }
  }
}

function add(counts: Map<string, number>, word: string, times: number): void {
  const total = (counts.get(word) ?? 0) + times;
  if (total <= 0) counts.delete(word);
  else if (times < 0 || counts.has(word) || counts.size < 10 * MOST_KEYS) counts.set(word, total);
}

function mostFrequent(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([word]) => word);
}
