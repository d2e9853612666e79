import type { BalanceData } from '../../../src/core/balance/balanceData';
import type { BalancePanelState } from '../../../src/protocol/balance';
import { IconButton } from '../../shared/controls/iconButton';
import { basisWords } from '../model/chart';
import { drawCard } from '../charts/chartPictures';
import { ComparePicker } from '../comparison/comparePicker';
import type { BalanceModel } from '../model/balanceModel';
import { usualSource } from '../model/typeCharts';
import { countOf, formatFigure, formatRough, formatShare } from '../model/words';

interface HeaderProps {
  readonly model: BalanceModel;
  readonly panel: BalancePanelState;
  readonly data: BalanceData | undefined;
}

/** What the dataset is in one line, and what can be done with the whole of it. */
export function Header({ model, panel, data }: HeaderProps) {
  const { dataset, isLocked } = panel;
  return (
    <header class="balance-header">
      <div class="balance-title">
        <h1>{dataset?.name ?? 'Balance'}</h1>
        {data !== undefined && data.examples > 0 && <p class="balance-facts">{facts(data)}</p>}
        {data !== undefined && <Progress model={model} data={data} />}
      </div>
      <div class="balance-actions">
        {dataset !== undefined && <ComparePicker comparison={model.comparison} panel={panel} />}
        {data !== undefined && data.examples > 0 && (
          <IconButton
            icon="notebook"
            label="Write a dataset card"
            onClick={() => {
              drawCard(model).catch(model.fail);
            }}
          />
        )}
        <IconButton
          icon={isLocked ? 'lock' : 'unlock'}
          label={isLocked ? 'Stays with this dataset' : 'Follows the dataset that you work on'}
          pressed={isLocked}
          disabled={dataset === undefined}
          onClick={() => model.setLocked(!isLocked)}
        />
      </div>
    </header>
  );
}

/** "52,002 examples · 98.7 % without problems · 12.4M tokens · effective task types 7.1 of 8" */
function facts(data: BalanceData): string {
  const { examples, notExamples, measures, declaredTypes, guessedTypes } = data;
  const source = usualSource(data);
  const { effectiveTypes, types } = (source === 'declared' ? declaredTypes : guessedTypes).measures;
  return [
    countOf(examples, 'example'),
    ...(notExamples > 0 ? [`${formatShare(notExamples / (examples + notExamples))} of the rows are none`] : []),
    `${formatRough(measures.totalTokens.sum)} tokens (estimated)`,
    ...(types > 0 ? [`effective task types ${formatFigure(effectiveTypes)} of ${types} (${source})`] : []),
  ].join(' · ');
}

/** What is estimated, and the way to the whole. */
function Progress({ model, data }: { readonly model: BalanceModel; readonly data: BalanceData }) {
  const estimated = basisWords(data.basis) ?? basisWords(data.guessedTypes.basis);
  if (estimated === undefined && !data.isWorking) return null;
  return (
    <p class="balance-facts" role="status">
      {estimated ?? 'Working'}
      {data.isWorking ? '…' : '.'}
      {estimated !== undefined && !data.isWorking && (
        <>
          {' '}
          <button type="button" class="link-button" onClick={() => model.analyseAll()}>
            Go over all rows
          </button>
        </>
      )}
    </p>
  );
}
