import { useState } from 'preact/hooks';
import { type BalanceData, type Measure, MEASURES } from '../../../src/core/balance/balanceData';
import { ChartCard } from '../charts/chartCard';
import type { BalanceModel } from '../model/balanceModel';
import { lengthChart, MEASURE_NAMES, overLimit } from '../model/charts';
import type { OtherSide } from '../model/comparisonModel';
import { pairCharts } from '../model/pairedChart';

interface LengthsSectionProps {
  readonly model: BalanceModel;
  readonly data: BalanceData;
  readonly other: OtherSide | undefined;
  readonly contextLimit: number;
}

/** Lengths of prompts and responses, one measure at a time. */
export function LengthsSection({ model, data, other, contextLimit }: LengthsSectionProps) {
  const [measure, setMeasure] = useState<Measure>('totalTokens');
  const own = lengthChart(data, measure, contextLimit);
  const chart = other === undefined ? own : pairCharts(own, lengthChart(other.data, measure, contextLimit), other.name);
  if (chart === undefined) return null;
  const over = overLimit(data, measure, contextLimit) ?? 0;
  return (
    <ChartCard model={model} chart={chart}>
      <div class="card-controls">
        <label>
          Of{' '}
          <select
            class="select"
            value={measure}
            onChange={(event) => {
              setMeasure(MEASURES.find((each) => each === event.currentTarget.value) ?? 'totalTokens');
            }}
          >
            {MEASURES.map((each) => (
              <option key={each} value={each}>
                {MEASURE_NAMES[each]}
              </option>
            ))}
          </select>
        </label>
        {over > 0 && (
          <button
            type="button"
            class="link-button"
            onClick={() => {
              model.pick({
                filter: [{ by: 'measure', measure, from: contextLimit + 1 }],
                label: `${MEASURE_NAMES[measure]} over the limit`,
              });
            }}
          >
            Show examples over the limit
          </button>
        )}
      </div>
    </ChartCard>
  );
}
