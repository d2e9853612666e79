import type { Coverage } from '../../../src/core/balance/balanceData';
import type { BalanceModel } from '../model/balanceModel';
import { countOf } from '../model/words';

interface CoverageSectionProps {
  readonly model: BalanceModel;
  /** Undefined until it is worked out: its place is kept, so that nothing moves when it comes. */
  readonly coverage: Coverage | undefined;
}

const NOTHING_YET: Pick<Coverage, 'advice' | 'types'> = { advice: [], types: [] };

/** What the dataset lacks, in words that say what to write next, and how varied its instructions are. */
export function CoverageSection({ model, coverage }: CoverageSectionProps) {
  const { advice, types } = coverage ?? NOTHING_YET;
  return (
    <section class="card is-coverage" aria-labelledby="chart-coverage">
      <header class="card-header">
        <h2 id="chart-coverage">What to write next</h2>
      </header>
      {coverage === undefined ? (
        <p class="card-summary">Looking at the instructions…</p>
      ) : advice.length === 0 ? (
        <p class="card-summary">Nothing stands out as missing or thin.</p>
      ) : (
        <ul class="advice">
          {advice.map(({ text, filter, kind }) => (
            <li key={text}>
              {text}
              {filter !== undefined && (
                <>
                  {' '}
                  <button
                    type="button"
                    class="link-button"
                    onClick={() => model.pick({ filter, label: kind.replaceAll('-', ' ') })}
                  >
                    Show examples
                  </button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {types.length > 0 && (
        <details>
          <summary>How varied the instructions of {countOf(types.length, 'type')} are</summary>
          <p>
            Distinct-2 is the share of different word pairs (1 where none comes twice); self-similarity the mean overlap
            of the words of two instructions (0 where they share none). From at most 200 instructions of a type.
          </p>
          <div class="table-frame" tabIndex={0} role="region" aria-label="Variety of instructions, table">
            <table class="figures">
              <thead>
                <tr>
                  <th scope="col">Task type</th>
                  <th scope="col">Distinct-2</th>
                  <th scope="col">Self-similarity</th>
                  <th scope="col">Sampled</th>
                </tr>
              </thead>
              <tbody>
                {types.map(({ name, distinct2, selfSimilarity, sampled }) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td>{distinct2.toFixed(2)}</td>
                    <td>{selfSimilarity.toFixed(2)}</td>
                    <td>{sampled}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </section>
  );
}
