import type { GuessExplanation } from '../../../src/core/balance/balanceData';
import { reasonWords } from './reasonWords';
import { formatShare } from '../model/words';

/** Which task type an example was guessed to be, how sure the guess is, and the words and traits that decided. */
export function GuessView({ guess }: { readonly guess: GuessExplanation }) {
  const { type, best, confidence, isRule, reasons } = guess;
  return (
    <details class="guess">
      <summary>
        {type === 'abstained' ? (
          <>No guess; most likely {best}</>
        ) : (
          <>
            Guessed: <strong>{type}</strong>
          </>
        )}
        {isRule ? ', by a keyword rule (unmeasured)' : `, ${formatShare(confidence)} sure`}
      </summary>
      {reasons.length === 0 ? (
        <p>Nothing in particular spoke for it.</p>
      ) : (
        <>
          <p>What spoke for {best}, the strongest first (log-odds against the other types):</p>
          <ul class="reasons">
            {reasons.map(({ feature, weight }) => (
              <li key={feature}>
                <span>{reasonWords(feature)}</span>{' '}
                <span class="reason-weight">{isRule ? '' : `+${weight.toFixed(1)}`}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}
