import { useEffect, useState } from 'preact/hooks';
import type { ModelViewAnswer, PreviewSettingsCalls, PreviewState } from '../../../src/protocol/preview';
import type { AnswerSide } from '../../../src/core/preview/conversation';
import { useCell } from '../../shared/cell';
import { countOf } from '../../shared/countWords';
import { readBubbles } from '../../shared/preview/bubbles';
import { ModelControls } from '../../shared/preview/modelControls';
import { ModelTextView } from '../../shared/preview/modelTextView';
import { PeopleView } from '../../shared/preview/peopleView';
import { SideSwitch, ViewSwitch } from '../../shared/preview/switches';
import type { OpenRow } from '../model/openRow';
import { useModel } from '../modelContext';
import { useRested } from './rested';

/** The open example as people and as models see it; it follows the selection, and what is typed once the author rests. */
export function ExamplePreview({ row }: { readonly row: OpenRow }) {
  const model = useModel();
  const view = useCell(model.previewView);
  const shown = useRested(row);
  return (
    <section class="detail-preview" id="detail-preview" aria-label="Preview">
      <div class="preview-controls">
        <ViewSwitch value={view} onChange={(next) => model.previewView.set(next)} />
      </div>
      {shown.tooLarge !== undefined ? (
        <p class="preview-summary">This example has {countOf(shown.tooLarge, 'byte')}, which is too long to preview.</p>
      ) : view === 'people' ? (
        <PeopleView line={shown.text} />
      ) : (
        <ModelPart row={shown} />
      )}
    </section>
  );
}

function ModelPart({ row }: { readonly row: OpenRow }) {
  const model = useModel();
  const [side, setSide] = useState<AnswerSide>('chosen');
  const [settings, setSettings] = useState<PreviewState | undefined>(undefined);
  const answer = useModelView(row, side, settings);
  const take = (state: Promise<PreviewState>): void => {
    model.ask(state.then(setSettings));
  };
  useEffect(() => {
    take(model.rpc.call('getPreviewState', {}));
  }, []);
  if (settings === undefined) return <p class="preview-summary">Asking for the chat template…</p>;
  return (
    <>
      {readBubbles(row.text)?.hasSides === true && (
        <div class="preview-controls">
          <SideSwitch value={side} onChange={setSide} />
        </div>
      )}
      <ModelControls
        settings={settings}
        onSet={(next: PreviewSettingsCalls['setPreview']['params']) => take(model.rpc.call('setPreview', next))}
        onChooseFile={(what) => take(model.rpc.call('choosePreviewFile', { what }))}
      />
      {answer === undefined ? (
        <p class="preview-summary" role="status">
          Rendering…
        </p>
      ) : 'error' in answer.of ? (
        <p class="preview-note is-error" role="status">
          {answer.of.error}
        </p>
      ) : (
        <ModelTextView key={answer.id} view={answer.of.view} />
      )}
    </>
  );
}

interface Answer {
  readonly id: number;
  readonly of: ModelViewAnswer;
}

/** The last answer stays until the next is there, so that nothing flickers while the author types. */
function useModelView(row: OpenRow, side: AnswerSide, settings: PreviewState | undefined): Answer | undefined {
  const model = useModel();
  const [answer, setAnswer] = useState<Answer | undefined>(undefined);
  useEffect(() => {
    if (settings === undefined) return;
    let isWanted = true;
    model.rpc.call('previewLine', { line: row.text, side }).then(
      (of) => {
        if (isWanted) setAnswer({ id: row.id, of });
      },
      (error: unknown) => {
        if (isWanted) setAnswer({ id: row.id, of: { error: error instanceof Error ? error.message : String(error) } });
      },
    );
    return () => {
      isWanted = false;
    };
  }, [row.id, row.text, side, settings]);
  return answer;
}
