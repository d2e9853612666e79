import { checkRow } from '../checks/registry';
import type { CheckConfig } from '../config/checkConfig';
import type { GroupPlan } from './planTable';
import type { RowGroups } from './rowGroups';
import type { VerdictTable } from './verdictTable';

/**
 * Which plans are quiet: of their rows nothing is to be said but the fault of the plan, where it has one. Where the facts of the file
 * hold something against them, it may be more against one row than against another, so each takes a parser.
 */
export class QuietPlans {
  private readonly known = new Map<GroupPlan, { conclusion: string; verdict: number | undefined }>();
  private last: GroupPlan | undefined;
  private lastConclusion = '';
  private lastVerdict: number | undefined;

  constructor(
    private readonly groups: RowGroups,
    private readonly verdicts: VerdictTable,
    private readonly config: CheckConfig,
  ) {}

  /** The verdict of every row that fits the plan, by the facts as they are; undefined where it is not quiet. */
  verdictOf(plan: GroupPlan): number | undefined {
    const conclusion = this.groups.conclusionOf(plan.group);
    if (plan === this.last && conclusion === this.lastConclusion) return this.lastVerdict;
    this.last = plan;
    this.lastConclusion = conclusion;
    return (this.lastVerdict = this.look(plan, conclusion));
  }

  private look(plan: GroupPlan, conclusion: string): number | undefined {
    const known = this.known.get(plan);
    if (known?.conclusion === conclusion) return known.verdict;
    const findings = checkRow(plan.exemplar, this.groups.facts, this.config, [1]);
    const isQuiet = findings.every(({ code }) => code === plan.fault);
    const verdict = isQuiet ? this.verdicts.numberOf(findings) : undefined;
    this.known.set(plan, { conclusion, verdict });
    return verdict;
  }
}
