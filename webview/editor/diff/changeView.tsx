import { useMemo } from 'preact/hooks';
import { fieldName } from '../../../src/core/checks/fieldName';
import type { FixPreview } from '../../../src/protocol/findings';
import { DiffText } from './diffText';
import { rowChange, type ValueChange } from './rowChange';
import { shorten, wordDiff } from './wordDiff';

interface ChangeViewProps {
  readonly preview: FixPreview;
  /** How many characters stand beside a change. */
  readonly context?: number | undefined;
}

/** What a fix would do: the values that change, word by word; or the line, or that the row goes. */
export function ChangeView({ preview, context = 60 }: ChangeViewProps) {
  const { before, after, rows, deletesOthers } = preview;
  const change = useMemo(() => rowChange(before, after), [before, after]);
  if (deletesOthers !== undefined && change.kind === 'line' && before === after[0]) {
    return <p class="change-words">This example stays, and {others(deletesOthers)} deleted.</p>;
  }
  if (rows > 1) {
    return (
      <div class="change">
        <p class="change-words">{rows} lines become one.</p>
        <p class="change-line">
          <DiffText segments={[{ kind: 'added', text: cut(after[0] ?? '', 600) }]} />
        </p>
      </div>
    );
  }
  switch (change.kind) {
    case 'deleted':
      return (
        <div class="change">
          <p class="change-words">The example is deleted.</p>
          <p class="change-line">
            <DiffText segments={[{ kind: 'removed', text: cut(change.line, 300) }]} />
          </p>
        </div>
      );
    case 'split':
      return (
        <div class="change">
          <p class="change-words">One line becomes {change.lines.length}.</p>
          {change.lines.slice(0, 5).map((line, index) => (
            <p key={index} class="change-line">
              <DiffText segments={[{ kind: 'added', text: cut(line, 300) }]} />
            </p>
          ))}
        </div>
      );
    case 'line':
      return (
        <div class="change">
          <p class="change-line">
            <DiffText segments={shorten(wordDiff(change.before, change.after), context)} />
          </p>
        </div>
      );
    case 'values':
      return (
        <div class="change">
          {change.values.map((value) => (
            <ValueChangeView key={JSON.stringify(value.path)} value={value} context={context} />
          ))}
        </div>
      );
  }
}

function ValueChangeView({ value, context }: { readonly value: ValueChange; readonly context: number }) {
  const { path, before, after } = value;
  const segments = useMemo(() => shorten(wordDiff(before ?? '', after ?? ''), context), [before, after, context]);
  const isEmpty = after === '' && before === '';
  return (
    <div class="change-value">
      <code class="change-key">{fieldName(path)}</code>
      {before === undefined && <span class="change-words"> new</span>}
      {after === undefined && <span class="change-words"> removed</span>}
      {after === '' && <span class="change-words"> becomes empty</span>}
      <p class="change-text">{isEmpty ? <em>empty</em> : <DiffText segments={segments} />}</p>
    </div>
  );
}

function others(count: number): string {
  return count === 1 ? 'the other one is' : `the ${count.toLocaleString('en')} others are`;
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}
