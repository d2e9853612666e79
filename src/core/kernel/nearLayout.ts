// What the near-duplicate kernel and its callers agree on. AssemblyScript compiles this file too, so it holds plain numbers only.

/** Code points of a gram. */
export const GRAM_POINTS = 5;
/** Code points of the longest text. */
export const MAX_POINTS = 1 << 18;
/** Values of a sketch; bands are made of the first ones. */
export const BINS = 128;
/** After so many rounds, bins that are still empty take the least hash of all grams. */
export const ROUNDS = 8;

/** Factors of the five code points in a gram's hash, and what stirs it (MurmurHash3's finaliser). */
export const FACTOR_0 = 0x9e3779b1;
export const FACTOR_1 = 0x85ebca77;
export const FACTOR_2 = 0xc2b2ae3d;
export const FACTOR_3 = 0x27d4eb2f;
export const FACTOR_4 = 0x165667b1;
export const STIR_1 = 0x85ebca6b;
export const STIR_2 = 0xc2b2ae35;
/** What tells rounds, and bins of their own, apart. */
export const ROUND_SEED = 0x6b43a9b5;
export const BIN_SEED = 0x1f83d9ab;

/** What folding does with a code point, in the highest bits of its entry; below them the code point that it becomes, or a number. */
export const FOLD_SHIFT = 29;
export const FOLD_VALUE_MASK = (1 << FOLD_SHIFT) - 1;
export const FOLD_PLAIN = 0;
export const FOLD_SPACE = 1;
export const FOLD_QUOTE = 2;
/** Goes at the end of a word. */
export const FOLD_MARK = 3;
/** Becomes several: the number of its place among the expansions, where their count comes first. */
export const FOLD_MANY = 4;
/** Depends on its neighbours: ask JavaScript. */
export const FOLD_HARD = 5;

/** Code points from here on are hard. */
export const FOLD_END = 0x32400;
export const FOLD_PAGE_POINTS = 256;
export const MAX_FOLD_PAGES = 512;
export const MAX_EXPANSION_WORDS = 1 << 15;
/** What `fold` gives where it cannot go on: a page of entries is missing, or the text is not for it. */
export const FOLD_MISSING = -1;
export const FOLD_NOT = -2;

/**
 * The words of a text to be folded: its role (a number from 0 on, or one of the next two), and where it starts and ends in the input
 * (without quotes).
 */
export const SPAN_WORDS = 3;
/** A field: no line where it folds to nothing. */
export const SPAN_FIELD = -1;
/** A side of a preference: a line in any case. */
export const SPAN_SIDE = -2;
export const MAX_SPANS = 512;
/** Bytes of a role: how many bytes its tag has, and the tag. */
export const TAG_BYTES = 32;
export const MAX_TAGS = 8;
/** Bytes of the longest row of which texts can be folded. */
export const FOLD_INPUT_BYTES = 1 << 20;

/** Where the kernel's memory holds what. Room behind texts, so that whole vectors can be read at their ends. */
export const NEAR_PADDING = 64;
export const SKETCH_AT = 1024;
export const KEYS_AT = SKETCH_AT + BINS * 4;
/** Of the text that was folded last: hash of its UTF-8 (low, high), its bytes of UTF-8, its UTF-16 units, the page that is missing. */
export const RESULT_AT = KEYS_AT + BINS * 4;
export const RESULT_WORDS = 5;
export const RESULT_BYTES = 2;
export const RESULT_UNITS = 3;
export const RESULT_PAGE = 4;
/** The lowest two bits of each value, 16 to a word. */
export const MARK_WORDS = 8;
export const MARKS_AT = RESULT_AT + 64;
export const TAGS_AT = 4096;
/** Number of each page, from 1 on; 0 for one that is missing. */
export const FOLD_DIRECTORY_AT = TAGS_AT + MAX_TAGS * TAG_BYTES;
export const SPANS_AT = FOLD_DIRECTORY_AT + (FOLD_END / FOLD_PAGE_POINTS) * 4;
export const POINTS_AT = 1 << 16;
export const HASHES_AT = POINTS_AT + MAX_POINTS * 4 + NEAR_PADDING;
/** Which grams fall into open bins: where the hashes of 16 stand, and which of them do. */
export const FOUND_AT = HASHES_AT + MAX_POINTS * 4 + NEAR_PADDING;
export const LEFT_POINTS_AT = FOUND_AT + MAX_POINTS + NEAR_PADDING;
/** Open addressing, 8 bytes a gram: room for twice the grams of two of the longest texts. */
export const TABLE_AT = LEFT_POINTS_AT + MAX_POINTS * 4 + NEAR_PADDING;
export const MAX_SLOTS = MAX_POINTS * 4;
/** A byte for each of several grams. */
export const CELLS_AT = TABLE_AT + MAX_SLOTS * 8;
export const MAX_CELLS = MAX_POINTS * 4;
/** The folded text in UTF-8. */
export const FOLDED_AT = CELLS_AT + MAX_CELLS;
export const FOLD_PAGES_AT = FOLDED_AT + MAX_POINTS * 4 + NEAR_PADDING;
export const EXPANSIONS_AT = FOLD_PAGES_AT + MAX_FOLD_PAGES * FOLD_PAGE_POINTS * 4;
export const FOLD_INPUT_AT = EXPANSIONS_AT + MAX_EXPANSION_WORDS * 4;
export const NEAR_MEMORY_BYTES = FOLD_INPUT_AT + FOLD_INPUT_BYTES + NEAR_PADDING;
