import type { ClassifiedExample } from './example';
import { addFeatures, featuresOf } from './features';
import { keywordType } from './keywordRules';
import { Model, type Reason, type StoredModel } from './model';
import { goesByRules } from './taskTaxonomies';
import type { TaskType } from './taskTypes';

export interface TypeGuess {
  /** undefined where the classifier abstains. */
  readonly type: TaskType | undefined;
  /** The best type, also where it abstains. */
  readonly best: TaskType;
  /** 0 to 1: the probability of the best type. A rule has `RULE_CONFIDENCE`. */
  readonly confidence: number;
  /** By a keyword rule and not by weights. */
  readonly isRule: boolean;
}

/** What a rule is trusted; nobody has measured it. */
export const RULE_CONFIDENCE = 0.5;
const MOST_REASONS = 8;
/**
 * Types whose labelled rows are of one kind (all of GSM8K, say), so that weights know that kind only. Where their rule fits, it counts
 * this much more (log-odds): chosen by held-out sources, with no loss on Dolly's types.
 */
const FEW_SOURCES: ReadonlySet<TaskType> = new Set<TaskType>(['coding', 'math', 'chat', 'rewriting']);
const RULE_BONUS = 5;

/** Guesses the task type of examples. Deterministic, without a network; what it reaches stands in docs/classifier.md. */
export class Classifier {
  private readonly model: Model;

  constructor(private readonly stored: StoredModel) {
    this.model = new Model(stored);
  }

  /** @param threshold the probability below which it abstains; the model's own unless told */
  guess(example: ClassifiedExample, threshold = this.stored.threshold): TypeGuess {
    const rule = keywordType(example);
    if (goesByRules(rule)) return { type: rule, best: rule, confidence: RULE_CONFIDENCE, isRule: true };
    const favoured = FEW_SOURCES.has(rule) ? rule : undefined;
    const probabilities = this.model.probabilities(
      (features) => addFeatures(features, example, rule),
      favoured,
      RULE_BONUS,
    );
    let best = 0;
    for (let i = 1; i < probabilities.length; i++) {
      if ((probabilities[i] ?? 0) > (probabilities[best] ?? 0)) best = i;
    }
    const type = this.model.types[best] ?? 'other';
    const confidence = probabilities[best] ?? 0;
    return { type: confidence < threshold ? undefined : type, best: type, confidence, isRule: false };
  }

  /** What spoke for the best type. */
  explain(example: ClassifiedExample): { readonly guess: TypeGuess; readonly reasons: readonly Reason[] } {
    const guess = this.guess(example);
    if (guess.isRule) return { guess, reasons: [{ feature: `rule ${guess.best}`, weight: 1 }] };
    const rule = keywordType(example);
    const bonus = rule === guess.best && FEW_SOURCES.has(rule) ? [{ feature: `rule ${rule}`, weight: RULE_BONUS }] : [];
    const reasons = this.model
      .reasons(featuresOf(example, rule), guess.best, MOST_REASONS)
      .filter(({ feature }) => bonus.length === 0 || feature !== `rule ${rule}`);
    return { guess, reasons: [...bonus, ...reasons].slice(0, MOST_REASONS) };
  }
}
