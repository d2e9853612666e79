// Judges rows of exchanges by the values that `scan` found, and hashes what is trained on: `../../analysis/fastRows.ts` does the same of
// one row at a time, and looks closer at those that are not certain here.
import {
  CONTENT_FALSE,
  CONTENT_NULL,
  CONTENT_TRUE,
  ENDS_WITH_SPACE,
  FIELDS_AT,
  FIRST_BYTE_SHIFT,
  FIT_DIGESTS,
  FIT_WORDS,
  FITS_AT,
  HAS_ESCAPES,
  INPUT_AT,
  IS_BLANK,
  KIND_MASK,
  KIND_NULL,
  KIND_STRING,
  KIND_TRUE,
  LONGEST_PLACEHOLDER,
  MAY_HOLD_LABEL,
  MOST_FIELDS,
  PLAN_CHOSEN,
  PLAN_INPUT,
  PLAN_INSTRUCTION,
  PLAN_IS_PROMPTED,
  PLAN_LABEL,
  PLAN_LONG,
  PLAN_REJECTED,
  PLAN_RESPONSE,
  PLAN_SHAPE,
  PLAN_SIGNATURE,
  PLAN_SYSTEM,
  PLAN_WORDS,
  PLANS_AT,
  ROW_END,
  ROW_FIRST_VALUE,
  ROW_HEAD,
  ROW_SIGNATURE,
  ROW_START,
  ROW_WORDS,
  ROWS_AT,
  STARTS_WITH_SPACE,
  VALUE_HASH,
  VALUE_HEAD,
  VALUE_NEXT,
  VALUE_START,
  VALUE_UNITS,
  VALUE_WORDS,
  VALUES_AT,
  VERDICT_OBJECT,
} from '../kernelLayout';
import { finish, startState } from './textHash';

const STEP = VALUE_WORDS * 4;
const PLAN_BYTES = PLAN_WORDS * 4;
const EMPTY = finish(startState(), 0);

/** The hash under way: as `ContentHasher` has it. */
let a: i32 = 0;
let b: i32 = 0;

/** Fits the first `rows` rows of the last scan to the first `plans` plans. */
export function fitRows(rows: i32, plans: i32): void {
  const end = PLANS_AT + plans * PLAN_BYTES;
  let plan = PLANS_AT;
  for (let i = 0; i < rows; i++) {
    const row = ROWS_AT + i * ROW_WORDS * 4;
    const fit = FITS_AT + i * FIT_WORDS * 4;
    store<i32>(fit, 0);
    if (load<i32>(row, ROW_HEAD * 4) != VERDICT_OBJECT) continue;
    const signature = load<u64>(row, ROW_SIGNATURE * 4);
    // Mostly that of the row before.
    if (plan == end || load<u64>(plan, PLAN_SIGNATURE * 4) != signature) {
      plan = PLANS_AT;
      while (plan < end && load<u64>(plan, PLAN_SIGNATURE * 4) != signature) plan += PLAN_BYTES;
    }
    if (plan == end || !findFields(row) || !isClean(row, plan)) continue;
    store<i32>(fit, (plan - PLANS_AT) / PLAN_BYTES + 1);
    digest(plan, fit + FIT_DIGESTS * 4);
  }
}

/** Notes where the fields of a row stand; false where they are very many. */
function findFields(row: i32): bool {
  const record = VALUES_AT + load<i32>(row, ROW_FIRST_VALUE * 4) * STEP;
  const end = following(record);
  let field = FIELDS_AT;
  for (let value = record + STEP; value < end; value = following(value)) {
    if (field == FIELDS_AT + MOST_FIELDS * 4) return false;
    store<i32>(field, value);
    field += 4;
  }
  return true;
}

function following(value: i32): i32 {
  return VALUES_AT + load<i32>(value, VALUE_NEXT * 4) * STEP;
}

/** Whether certainly nothing is to be said of the row. */
function isClean(row: i32, plan: i32): bool {
  if (load<i32>(row, ROW_END * 4) - load<i32>(row, ROW_START * 4) >= load<i32>(plan, PLAN_LONG * 4)) return false;
  const instruction = valueAt(load<i32>(plan, PLAN_INSTRUCTION * 4));
  const input = valueAt(load<i32>(plan, PLAN_INPUT * 4));
  const response = valueAt(load<i32>(plan, PLAN_RESPONSE * 4));
  const chosen = valueAt(load<i32>(plan, PLAN_CHOSEN * 4));
  const rejected = valueAt(load<i32>(plan, PLAN_REJECTED * 4));
  const filled = headOf(instruction) | headOf(response);
  if (((filled | headOf(input)) & MAY_HOLD_LABEL) != 0) return false;
  if (((filled | headOf(chosen) | headOf(rejected)) & IS_BLANK) != 0) return false;
  if (response != 0) {
    if (mayBePlaceholder(response)) return false;
    if (instruction != 0 && mayBeSame(instruction, response)) return false;
    if (input != 0 && mayBeSame(input, response)) return false;
  }
  if (input != 0 && mayBePlaceholder(input)) return false;
  return chosen == 0 || rejected == 0 || !mayBeSame(chosen, rejected);
}

