import { checkRow } from '../checks/registry';
import type { CheckConfig } from '../config/checkConfig';
import type { GroupPlan } from './planTable';
import type { RowGroups } from './rowGroups';

/**
 * Which plans are quiet: their rows are free of findings when they are clean in themselves. Where the facts of the file hold
 * something against them, it may be more against one row than against another, so each takes a parser.
 */
export class QuietPlans {
  private readonly known = new Map<GroupPlan, { conclusion: string; isQuiet: boolean }>();
  private last: GroupPlan | undefined;
  private lastConclusion = '';
  private isLastQuiet = false;

  constructor(
    private readonly groups: RowGroups,
    private readonly config: CheckConfig,
  ) {}

  /** By the facts as they are. */
  has(plan: GroupPlan): boolean {
    const conclusion = this.groups.conclusionOf(plan.group);
    if (plan === this.last && conclusion === this.lastConclusion) return this.isLastQuiet;
    this.last = plan;
    this.lastConclusion = conclusion;
    return (this.isLastQuiet = this.look(plan, conclusion));
  }

  private look(plan: GroupPlan, conclusion: string): boolean {
    const known = this.known.get(plan);
    if (known?.conclusion === conclusion) return known.isQuiet;
    const isQuiet = checkRow(plan.exemplar, this.groups.facts, this.config, [1]).length === 0;
    this.known.set(plan, { conclusion, isQuiet });
    return isQuiet;
  }
}
