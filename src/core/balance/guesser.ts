import { classifiedExample } from '../classify/example';
import type { ExampleView } from '../record/view';
import type { GuessExplanation } from './balanceData';
import type { Guesser } from './balanceAnalysis';

/** What guesses, loaded when a panel first asks: a megabyte of weights and n-grams that editing never needs. */
export interface LoadedGuesser {
  readonly guess: Guesser;
  readonly explain: (view: ExampleView) => GuessExplanation;
}

/** Characters of a text that its language is told from. */
const LOOKED_AT = 160;

let loading: Promise<LoadedGuesser> | undefined;

/** The classifier of task types and the detector of languages; loaded once. */
export function loadGuesser(): Promise<LoadedGuesser> {
  return (loading ??= load());
}

async function load(): Promise<LoadedGuesser> {
  const { Classifier, weights, eld } = await import('./guesserParts');
  const classifier = new Classifier(weights);
  return {
    guess: (view) => {
      const example = classifiedExample(view);
      const { type, confidence } = classifier.guess(example);
      return { type, confidence, language: eld.detect(spokenText(example)).language };
    },
    explain: (view) => {
      const { guess, reasons } = classifier.explain(classifiedExample(view));
      const { type, best, confidence, isRule } = guess;
      return { type: type ?? 'abstained', best, confidence, isRule, reasons };
    },
  };
}

/** The instruction; where it is short, with what comes after it. */
function spokenText({ instruction, input, response }: ReturnType<typeof classifiedExample>): string {
  return instruction.length >= LOOKED_AT
    ? instruction.slice(0, LOOKED_AT)
    : `${instruction}\n${input.slice(0, LOOKED_AT)}\n${response}`.slice(0, LOOKED_AT);
}