/** The field at a position; 0 for one that rows lack. */
function valueAt(position: i32): i32 {
  return position < 0 ? 0 : load<i32>(FIELDS_AT + position * 4);
}

function headOf(value: i32): i32 {
  return value == 0 ? 0 : load<i32>(value, VALUE_HEAD * 4);
}

function mayBePlaceholder(value: i32): bool {
  const head = load<i32>(value, VALUE_HEAD * 4);
  if (load<i32>(value, VALUE_UNITS * 4) > LONGEST_PLACEHOLDER || (head & KIND_MASK) != KIND_STRING) return false;
  if ((head & STARTS_WITH_SPACE) != 0) return true;
  const first = firstByte(head);
  const letter = first | 0x20;
  if (letter == 0x6e || letter == 0x74) return (head & HAS_ESCAPES) != 0 || mayGoOn(value, letter == 0x6e);
  return first == 0x5b || first == 0x28 || first == 0x7b || first == 0x3c;
}

/** Whether a text without escapes goes on as a placeholder does: no, na, nu or n/ where it begins with n; tbd or tod where not. */
function mayGoOn(value: i32, isN: bool): bool {
  const text = INPUT_AT + load<i32>(value, VALUE_START * 4) + 1;
  const second = load<u8>(text, 1) | 0x20;
  if (isN) return second == 0x6f || second == 0x61 || second == 0x75 || second == 0x2f;
  return (second == 0x62 || second == 0x6f) && (load<u8>(text, 2) | 0x20) == 0x64;
}

function mayBeSame(one: i32, other: i32): bool {
  const left = load<i32>(one, VALUE_HEAD * 4);
  const right = load<i32>(other, VALUE_HEAD * 4);
  if ((left & KIND_MASK) != KIND_STRING || (right & KIND_MASK) != KIND_STRING) return false;
  const either = left | right;
  if ((either & IS_BLANK) != 0) return (left & right & IS_BLANK) != 0;
  if ((either & STARTS_WITH_SPACE) == 0) {
    const first = firstByte(left);
    const second = firstByte(right);
    if (first < 0x80 && second < 0x80 && lower(first) != lower(second)) return false;
  }
  if ((either & (STARTS_WITH_SPACE | ENDS_WITH_SPACE)) != 0) return true;
  return load<i32>(one, VALUE_UNITS * 4) == load<i32>(other, VALUE_UNITS * 4);
}

function firstByte(head: i32): i32 {
  return (head >> FIRST_BYTE_SHIFT) & 0xff;
}

function lower(byte: i32): i32 {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

/** Writes the digests of the row: of all, then of its prompt where the plan has one, high and low each. */
function digest(plan: i32, out: i32): void {
  a = 0x2f0b4c47;
  b = 0x6b43a9b5;
  putHash(load<u64>(plan, PLAN_SHAPE * 4));
  putField(load<i32>(plan, PLAN_SYSTEM * 4));
  putField(load<i32>(plan, PLAN_INSTRUCTION * 4));
  putField(load<i32>(plan, PLAN_INPUT * 4));
  if (load<i32>(plan, PLAN_IS_PROMPTED * 4) != 0) storeDigest(out + 8);
  else store<u64>(out, 0, 8);
  putField(load<i32>(plan, PLAN_RESPONSE * 4));
  // No turns.
  put(0);
  putField(load<i32>(plan, PLAN_CHOSEN * 4));
  putField(load<i32>(plan, PLAN_REJECTED * 4));
  const label = valueAt(load<i32>(plan, PLAN_LABEL * 4));
  put(label == 0 ? CONTENT_NULL : kindOf(label) == KIND_TRUE ? CONTENT_TRUE : CONTENT_FALSE);
  storeDigest(out);
}

function kindOf(value: i32): i32 {
  return load<i32>(value, VALUE_HEAD * 4) & KIND_MASK;
}

function putField(position: i32): void {
  const value = valueAt(position);
  if (value == 0) putHash(EMPTY);
  else if (kindOf(value) == KIND_NULL) put(CONTENT_NULL);
  else putHash(load<u64>(value, VALUE_HASH * 4));
}

function putHash(hash: u64): void {
  put(i32(hash));
  put(i32(hash >> 32));
}

function put(word: i32): void {
  const x = word * 0xcc9e2d51;
  const y = (word ^ 0x5bd1e995) * 0x85ebca6b;
  a = rotl<i32>(a ^ (rotl<i32>(x, 15) * 0x1b873593), 13) * 5 + 0xe6546b64;
  b = rotl<i32>(b ^ (rotl<i32>(y, 17) * 0xc2b2ae35), 11) * 9 + 0x52198f1d + a;
}

function storeDigest(out: i32): void {
  const low = avalanche(a ^ (b * 0x9e3779b1));
  store<i32>(out, avalanche(b ^ low));
  store<i32>(out, low, 4);
}

function avalanche(word: i32): i32 {
  let h = u32(word);
  h = (h ^ (h >>> 16)) * 0x85ebca6b;
  h = (h ^ (h >>> 13)) * 0xc2b2ae35;
  return h ^ (h >>> 16);
}
