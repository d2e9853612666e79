/**
 * Loaded into every test process before its tests (`--import`). Where CI is set, property tests draw the same examples in every run,
 * so that a red run says something about the change and can be had again; everywhere else each run draws new ones, and finds what
 * nobody has thought of. `ITUNE_SEED=<number>` repeats a run that failed.
 */
import fc from 'fast-check';

const SEED_IN_CI = 20_261_129;

const { ITUNE_SEED: asked, CI } = process.env;
const seed = asked === undefined ? SEED_IN_CI : Number(asked);
if (!Number.isInteger(seed)) throw new Error(`ITUNE_SEED is "${asked}": a whole number is wanted.`);
if (asked !== undefined || CI !== undefined) fc.configureGlobal({ seed });
