import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { JsonPath } from '../../../src/core/json/path';
import { type LineSummary, summarise } from '../../../src/core/record/summarise';
import type { RowFinding } from '../../../src/protocol/findings';
import { useCell } from '../../shared/cell';
import { Button } from '../../shared/controls/button';
import { FindingList } from '../findings/findingList';
import { FindingsContext, useListedFindings } from '../findings/findingsContext';
import { focusControl, focusField, focusKey } from '../form/fieldFocus';
import { FormContext, type Form } from '../form/formContext';
import type { OpenRow } from '../model/openRow';
import { readRow, rewriteLine } from '../model/rowContent';
import { useModel } from '../modelContext';
import { LazyPreview } from '../preview/lazyPreview';
import { DetailBody } from './detailBody';
import { DetailHeader } from './detailHeader';
import { UnsentBanner } from './unsentBanner';

/** Longer lines (in UTF-16 units) are left to the host: a keystroke must not wait for them. */
const SHORT = 64 * 1024;

/** What the list shows of a line; undefined for a long one. */
export function summariseShort(line: string): LineSummary | undefined {
  return line.length > SHORT ? undefined : summarise(line);
}

const noFindings: readonly RowFinding[] = [];

/** The open example: what it is, and its form or its line. */
export function DetailPane() {
  const model = useModel();
  const row = useCell(model.rows.row);
  const failure = useCell(model.rows.failure);
  const total = useCell(model.list.loader.total);
  if (failure !== undefined) {
    return (
      <section class="detail is-empty" aria-label="Example">
        <p>The example could not be read: {failure}</p>
        <Button onClick={() => model.rows.reload()}>Try again</Button>
      </section>
    );
  }
  if (row === undefined) {
    return (
      <section class="detail is-empty" aria-label="Example">
        {total > 0 && <p>Select an example to see all of it.</p>}
      </section>
    );
  }
  return <OpenDetail row={row} />;
}

function OpenDetail({ row }: { readonly row: OpenRow }) {
  const model = useModel();
  const state = useCell(model.state);
  const isReadOnly = state?.readOnly !== undefined;
  const isPreviewed = useCell(model.isPreviewed);
  const wish = useCell(model.focus.form);
  const isActiveKnown = useCell(model.list.isActiveKnown);
  const body = useRef<HTMLDivElement>(null);
  const later = useRef<{ readonly path: JsonPath; readonly control: string | undefined } | undefined>(undefined);

  const judged = useCell(model.findings.open.row);
  const findings = judged?.id === row.id ? judged.findings : noFindings;
  const [isTyping, setTyping] = useState(false);
  const listed = useListedFindings(row.id, findings, isTyping);

  const content = useMemo(() => readRow(row.text, row.tooLarge), [row.text, row.tooLarge]);
  const form = useMemo<Form>(
    () => ({
      row,
      content,
      isReadOnly,
      drafts: model.drafts,
      edit: (edit, options) => {
        // The row as it is now: it may have changed since it was drawn.
        const now = model.rows.row.value;
        const text = now?.id === row.id ? rewriteLine(now.text, edit) : undefined;
        if (text !== undefined) model.rows.edit(edit, text, options);
      },
      rest: () => {
        model.rows.queue.endBurst();
      },
      focusLater: (path, control) => {
        later.current = { path, control };
      },
    }),
    [model, row, content, isReadOnly],
  );

  useLayoutEffect(() => {
    body.current?.scrollTo({ top: 0 });
  }, [row.id]);
  useLayoutEffect(() => {
    const target = later.current;
    later.current = undefined;
    if (target === undefined || body.current === null) return;
    const { path, control } = target;
    if (!focusControl(body.current, focusKey(path, control))) focusField(body.current, path);
  }, [row]);
  useLayoutEffect(() => {
    if (wish === undefined || body.current === null || !isActiveKnown || row.id !== model.list.activeId) return;
    model.focus.form.set(undefined);
    focusField(body.current, wish.path);
  }, [wish, row.id, isActiveKnown]);

  return (
    <FormContext.Provider value={form}>
      <FindingsContext.Provider value={findings}>
        <section
          class="detail"
          aria-label="Example"
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
            event.preventDefault();
            model.closeDetail();
          }}
        >
          <DetailHeader />
          <UnsentBanner row={row} />
          <div
            class="detail-body"
            ref={body}
            onInput={() => setTyping(true)}
            onFocusIn={(event) => {
              // A press on a fix must not move the fix away before it is a click.
              if (!isIn(event.target, '.findings')) setTyping(false);
            }}
            onFocusOut={(event) => {
              if (!isIn(event.relatedTarget, '.detail-body')) setTyping(false);
            }}
          >
            <FindingList id={row.id} listed={listed} />
            <DetailBody
              hasJsonFinding={listed.some(({ finding, isGone }) => !isGone && finding.code.startsWith('json/'))}
            />
          </div>
          {isPreviewed && <LazyPreview row={row} />}
        </section>
      </FindingsContext.Provider>
    </FormContext.Provider>
  );
}

function isIn(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}
