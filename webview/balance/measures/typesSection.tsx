import { useState } from 'preact/hooks';
import type { BalanceData } from '../../../src/core/balance/balanceData';
import type { BalancePanelState } from '../../../src/protocol/balance';
import { ChartCard } from '../charts/chartCard';
import type { BalanceModel } from '../model/balanceModel';
import type { OtherSide } from '../model/comparisonModel';
import { pairCharts } from '../model/pairedChart';
import { typeChart, type TypeSource, usualSource } from '../model/typeCharts';
import { formatShare } from '../model/words';
import { Measures } from './measures';
import { TargetPicker } from './targetPicker';

interface TypesSectionProps {
  readonly model: BalanceModel;
  readonly data: BalanceData;
  readonly other: OtherSide | undefined;
  readonly panel: BalancePanelState;
}

/** Task types, declared or guessed: a switch, for they are never one; their balance, and the target. */
export function TypesSection({ model, data, other, panel }: TypesSectionProps) {
  const [chosen, choose] = useState<TypeSource>();
  const source = chosen ?? usualSource(data);
  const own = typeChart(data, source, panel.target);
  const chart = other === undefined ? own : pairCharts(own, typeChart(other.data, source, panel.target), other.name);
  const { agreement, measures: guessedMeasures } = data.guessedTypes;
  const controls = (
    <div class="card-controls">
      <div class="switch" role="group" aria-label="Which task types">
        {(['declared', 'guessed'] as const).map((each) => (
          <button
            key={each}
            type="button"
            class="switch-button"
            aria-pressed={source === each}
            onClick={() => choose(each)}
          >
            {each === 'declared' ? 'Declared' : 'Guessed'}
          </button>
        ))}
      </div>
      <TargetPicker
        target={panel.target}
        names={chart?.bars.flatMap(({ target, label }) => (target === undefined ? [] : [label])) ?? []}
        onChange={(target) => {
          model.setTarget(target);
        }}
      />
    </div>
  );
  if (chart === undefined)
    return (
      <section class="card" aria-label="Task types">
        <header class="card-header">
          <h2>Task types</h2>
        </header>
        {controls}
        <p class="card-summary">
          {source === 'declared'
            ? 'No example declares a task type (category, task_type, task or type).'
            : 'No task type has been guessed yet.'}
        </p>
      </section>
    );
  return (
    <ChartCard model={model} chart={chart}>
      {controls}
      <Measures
        measures={source === 'declared' ? data.declaredTypes.measures : guessedMeasures}
        other={
          other && {
            name: other.name,
            measures: (source === 'declared' ? other.data.declaredTypes : other.data.guessedTypes).measures,
          }
        }
      />
      {source === 'guessed' && agreement.compared > 0 && (
        <p class="card-summary">
          The guess agrees with the declared type in {formatShare(agreement.agreed / agreement.compared)} of the
          examples that have both.
        </p>
      )}
    </ChartCard>
  );
}
