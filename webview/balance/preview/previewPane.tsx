import { IconButton } from '../../shared/controls/iconButton';
import { useCell } from '../../shared/cell';
import type { BalanceModel } from '../model/balanceModel';
import type { Shown } from '../model/previewModel';
import { formatCount } from '../model/words';
import { GuessView } from './guessView';
import { readBubbles } from '../../shared/preview/bubbles';
import { ModelControls } from '../../shared/preview/modelControls';
import { ModelTextView } from '../../shared/preview/modelTextView';
import { PeopleView } from '../../shared/preview/peopleView';
import { SideSwitch, ViewSwitch } from '../../shared/preview/switches';

const SAMPLES = [0, 5, 20, 100] as const;

/** The examples behind a bar, one at a time: as people see them, and as a model does. */
export function PreviewPane({ model }: { readonly model: BalanceModel }) {
  const { preview } = model;
  const picked = useCell(preview.picked);
  const shown = useCell(preview.shown);
  const view = useCell(preview.view);
  const settings = useCell(preview.settings);
  return (
    <section class="preview" aria-labelledby="preview-title">
      <header class="preview-header">
        <h2 id="preview-title">Preview</h2>
        <span class="preview-label">{picked.label ?? 'All examples'}</span>
        {picked.filter.length > 0 && (
          <IconButton icon="close" label="Show all examples" onClick={() => model.pick({ filter: [] })} />
        )}
      </header>
      <Walk model={model} shown={shown} />
      <div class="card-controls">
        <ViewSwitch value={view} onChange={(next) => void preview.setView(next)} />
        {view === 'model' && shown?.example !== undefined && <Side model={model} line={shown.example.text} />}
      </div>
      {view === 'model' && settings !== undefined && (
        <ModelControls
          settings={settings}
          onSet={(next) => void preview.set(next).catch(model.fail)}
          onChooseFile={(what) => void preview.chooseFile(what).catch(model.fail)}
        />
      )}
      <div class="preview-body">
        {shown?.guess !== undefined && <GuessView guess={shown.guess} />}
        <Body model={model} shown={shown} />
      </div>
    </section>
  );
}

/** From example to example, in order or through a random sample. */
function Walk({ model, shown }: { readonly model: BalanceModel; readonly shown: Shown | undefined }) {
  const { preview } = model;
  const at = useCell(preview.at);
  const total = useCell(preview.total);
  const sample = useCell(preview.sample);
  return (
    <div class="card-controls">
      <IconButton icon="chevron-left" label="Previous example" disabled={at <= 0} onClick={() => void preview.go(-1)} />
      <span class="preview-place" role="status">
        {placeWords(at, total)}
      </span>
      <IconButton
        icon="chevron-right"
        label="Next example"
        disabled={total === undefined || at >= total - 1}
        onClick={() => void preview.go(1)}
      />
      <select
        class="select"
        aria-label="Which examples"
        value={String(sample)}
        onChange={(event) => void preview.draw(Number(event.currentTarget.value))}
      >
        {SAMPLES.map((count) => (
          <option key={count} value={String(count)}>
            {count === 0 ? 'All, in order' : `${count} at random`}
          </option>
        ))}
      </select>
      {sample > 0 && <IconButton icon="refresh" label="Draw other examples" onClick={() => void preview.shuffle()} />}
      {shown !== undefined && (
        <button type="button" class="link-button" onClick={() => preview.reveal(shown.row.id)}>
          Example {formatCount(shown.row.index + 1)}: edit
        </button>
      )}
    </div>
  );
}

function placeWords(at: number, total: number | undefined): string {
  if (total === undefined) return '…';
  return total === 0 ? 'No examples' : `${formatCount(at + 1)} of ${formatCount(total)}`;
}

function Side({ model, line }: { readonly model: BalanceModel; readonly line: string }) {
  const side = useCell(model.preview.side);
  if (readBubbles(line)?.hasSides !== true) return null;
  return <SideSwitch value={side} onChange={(next) => void model.preview.setSide(next)} />;
}

function Body({ model, shown }: { readonly model: BalanceModel; readonly shown: Shown | undefined }) {
  const view = useCell(model.preview.view);
  const total = useCell(model.preview.total);
  if (shown === undefined && total !== 0) return <p class="card-summary">Reading…</p>;
  if (shown === undefined) return <p class="card-summary">No example to show.</p>;
  const { example, model: asModel } = shown;
  if (example === undefined) return <p class="card-summary">This example is gone.</p>;
  if (example.tooLarge !== undefined)
    return (
      <p class="card-summary">This example has {formatCount(example.tooLarge)} bytes, which is too long to preview.</p>
    );
  if (view === 'people' || asModel === undefined) return <PeopleView line={example.text} />;
  if ('error' in asModel) return <p class="note is-error">{asModel.error}</p>;
  return <ModelTextView key={shown.row.id} view={asModel.view} />;
}
