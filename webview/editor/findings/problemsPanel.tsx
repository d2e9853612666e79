import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FindingFilter, FindingSeverity, FindingsState } from '../../../src/protocol/findings';
import { useCell } from '../../shared/cell';
import { Button } from '../../shared/controls/button';
import { Icon } from '../../shared/icons/icon';
import { placeBeside } from '../../shared/placeBeside';
import type { EditorModel } from '../model/editorModel';
import { useModel } from '../modelContext';
import { countOf, problemWords, severities, severityIcons, severityWord } from './severity';

const noFilter: FindingFilter = { codes: [], severities: [] };

/** What the checks have found, by severity and by kind; ticked, the list shows only rows with it. */
export function ProblemsPanel() {
  const model = useModel();
  const { findings } = model;
  const state = useCell(findings.state);
  const filter = useCell(findings.filter) ?? noFilter;
  const panel = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = panel.current;
    const button = element?.previousElementSibling;
    if (element === null || button === null || button === undefined) return undefined;
    element.focus();
    const place = () => {
      placeBeside(element, button.getBoundingClientRect());
    };
    place();
    const observer = new ResizeObserver(place);
    observer.observe(element);
    observer.observe(document.body);
    return () => {
      observer.disconnect();
    };
  }, []);
  if (state === undefined) return null;
  const narrow = (next: FindingFilter) => void findings.narrow(next);
  const isShown = ({ severity }: FindingsState['counts'][number]) =>
    filter.severities.length === 0 || filter.severities.includes(severity);
  return (
    <div ref={panel} class="problems-panel" role="dialog" aria-label="Problems of the file" tabIndex={-1}>
      <Progress state={state} />
      {state.file.map(({ code, severity, message, fix }) => (
        <p key={code} class={`problems-file is-${severity}`}>
          <Icon name={severityIcons[severity]} />
          <span class="visually-hidden">{severityWord(severity, 1)}: </span>
          {message}
          {fix !== undefined && model.canEdit && (
            <button type="button" class="small-button" onClick={() => void mendFile(model, code, fix)}>
              <Icon name="lightbulb" />
              {fix}
            </button>
          )}
        </p>
      ))}
      {state.counts.length > 0 && (
        <>
          <div class="problems-severities" role="group" aria-label="By severity">
            {severities.map((severity) => (
              <SeverityButton
                key={severity}
                severity={severity}
                count={sumOf(state, severity)}
                isOn={filter.severities.includes(severity)}
                onToggle={() => {
                  const next = toggled(filter.severities, severity);
                  const hidden = (code: string) =>
                    next.length > 0 && !state.counts.some((each) => each.code === code && next.includes(each.severity));
                  narrow({ severities: next, codes: filter.codes.filter((code) => !hidden(code)) });
                }}
              />
            ))}
          </div>
          <ul class="problems-codes" aria-label="By kind">
            {inOrder(state.counts.filter(isShown)).map(({ code, title, severity, count }) => (
              <li key={code}>
                <label class={`problems-code is-${severity}`} title={code}>
                  <input
                    type="checkbox"
                    checked={filter.codes.includes(code)}
                    onChange={() => {
                      narrow({ ...filter, codes: toggled(filter.codes, code) });
                    }}
                  />
                  <Icon name={severityIcons[severity]} />
                  <span class="problems-code-title">{title}</span>
                  <span class="visually-hidden">, {severityWord(severity, 1)}, </span>
                  <span class="problems-code-count">{count.toLocaleString('en')}</span>
                </label>
              </li>
            ))}
          </ul>
        </>
      )}
      <div class="problems-foot">
        <Button disabled={!findings.isFiltered} onClick={() => model.find.showAll()}>
          Show all examples
        </Button>
      </div>
    </div>
  );
}

async function mendFile(model: EditorModel, code: string, fix: string): Promise<void> {
  try {
    await model.rows.queue.flush();
    const { message } = await model.rpc.call('fixFile', { code });
    if (message === undefined) model.announce(`Done: ${fix}`);
    else model.fail(message);
  } catch (error) {
    model.fail(error instanceof Error ? error.message : String(error));
  }
}

/** How far the checks are, or why they cannot run. */
function Progress({ state }: { readonly state: FindingsState }) {
  const total = useCell(useModel().state)?.total ?? state.checkedRows;
  const found = state.counts.reduce((sum, { count }) => sum + count, 0);
  if (state.failed !== undefined) {
    return (
      <p class="problems-file is-error" role="alert">
        <Icon name="error" />
        The checks could not run: {state.failed}
      </p>
    );
  }
  if (state.done) {
    return (
      <p class="problems-progress">
        {found === 0 ? 'No problems' : problemWords(found)} in {total.toLocaleString('en')}{' '}
        {total === 1 ? 'example' : 'examples'}
      </p>
    );
  }
  const words = `Checked ${state.checkedRows.toLocaleString('en')} of ${total.toLocaleString('en')}`;
  return (
    <p class="problems-progress">
      {words}, {problemWords(found)} so far
      <progress aria-label={words} max={Math.max(1, total)} value={state.checkedRows} />
    </p>
  );
}

interface SeverityButtonProps {
  readonly severity: FindingSeverity;
  readonly count: number;
  readonly isOn: boolean;
  readonly onToggle: () => void;
}

function SeverityButton({ severity, count, isOn, onToggle }: SeverityButtonProps) {
  return (
    <button
      type="button"
      class={`severity-button is-${severity}`}
      aria-pressed={isOn}
      disabled={count === 0 && !isOn}
      onClick={onToggle}
    >
      <Icon name={severityIcons[severity]} />
      {countOf(severity, count)}
    </button>
  );
}

function sumOf({ counts }: FindingsState, severity: FindingSeverity): number {
  return counts.reduce((sum, each) => sum + (each.severity === severity ? each.count : 0), 0);
}

/**
 * One entry a kind, by the worst of its findings. Worst first, and else as the catalogue has them: a list that is ordered by numbers
 * that grow would move under the pointer.
 */
function inOrder(counts: FindingsState['counts']): FindingsState['counts'] {
  const kinds = new Map<string, FindingsState['counts'][number]>();
  for (const severity of severities) {
    for (const each of counts.filter((one) => one.severity === severity && one.count > 0)) {
      const known = kinds.get(each.code);
      kinds.set(each.code, known === undefined ? each : { ...known, count: known.count + each.count });
    }
  }
  return [...kinds.values()];
}

function toggled<T>(all: readonly T[], one: T): readonly T[] {
  return all.includes(one) ? all.filter((each) => each !== one) : [...all, one];
}
