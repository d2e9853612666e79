// What the find kernel and its callers agree on. AssemblyScript compiles this file too, so it holds plain numbers only.

/** Bytes that are searched at once: they stay in the processor's cache. */
export const FIND_BLOCK_BYTES = 256 * 1024;
/** Bytes of the longest needle, and escapes that can be looked for beside it. */
export const MAX_NEEDLE_BYTES = 64;
export const MAX_ESCAPES = 128;

/** Where the kernel's memory holds what. Room behind the block, so that whole vectors can be read at its end. */
export const FIND_NEEDLE_AT = 1024;
export const FIND_ESCAPES_AT = 2048;
export const FIND_BLOCK_AT = 1 << 16;
export const FIND_LENGTHS_AT = FIND_BLOCK_AT + FIND_BLOCK_BYTES + 256;
/** Lines that one call can tell of, or look through. */
export const MAX_LENGTHS = 4096;
export const FIND_FOUND_AT = FIND_LENGTHS_AT + 4 * MAX_LENGTHS;
