import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { JsonPath } from '../../../src/core/json/path';
import type { RowId } from '../../../src/protocol/editor';
import { useCell } from '../../shared/cell';
import { focusField } from '../form/fieldFocus';
import { useModel } from '../modelContext';
import { FindingItem } from './findingItem';
import type { ListedFinding } from './findingsContext';

/** So many are shown at first. */
const fewFindings = 4;

interface FindingListProps {
  readonly id: RowId;
  readonly listed: readonly ListedFinding[];
}

/** What is wrong with the open row, above its form: each finding with what mends it. */
export function FindingList({ id, listed }: FindingListProps) {
  const model = useModel();
  const wish = useCell(model.findings.wish);
  const judged = useCell(model.findings.open.row);
  const element = useRef<HTMLElement>(null);
  const [expanded, setExpanded] = useState<RowId | undefined>(undefined);
  useLayoutEffect(() => {
    if (wish !== id || judged?.id !== id) return;
    model.findings.wish.set(undefined);
    focusFinding(element.current, 0, judged.findings[0]?.path);
  }, [wish, judged, id]);
  useLayoutEffect(() => {
    const last = model.findings.lastFix;
    if (last === undefined || judged === undefined || (judged.id === last.id && judged.version === last.version))
      return;
    model.findings.lastFix = undefined;
    const active = document.activeElement;
    const isLost = active === null || active === document.body || element.current?.contains(active) === true;
    // The author may have gone elsewhere in VS Code meanwhile.
    if (!isLost || !document.hasFocus()) return;
    if (judged.id !== last.id) model.focus.focus('list');
    else if (last.place === undefined) focusInForm(last.path);
    else focusFinding(element.current, last.place, last.path);
  }, [judged]);

  if (listed.length === 0) return null;
  const isWhole = expanded === id || listed.length <= fewFindings + 1;
  const shown = isWhole ? listed : listed.slice(0, fewFindings);
  return (
    <section ref={element} class="findings" aria-label="Problems of this example">
      <ul class="findings-list">
        {shown.map((each, index) => (
          <FindingItem key={index} id={id} listed={each} place={index} />
        ))}
      </ul>
      {!isWhole && (
        <button type="button" class="link-button" onClick={() => setExpanded(id)}>
          Show {listed.length - fewFindings} more
        </button>
      )}
    </section>
  );
}

/**
 * The first fix of the finding at a place of the list, or of one after or before it; or else a field of the form. Where a fix deletes
 * the example, the finding itself: a key that is pressed once too often must not do that.
 */
function focusFinding(list: HTMLElement | null, place: number, path: JsonPath | undefined): void {
  const items = [...(list?.querySelectorAll<HTMLElement>('.finding') ?? [])];
  for (const item of [...items.slice(place), ...items.slice(0, place).reverse()]) {
    if (item.querySelector('.fix-button') === null) continue;
    item.scrollIntoView({ block: 'nearest' });
    const find = (selector: string) => item.querySelector<HTMLElement>(selector);
    (find('.fix-button:not(.is-deleting)') ?? find('button.finding-message') ?? item).focus();
    return;
  }
  focusInForm(path);
}

function focusInForm(path: JsonPath | undefined): void {
  const body = document.querySelector<HTMLElement>('.detail-body');
  if (body !== null) focusField(body, path);
}
