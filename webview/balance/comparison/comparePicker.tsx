import type { BalancePanelState, CompareWith } from '../../../src/protocol/balance';
import { useCell } from '../../shared/cell';
import type { ComparisonModel } from '../model/comparisonModel';

const NOTHING = '';
const SAVED = 'saved';

interface ComparePickerProps {
  readonly comparison: ComparisonModel;
  readonly panel: BalancePanelState;
}

/** What to compare the dataset with: its saved version, or another dataset of the workspace. */
export function ComparePicker({ comparison, panel }: ComparePickerProps) {
  const chosen = useCell(comparison.chosen);
  const { others, hasSaved } = panel;
  if (others.length === 0 && !hasSaved) return null;
  const choose = (value: string): void => {
    void comparison.choose(readChoice(value));
  };
  // What was chosen stays in the list when its file is gone: the message beside it says so.
  const isGone = chosen?.kind === 'dataset' && others.every(({ uri }) => uri !== chosen.uri);
  return (
    <label class="compare-picker">
      <span>Compare with</span>
      <select
        class="select"
        value={chosen === undefined ? NOTHING : chosen.kind === 'saved' ? SAVED : chosen.uri}
        onChange={(event) => {
          choose(event.currentTarget.value);
        }}
      >
        <option value={NOTHING}>Nothing</option>
        {hasSaved && <option value={SAVED}>Saved version</option>}
        {others.length > 0 && (
          <optgroup label="Datasets of the workspace">
            {others.map(({ name, uri }) => (
              <option key={uri} value={uri}>
                {name}
              </option>
            ))}
          </optgroup>
        )}
        {isGone && <option value={chosen.uri}>{lastPart(chosen.uri)}</option>}
      </select>
    </label>
  );
}

function readChoice(value: string): CompareWith | undefined {
  if (value === NOTHING) return undefined;
  return value === SAVED ? { kind: 'saved' } : { kind: 'dataset', uri: value };
}

function lastPart(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
