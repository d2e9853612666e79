import type { CheckConfig } from '../config/checkConfig';
import { CATALOGUE, type Code, CODES, familyOf } from './catalogue';
import { checkChat } from './chat';
import type { FactsSummary } from './datasetFacts';
import type { Finding } from './finding';
import { checkJson } from './json';
import { checkLength } from './length';
import { checkPair } from './pair';
import { checkPreference } from './preference';
import { checkPrivacy } from './privacy';
import { RowContext } from './rowContext';
import { checkSchema } from './schema';
import { checkText } from './text';
import { checkTrainer } from './trainer';

export type Tier = 1 | 2;

interface Family {
  readonly name: string;
  readonly tier: Tier;
  readonly check: (context: RowContext) => void;
}

/** The families of row checks, each in its file, in the order in which their findings are listed. All but `json` need a record. */
const FAMILIES: readonly Family[] = [
  { name: 'schema', tier: 1, check: checkSchema },
  { name: 'pair', tier: 1, check: checkPair },
  { name: 'chat', tier: 1, check: checkChat },
  { name: 'preference', tier: 1, check: checkPreference },
  { name: 'length', tier: 1, check: checkLength },
  { name: 'trainer', tier: 1, check: checkTrainer },
  { name: 'text', tier: 2, check: checkText },
  { name: 'privacy', tier: 2, check: checkPrivacy },
];

/**
 * The findings of one row, by its line without the line end, in order of their columns. Pure: the same line, facts and config give
 * the same findings. `tiers` leaves out the checks of the other tier. Duplicates, benchmarks, the file as a whole and the author's
 * own schema are not among them: they need more than the row.
 */
export function checkRow(
  line: string,
  facts: FactsSummary,
  config: CheckConfig,
  tiers: readonly Tier[] = [1, 2],
): readonly Finding[] {
  return checkContext(new RowContext(line, facts, config), tiers);
}

/** The same for a caller that has the row's context, and wants its view afterwards. */
export function checkContext(context: RowContext, tiers: readonly Tier[] = [1, 2]): readonly Finding[] {
  if (tiers.includes(1)) checkJson(context);
  if (context.record !== undefined) {
    for (const { tier, check } of familiesOf(context.config)) if (tiers.includes(tier)) check(context);
  }
  return finish(context);
}

function finish({ findings, config }: RowContext): readonly Finding[] {
  if (findings.length === 0) return findings;
  return findings.filter(({ code }) => config.has(code)).sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Families that have a code which is on. To ask that of each code again for each row would take as long as the checks. */
function familiesOf(config: CheckConfig): readonly Family[] {
  let families = enabled.get(config);
  if (families === undefined) {
    families = FAMILIES.filter(({ name }) => (CODES_OF.get(name) ?? []).some((code) => config.has(code)));
    enabled.set(config, families);
  }
  return families;
}

const enabled = new WeakMap<CheckConfig, readonly Family[]>();

const CODES_OF: ReadonlyMap<string, readonly Code[]> = new Map(
  FAMILIES.map(({ name }) => [name, CODES.filter((code) => familyOf(code) === name)]),
);

/** Whether any check of tier 2 looks at the texts of rows: without, nobody need ask what they may hold. */
export function looksAtTexts(config: CheckConfig): boolean {
  return familiesOf(config).some(({ tier }) => tier === 2);
}

/** Codes of a tier that are on: what a surface lists as "checks that ran". */
export function codesOfTier(tier: Tier, config: CheckConfig): Code[] {
  return CODES.filter((code) => CATALOGUE[code].tier === tier && config.has(code));
}
