import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../shared/controls/button';
import { Dialog } from '../../shared/controls/dialog';
import { Icon } from '../../shared/icons/icon';
import type { KindOfFixChoice } from '../model/findings';
import { useModel } from '../modelContext';
import { FixAllList } from './fixAllList';
import { useFixAllRows } from './fixAllRows';
import { allRows, countSelected, noRows, type RowSelection } from './rowSelection';
import { plainWords, Words } from './words';

interface FixAllDialogProps {
  /** Of the kind of finding. */
  readonly title: string;
  readonly fixes: readonly KindOfFixChoice[];
}

/** "Fix all of this kind": what would change, row by row, and which rows are left as they are. */
export function FixAllDialog({ title, fixes }: FixAllDialogProps) {
  const model = useModel();
  const foot = useRef<HTMLElement>(null);
  const [chosen, choose] = useState(0);
  const [selection, select] = useState<RowSelection>(allRows);
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'choosing' });
  const fix = fixes[chosen] ?? fixes[0];
  const close = () => {
    model.findings.dialog.set(undefined);
  };
  const rows = useFixAllRows(fix ?? noKind, (params) => model.rpc.call('previewFixAll', params));
  const total = rows.total ?? 0;
  const selected = countSelected(selection, total);

  const isDone = outcome.kind === 'done';
  useLayoutEffect(() => {
    // The button that had the keyboard is gone.
    if (isDone) foot.current?.querySelector<HTMLElement>('vscode-button')?.focus();
  }, [isDone]);

  const apply = async () => {
    if (fix === undefined || !model.canEdit) return;
    setOutcome({ kind: 'working' });
    try {
      await model.rows.queue.flush();
      const { fixed, message } = await model.rpc.call('applyFixAll', {
        code: fix.code,
        fix: fix.fix,
        except: selection.isAll ? [...selection.others] : [],
        ...(selection.isAll ? undefined : { only: [...selection.others] }),
      });
      setOutcome({ kind: 'done', words: doneWords(fixed, message) });
    } catch (error) {
      setOutcome({ kind: 'failed', words: error instanceof Error ? error.message : String(error) });
    }
  };

  return (
    <Dialog title={`Fix all: ${title}`} className="fix-all" onClose={close}>
      {outcome.kind === 'done' ? (
        <p class="dialog-words">
          <Icon name="check" /> {outcome.words}
        </p>
      ) : (
        <>
          <div class="fix-all-head">
            {fixes.length > 1 ? (
              <FixChoice
                fixes={fixes}
                chosen={chosen}
                onChoose={(index) => {
                  choose(index);
                  select(allRows);
                }}
              />
            ) : (
              <span class="fix-all-title">
                <Words text={fix?.title ?? ''} />
              </span>
            )}
            <SelectEvery selected={selected} total={total} onSelect={select} />
          </div>
          {fix?.isSafe === false && (
            <p class="dialog-words is-warning">
              <Icon name="warning" /> This may not be right for every example. Look through the list first.
            </p>
          )}
          <FixAllList rows={rows} selection={selection} onSelect={select} />
        </>
      )}
      <p class="dialog-status" role="status">
        {outcome.kind === 'failed' && outcome.words}
        {outcome.kind === 'working' && 'Mending…'}
        {outcome.kind === 'done' && <span class="visually-hidden">{outcome.words}</span>}
        {rows.failure}
      </p>
      <footer class="dialog-foot" ref={foot}>
        {outcome.kind === 'done' ? (
          <Button appearance="primary" onClick={close}>
            Close
          </Button>
        ) : (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              appearance="primary"
              disabled={selected === 0 || outcome.kind === 'working' || !model.canEdit}
              onClick={() => void apply()}
            >
              Fix {selected.toLocaleString('en')} {selected === 1 ? 'example' : 'examples'}
            </Button>
          </>
        )}
      </footer>
    </Dialog>
  );
}

const noKind = { code: '', fix: '' };

type Outcome = { readonly kind: 'choosing' | 'working' } | { readonly kind: 'done' | 'failed'; readonly words: string };

function doneWords(fixed: number, message: string | undefined): string {
  const examples = fixed === 1 ? '1 example was mended.' : `${fixed.toLocaleString('en')} examples were mended.`;
  return [examples, message, fixed > 0 ? 'One undo takes all of it back.' : undefined]
    .filter((part) => part !== undefined)
    .join(' ');
}

interface SelectEveryProps {
  readonly selected: number;
  readonly total: number;
  readonly onSelect: (selection: RowSelection) => void;
}

/** Ticks every row, or none; between the two it is neither on nor off. */
function SelectEvery({ selected, total, onSelect }: SelectEveryProps) {
  const words = `${selected.toLocaleString('en')} of ${total.toLocaleString('en')} selected`;
  const isEvery = total > 0 && selected === total;
  return (
    <label class="fix-all-count">
      <input
        type="checkbox"
        aria-label={`${isEvery ? 'Select none' : 'Select all'}, ${words}`}
        checked={isEvery}
        indeterminate={selected > 0 && !isEvery}
        onChange={() => {
          onSelect(isEvery ? noRows : allRows);
        }}
      />
      {words}
    </label>
  );
}

interface FixChoiceProps {
  readonly fixes: readonly KindOfFixChoice[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

function FixChoice({ fixes, chosen, onChoose }: FixChoiceProps) {
  return (
    <select
      class="fix-all-title select"
      aria-label="Fix"
      value={chosen}
      onChange={(event) => {
        onChoose(Number(event.currentTarget.value));
      }}
    >
      {fixes.map(({ fix, title }, index) => (
        <option key={fix} value={index}>
          {plainWords(title)}
        </option>
      ))}
    </select>
  );
}
