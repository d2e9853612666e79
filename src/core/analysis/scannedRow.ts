import {
  IS_BLANK,
  KIND_MASK,
  KIND_OBJECT,
  KIND_STRING,
  MOST_FIELDS,
  ROW_FIRST_VALUE,
  ROW_WORDS,
  VALUE_HASH,
  VALUE_KEY,
  VALUE_NEXT,
  VALUE_WORDS,
} from '../kernel/kernelLayout';
import type { RowKernel } from '../kernel/rowKernel';
import { type HashPair, hashOf, type Position, type RowPlan } from './rowPlan';

const ROLE = hashOf('role');
const CONTENT = hashOf('content');
const FROM = hashOf('from');
const VALUE = hashOf('value');

export type PlainRole = 'system' | 'user' | 'assistant';
/** Roles as each shape spells them, all of them known to the checks; others are left to the parser. */
const OPENAI_ROLES: readonly (readonly [HashPair, PlainRole])[] = [
  [hashOf('user'), 'user'],
  [hashOf('assistant'), 'assistant'],
  [hashOf('system'), 'system'],
];
const SHAREGPT_ROLES: readonly (readonly [HashPair, PlainRole])[] = [
  [hashOf('human'), 'user'],
  [hashOf('gpt'), 'assistant'],
  ...OPENAI_ROLES,
];

/** A row of the kernel's last scan: where its fields and turns stand among the kernel's values. */
export class ScannedRow {
  /** The value of each field, by its position. */
  readonly fields = new Int32Array(MOST_FIELDS);
  /** Turns of the chat that was looked at last: roles, and the values of their contents. */
  readonly roles: PlainRole[] = [];
  readonly contents: number[] = [];
  private readonly values: Int32Array;

  constructor(private readonly kernel: RowKernel) {
    this.values = kernel.values;
  }

  /** Finds where the fields of a row stand; false where they are very many. */
  findFields(row: number): boolean {
    const record = this.kernel.rows[row * ROW_WORDS + ROW_FIRST_VALUE] ?? 0;
    const end = this.word(record, VALUE_NEXT);
    let count = 0;
    for (let value = record + 1; value < end; value = this.word(value, VALUE_NEXT)) {
      if (count === MOST_FIELDS) return false;
      this.fields[count++] = value;
    }
    return true;
  }

  /** Takes the turns apart; false where one is more than a role that is known and a text. */
  readTurns(plan: RowPlan): boolean {
    const isTagged = plan.shape === 'sharegpt';
    const list = this.fields[plan.turns] ?? 0;
    const end = this.word(list, VALUE_NEXT);
    this.roles.length = this.contents.length = 0;
    for (let turn = list + 1; turn < end; turn = this.word(turn, VALUE_NEXT)) {
      if ((this.word(turn, 0) & KIND_MASK) !== KIND_OBJECT || this.word(turn, VALUE_NEXT) !== turn + 3) return false;
      const isRoleFirst = this.hasKey(turn + 1, isTagged ? FROM : ROLE);
      const role = isRoleFirst ? turn + 1 : turn + 2;
      const content = isRoleFirst ? turn + 2 : turn + 1;
      if (!this.hasKey(role, isTagged ? FROM : ROLE) || !this.hasKey(content, isTagged ? VALUE : CONTENT)) return false;
      const folded = this.roleOf(role, isTagged ? SHAREGPT_ROLES : OPENAI_ROLES);
      const head = this.word(content, 0);
      if (folded === undefined || (head & KIND_MASK) !== KIND_STRING || (head & IS_BLANK) !== 0) return false;
      this.roles.push(folded);
      this.contents.push(content);
    }
    return this.roles.length > 0;
  }

  head(position: Position): number {
    return this.word(this.fields[position] ?? 0, 0);
  }

  kindAt(position: Position): number {
    return this.head(position) & KIND_MASK;
  }

  /** A word of one of the kernel's values (`kernelLayout.ts`). */
  word(value: number, offset: number): number {
    return this.values[value * VALUE_WORDS + offset] ?? 0;
  }

  private roleOf(value: number, roles: readonly (readonly [HashPair, PlainRole])[]): PlainRole | undefined {
    if ((this.word(value, 0) & KIND_MASK) !== KIND_STRING) return undefined;
    const low = this.word(value, VALUE_HASH);
    const high = this.word(value, VALUE_HASH + 1);
    for (const [hash, role] of roles) if (hash.low === low && hash.high === high) return role;
    return undefined;
  }

  private hasKey(value: number, key: HashPair): boolean {
    return this.word(value, VALUE_KEY) === key.low && this.word(value, VALUE_KEY + 1) === key.high;
  }
}
