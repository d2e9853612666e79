import type { BalanceTarget } from '../../../src/core/balance/balanceData';

interface TargetPickerProps {
  readonly target: BalanceTarget;
  /** Types that the author can give a share to. */
  readonly names: readonly string[];
  readonly onChange: (target: BalanceTarget) => void;
}

/** Most types that have a field of their own. */
const MOST_NAMES = 40;

/** What shares the author wants: alike, InstructGPT's, or typed. */
export function TargetPicker({ target, names, onChange }: TargetPickerProps) {
  const choose = (kind: string): void => {
    if (kind === 'equal' || kind === 'instructgpt') onChange({ kind });
    else onChange({ kind: 'own', parts: Object.fromEntries(names.map((name) => [name, 1])) });
  };
  return (
    <div class="target">
      <label>
        Target{' '}
        <select class="select" value={target.kind} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="equal">All types alike</option>
          <option value="instructgpt">InstructGPT's mix of use</option>
          <option value="own">Your own shares</option>
        </select>
      </label>
      {target.kind === 'own' && (
        <fieldset class="target-parts">
          <legend>Parts by type; they need not add up to 1</legend>
          {[...new Set([...names, ...Object.keys(target.parts)])].slice(0, MOST_NAMES).map((name) => (
            <label key={name}>
              <span>{name}</span>
              <input
                class="number-input"
                type="number"
                min="0"
                step="any"
                value={target.parts[name] ?? 0}
                onChange={(event) => {
                  const part = event.currentTarget.valueAsNumber;
                  onChange({
                    kind: 'own',
                    parts: { ...target.parts, [name]: Number.isFinite(part) && part > 0 ? part : 0 },
                  });
                }}
              />
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}
