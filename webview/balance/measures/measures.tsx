import type { BalanceMeasures } from '../../../src/core/balance/balanceData';
import { countOf, formatFigure } from '../model/words';

interface MeasuresProps {
  readonly measures: BalanceMeasures;
  /** Those of the dataset that this one is compared with. */
  readonly other?: { readonly name: string; readonly measures: BalanceMeasures } | undefined;
}

/** How balanced the types are, in figures with their meaning and their formula. */
export function Measures({ measures, other }: MeasuresProps) {
  if (measures.types === 0) return null;
  const others = other === undefined || other.measures.types === 0 ? [] : figuresOf(other.measures);
  return (
    <div class="measures">
      <dl class="figure-list">
        {figuresOf(measures).map(({ name, value, words }, i) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <span class="figure">{value}</span> <span class="figure-words">{words}</span>
              {others[i] !== undefined && (
                <span class="figure-words">
                  {other?.name}: {others[i].value}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>How these are worked out</summary>
        <p>
          With <i>p</i> the share of a type among the examples that have one, and <i>k</i> the number of types with
          examples:
        </p>
        <ul>
          <li>
            Effective types: exp(−Σ <i>p</i> ln <i>p</i>), the number of equally frequent types that would be as diverse
            (Hill number of order 1).
          </li>
          <li>
            Evenness: −Σ <i>p</i> ln <i>p</i> / ln <i>k</i>, the normalised entropy: 1 where all types are equally
            frequent, 0 where there is one.
          </li>
          <li>Largest to smallest: examples of the most frequent type for one of the rarest.</li>
        </ul>
      </details>
    </div>
  );
}

function figuresOf({ types, evenness, effectiveTypes, largestToSmallest }: BalanceMeasures) {
  return [
    {
      name: 'Effective types',
      value: `${formatFigure(effectiveTypes)} of ${types}`,
      words:
        effectiveTypes > 0.8 * types
          ? 'The set is about as diverse as its number of types.'
          : `The set is as diverse as one of ${countOf(Math.max(1, Math.round(effectiveTypes)), 'equally frequent type')}.`,
    },
    {
      name: 'Evenness',
      value: formatFigure(evenness),
      words:
        evenness > 0.9
          ? 'The types are nearly alike.'
          : evenness > 0.7
            ? 'Some types outweigh others.'
            : 'A few types outweigh the rest.',
    },
    {
      name: 'Largest to smallest',
      value: `${formatFigure(largestToSmallest)} : 1`,
      words:
        largestToSmallest > 20 ? 'The rarest type is nearly absent.' : 'Between the most frequent type and the rarest.',
    },
  ];
}
