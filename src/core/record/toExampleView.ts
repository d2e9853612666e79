import { toValue, type ObjectNode } from '../json/node';
import type { JsonPath, JsonValue } from '../json/path';
import { readParts } from './parts';
import { recogniseShape } from './recognise';
import { field, isList, isRecord, specOf, SYNONYMS, TASK_TYPE_KEYS, type FieldSpec, type JsonRecord } from './shapes';
import { isMessageList, readPairs, readTurn, readTurns, textField } from './turns';
import type { ExampleView, OtherField, Side, TextField, Turn } from './view';

/** The view of a parsed line; of a broken line, of what could be read. Every top-level key stands in it exactly once. */
export function toExampleView(root: ObjectNode): ExampleView {
  return viewOf(toValue(root) as JsonRecord);
}

/** The view of a record as `JSON.parse` gives it, which is all that a view needs. */
export function viewOf(record: JsonRecord): ExampleView {
  return new ViewReader(record).read();
}

type Draft = { -readonly [K in keyof ExampleView]: ExampleView[K] };

class ViewReader {
  private readonly taken = new Set<string>();
  private readonly turns: Turn[] = [];
  private readonly nested: OtherField[] = [];
  private readonly draft: Draft;

  constructor(private readonly record: JsonRecord) {
    this.draft = { shape: recogniseShape(record), turns: this.turns, other: [] };
  }

  read(): ExampleView {
    const { draft } = this;
    const { fields } = specOf(draft.shape);
    for (const spec of fields) this.place(spec);
    if (draft.shape === 'unknown') this.guess();
    this.findSystem();
    this.findTaskType();
    draft.other = [...this.nested, ...this.leftOver()];
    return draft;
  }

  /** Takes a key for a part of the view; each key is taken once. */
  private take(key: string): JsonValue | undefined {
    if (this.taken.has(key)) return undefined;
    const value = field(this.record, key);
    if (value !== undefined) this.taken.add(key);
    return value;
  }

  private takeText(key: string): TextField {
    return textField(this.take(key), [key]);
  }

  private place(spec: FieldSpec): void {
    const { draft } = this;
    const key = this.keyOf(spec);
    if (spec.rare === true && !Object.hasOwn(this.record, key)) return;
    switch (spec.slot) {
      case 'system':
      case 'instruction':
      case 'input':
      case 'response':
        draft[spec.slot] = this.takeText(key);
        break;
      case 'prompt':
        this.placeExchange('instruction', key, spec);
        break;
      case 'completion':
        if (this.isWholeChat()) break;
        this.placeExchange('response', key, spec);
        break;
      case 'turns':
        this.placeTurns(key, spec);
        break;
      case 'chosen':
      case 'rejected':
        draft[spec.slot] = readSide(this.take(key), [key]);
        break;
      case 'label': {
        const value = this.take(key);
        if (value !== undefined) draft.label = { path: [key], value };
        break;
      }
      case 'parts':
        this.placeParts();
        break;
      case 'task-type':
      case 'metadata':
        break;
    }
  }

  /** The key under which the record has a field, or the usual one. */
  private keyOf(spec: FieldSpec): string {
    const keys = [spec.key, ...(spec.otherKeys ?? [])];
    return keys.find((key) => Object.hasOwn(this.record, key)) ?? spec.key;
  }

  /** An unpaired preference whose answer is the last turn of `messages`: there is no completion to offer. */
  private isWholeChat(): boolean {
    return (
      this.draft.shape === 'unpaired-preference' &&
      !Object.hasOwn(this.record, 'prompt') &&
      this.draft.turnsPath !== undefined
    );
  }

  private placeExchange(slot: 'instruction' | 'response', key: string, spec: FieldSpec): void {
    const value = field(this.record, key);
    const isOptional = !spec.required && value === undefined;
    const isChat = isMessageList(value) || (isList(value) && key !== spec.key);
    if (isChat) this.addTurns(this.take(key), [key]);
    else if (!isOptional || !this.hasImplicitPrompt()) this.draft[slot] = this.takeText(key);
  }

  /** Chosen and rejected are whole conversations, so that a prompt of its own is not missed. */
  private hasImplicitPrompt(): boolean {
    return isMessageList(field(this.record, 'chosen')) || isMessageList(field(this.record, 'rejected'));
  }

  private placeTurns(key: string, spec: FieldSpec): void {
    const value = field(this.record, key);
    if (spec.type === 'pairs') {
      const pairs = value === undefined ? undefined : readPairs(value, [key]);
      if (pairs === undefined) return;
      this.taken.add(key);
      this.turns.push(...pairs);
      this.draft.turnsPath = [key];
    } else if (spec.type === 'request' && isRecord(value)) {
      this.placeRequest(key, value);
    } else if (isList(value)) {
      this.addTurns(this.take(key), [key]);
    }
  }

  private placeRequest(key: string, request: JsonRecord): void {
    const messages = field(request, 'messages');
    if (!isList(messages)) return;
    this.taken.add(key);
    this.addTurns(messages, [key, 'messages']);
    for (const [name, value] of Object.entries(request)) {
      if (name !== 'messages') this.nested.push({ path: [key, name], key: `${key}.${name}`, value });
    }
  }

  private addTurns(list: JsonValue | undefined, path: JsonPath): void {
    if (!isList(list)) return;
    this.turns.push(...readTurns(list, path));
    this.draft.turnsPath ??= path;
  }

  private placeParts(): void {
    if (this.draft.parts !== undefined) return;
    const found = readParts(this.draft.shape, this.record);
    if (found === undefined) return;
    for (const key of found.keys) this.taken.add(key);
    this.draft.parts = found.parts;
  }

  /** For a record of no known shape: what its keys are called, or a list that reads like a conversation. */
  private guess(): void {
    const { draft, record } = this;
    for (const slot of ['instruction', 'input', 'response'] as const) {
      const key = SYNONYMS[slot].find((name) => typeof field(record, name) === 'string');
      if (key !== undefined) draft[slot] = this.takeText(key);
    }
    const list = Object.keys(record).find((key) => isMessageList(field(record, key)));
    if (list !== undefined) this.addTurns(this.take(list), [list]);
  }

  private findSystem(): void {
    if (this.draft.system?.present === true) return;
    const key = SYNONYMS.system.find((name) => !this.taken.has(name) && typeof field(this.record, name) === 'string');
    if (key !== undefined) this.draft.system = this.takeText(key);
  }

  private findTaskType(): void {
    const key = TASK_TYPE_KEYS.find((name) => !this.taken.has(name) && typeof field(this.record, name) === 'string');
    const spec = specOf(this.draft.shape).fields.find((candidate) => candidate.slot === 'task-type');
    if (key !== undefined) this.draft.taskType = this.takeText(key);
    else if (spec !== undefined && !Object.hasOwn(this.record, spec.key)) this.draft.taskType = this.takeText(spec.key);
  }

  private leftOver(): OtherField[] {
    return Object.entries(this.record)
      .filter(([key]) => !this.taken.has(key))
      .map(([key, value]) => ({ path: [key], key, value }));
  }
}

/** One side of a preference: a text, a message, or a conversation. */
function readSide(value: JsonValue | undefined, path: JsonPath): Side {
  if (isList(value)) return { path, turns: readTurns(value, path) };
  if (isRecord(value)) return { path, turns: [readTurn(value, path)] };
  return { path, text: textField(value, path) };
}
