import { CATALOGUE, type Code, CODES, defaultSeverity } from '../checks/catalogue';
import type { Severity } from '../checks/finding';
import type { NearPart, Settings, Thresholds, Trainer } from './settings';

/** How near duplicates are told. */
export interface NearSettings {
  /** Exact Jaccard similarity from which two texts are alike. */
  readonly threshold: number;
  /** Share of the pairs just at the threshold that must be found. */
  readonly recall: number;
  readonly part: NearPart;
}

/** Settings in the form in which the checks ask for them: worked out once, then only looked up. */
export class CheckConfig {
  readonly trainer: Trainer;
  readonly maxTokens: number;
  readonly thresholds: Thresholds;
  private readonly enabled: ReadonlySet<Code>;

  constructor(private readonly settings: Settings) {
    this.trainer = settings.trainer;
    this.maxTokens = settings.maxTokens;
    this.thresholds = settings.thresholds;
    this.enabled = new Set(CODES.filter((code) => this.isEnabled(code)));
  }

  has(code: Code): boolean {
    return this.enabled.has(code);
  }

  /** How near duplicates are told; undefined where they are not looked for. */
  get near(): NearSettings | undefined {
    if (!this.has('duplicate/near')) return undefined;
    const { nearDuplicate, nearDuplicateRecall } = this.thresholds;
    return { threshold: nearDuplicate, recall: nearDuplicateRecall, part: this.settings.nearDuplicatesBy };
  }

  /** What a message of a code weighs; the author's word for the code goes before everything the catalogue says. */
  severityOf(code: Code, message: string): Severity | 'off' {
    return this.settings.severity[code] ?? defaultSeverity(code, message);
  }

  private isEnabled(code: Code): boolean {
    if (this.settings.severity[code] === 'off') return false;
    if (this.settings.severity[code] === undefined && CATALOGUE[code].severity === 'off') return false;
    if (code === 'trainer/dropped') return this.trainer !== 'none';
    if (code === 'length/too-long') return this.maxTokens > 0;
    return true;
  }
}
