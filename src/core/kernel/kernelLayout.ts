// What the row kernel and its callers agree on. AssemblyScript compiles this file too, so it holds plain numbers only.

/** Bytes of input that one call can look at. */
export const INPUT_BYTES = 1 << 20;
/** Rows and values that one call can tell of. */
export const MAX_ROWS = 1 << 13;
export const MAX_VALUES = 1 << 16;
/** Deeper values are left to the caller. */
export const MAX_DEPTH = 256;
/** Objects with more keys than this are not looked through for keys that stand twice. */
export const MAX_COMPARED_KEYS = 64;

/**
 * The words of a row: where it starts and ends in the input (without its line end), its verdict and flags, its first value and the one
 * after its last, how many keys it has in all its objects, and its signature (low, high): the hash of its fields' keys and kinds.
 */
export const ROW_WORDS = 8;
export const ROW_START = 0;
export const ROW_END = 1;
export const ROW_HEAD = 2;
export const ROW_FIRST_VALUE = 3;
export const ROW_LAST_VALUE = 4;
export const ROW_KEYS = 5;
export const ROW_SIGNATURE = 6;

/**
 * The words of a value, in the order in which they begin: kind, flags and (from bit 16 on) first byte of a text; where it starts and
 * ends in the input; the value that follows everything in it; the hash of its decoded text (low, high), of a number's digits, else 0;
 * the hash of its key, 0 in a list; the length of its text in UTF-16 units and in bytes of UTF-8.
 */
export const VALUE_WORDS = 10;
export const VALUE_HEAD = 0;
export const VALUE_START = 1;
export const VALUE_END = 2;
export const VALUE_NEXT = 3;
export const VALUE_HASH = 4;
export const VALUE_KEY = 6;
export const VALUE_UNITS = 8;
export const VALUE_BYTES = 9;

export const VERDICT_OBJECT = 0;
export const VERDICT_OTHER_VALUE = 1;
/** Nothing but JSON's own white space. */
export const VERDICT_BLANK = 2;
export const VERDICT_NOT_JSON = 3;
/** Whether or not it would be JSON otherwise. */
export const VERDICT_NOT_UTF8 = 4;
/** Too deep, or of too many values: ask another parser. */
export const VERDICT_UNREAD = 5;
export const VERDICT_MASK = 255;

/** A key stands twice in one of the row's objects. */
export const ROW_DUPLICATE_KEY = 1 << 8;
/** An object has too many keys to be compared here. */
export const ROW_MANY_KEYS = 1 << 9;

export const KIND_MASK = 15;
export const KIND_STRING = 1;
export const KIND_NUMBER = 2;
export const KIND_TRUE = 3;
export const KIND_FALSE = 4;
export const KIND_NULL = 5;
export const KIND_ARRAY = 6;
export const KIND_OBJECT = 7;

export const HAS_ESCAPES = 1 << 4;
export const HAS_NON_ASCII = 1 << 5;
/** Nothing but white space, as `trim` sees it; also where there is nothing at all. */
export const IS_BLANK = 1 << 6;
export const STARTS_WITH_SPACE = 1 << 7;
export const ENDS_WITH_SPACE = 1 << 8;
/** A number that is not written as JavaScript would write it. Its hash is 0. */
export const IS_ODD_NUMBER = 1 << 9;
/** "put:" or "ction:" stands in the text: it may hold the labels of another example. */
export const MAY_HOLD_LABEL = 1 << 10;
export const FIRST_BYTE_SHIFT = 16;

/**
 * Marks of a text, set where they are asked for: what it may hold that checks look for. A mark that is missing is certain. What looks
 * odd: control characters, characters that nobody sees, UTF-8 read as something else. Then HTML, code fences, gaps of a template, a
 * refusal near the beginning, keys and tokens, data of people, repetition.
 */
export const MARK_ODD = 1 << 24;
export const MARK_HTML = 1 << 25;
export const MARK_FENCE = 1 << 26;
export const MARK_GAP = 1 << 27;
export const MARK_REFUSAL = 1 << 28;
export const MARK_SECRET = 1 << 29;
export const MARK_PERSONAL = 1 << 30;
export const MARK_REPEATS = 1 << 31;
export const ALL_MARKS = 255 << 24;
/** `MARK_REPEATS` is about texts of so many UTF-16 units, and about more than half of the word 10-grams. */
export const MARKED_REPETITION_UNITS = 250;
export const MARKED_REPETITION = 0.5;

/**
 * The words of a plan: how rows of one signature, all of whose fields are plain, are judged and hashed (`assembly/fit.ts`). The
 * signature and the hash of the shape's name (low, high each); the least bytes of a row that may have too many tokens; 1 where there is
 * a digest of the prompt; and where among the fields of a row stands what, -1 for what is not there.
 */
export const MAX_PLANS = 16;
export const PLAN_WORDS = 13;
export const PLAN_SIGNATURE = 0;
export const PLAN_SHAPE = 2;
export const PLAN_LONG = 4;
export const PLAN_IS_PROMPTED = 5;
export const PLAN_SYSTEM = 6;
export const PLAN_INSTRUCTION = 7;
export const PLAN_INPUT = 8;
export const PLAN_RESPONSE = 9;
export const PLAN_CHOSEN = 10;
export const PLAN_REJECTED = 11;
export const PLAN_LABEL = 12;

/**
 * The words of a row that was fitted: the number of its plan, from 1, or 0 for one that takes a closer look; then its digests, of all
 * and of the prompt, high and low each.
 */
export const FIT_WORDS = 5;
export const FIT_DIGESTS = 1;

/** A row with more fields than this takes a closer look. */
export const MOST_FIELDS = 64;
/** UTF-16 units of the longest text that stands for none, as the checks have it. */
export const LONGEST_PLACEHOLDER = 40;
/** What stands for a field or label that is no text, in the hash of a row's content. */
export const CONTENT_NULL = 1;
export const CONTENT_TRUE = 2;
export const CONTENT_FALSE = 3;

/** Where the kernel's memory holds what. Room behind input and text, so that whole vectors can be read and written at their ends. */
export const PADDING = 256;
export const INPUT_AT = 1 << 16;
/** The last text that was decoded. A text never has more bytes than its JSON, so it fits in as much room. */
export const TEXT_AT = INPUT_AT + INPUT_BYTES + PADDING;
export const ROWS_AT = TEXT_AT + INPUT_BYTES + PADDING;
export const VALUES_AT = ROWS_AT + MAX_ROWS * ROW_WORDS * 4;
/** The open containers. */
export const STACK_AT = VALUES_AT + MAX_VALUES * VALUE_WORDS * 4;
/** Keys as the row before had them: 16 bytes as written, the hash, and the length, 0 where it is longer. */
export const KNOWN_KEY_BYTES = 32;
export const KNOWN_KEYS_AT = STACK_AT + MAX_DEPTH * 4;
/** Two bytes for each hash of a run of words or bytes, as `assembly/repeats.ts` has it. */
export const STAMP_BITS = 13;
export const STAMPS_AT = KNOWN_KEYS_AT + MAX_COMPARED_KEYS * KNOWN_KEY_BYTES;
export const PLANS_AT = STAMPS_AT + (2 << STAMP_BITS);
export const FITS_AT = PLANS_AT + MAX_PLANS * PLAN_WORDS * 4;
/** The fields of the row that is fitted. */
export const FIELDS_AT = FITS_AT + MAX_ROWS * FIT_WORDS * 4;
export const MEMORY_BYTES = FIELDS_AT + MOST_FIELDS * 4;
