import { useEffect, useRef, useState } from 'preact/hooks';
import type { FindingsState } from '../../../src/protocol/findings';
import { useCell } from '../../shared/cell';
import { Icon, type IconName } from '../../shared/icons/icon';
import { lazyComponent } from '../../shared/lazyComponent';
import { useModel } from '../modelContext';
import { CheckedRing } from './checkedRing';
import { severityIcons, worstOf } from './severity';

const ProblemsPanel = lazyComponent(async () => (await import('./problemsPanel')).ProblemsPanel);

/** How many problems the file has; opens the panel that narrows the list to some of them. */
export function ProblemsButton() {
  const model = useModel();
  const state = useCell(model.findings.state);
  const total = useCell(model.state)?.total ?? 0;
  const filter = useCell(model.findings.filter);
  const [isOpen, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const close = (event: PointerEvent) => {
      if (event.target instanceof Node && frame.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', close, true);
    return () => {
      document.removeEventListener('pointerdown', close, true);
    };
  }, [isOpen]);
  const { icon, kind } = looksOf(state);
  const percent = Math.floor((100 * (state?.checkedRows ?? 0)) / Math.max(1, total));
  const progress = icon === undefined ? ` (checked: ${percent} %)` : '';
  const count = state?.counts.reduce((sum, each) => sum + each.count, 0) ?? 0;
  return (
    <div
      ref={frame}
      class="problems-frame"
      onKeyDown={(event) => {
        if (!isOpen || event.key !== 'Escape') return;
        event.preventDefault();
        setOpen(false);
        frame.current?.querySelector('button')?.focus();
      }}
      onFocusOut={(event) => {
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <button
        type="button"
        class={`problems-button is-${kind} ${filter === undefined ? '' : 'is-on'}`}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title={`Show only examples with certain problems; F8 goes to the next${progress}`}
        disabled={state === undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {icon === undefined ? <CheckedRing percent={percent} /> : <Icon name={icon} />}
        <span class="problems-word">Problems</span>
        {state !== undefined && <span class="problems-count">{count.toLocaleString('en')}</span>}
        <Icon name="chevron-down" />
      </button>
      {isOpen && <ProblemsPanel />}
    </div>
  );
}

/** Its icon, none while the checks are under way, and how bad the worst is. */
function looksOf(state: FindingsState | undefined): { readonly icon: IconName | undefined; readonly kind: string } {
  if (state === undefined) return { icon: 'warning', kind: 'unknown' };
  if (state.failed !== undefined) return { icon: 'error', kind: 'error' };
  const found = [...state.counts.filter(({ count }) => count > 0), ...state.file];
  const worst = worstOf(found.map(({ severity }) => severity));
  if (!state.done) return { icon: undefined, kind: worst ?? 'none' };
  return worst === undefined ? { icon: 'check', kind: 'none' } : { icon: severityIcons[worst], kind: worst };
}
