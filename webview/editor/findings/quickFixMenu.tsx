import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { JsonPath } from '../../../src/core/json/path';
import type { RowId } from '../../../src/protocol/editor';
import type { RowFinding } from '../../../src/protocol/findings';
import { Icon } from '../../shared/icons/icon';
import { placeBeside } from '../../shared/placeBeside';
import type { EditorModel } from '../model/editorModel';
import { useModel } from '../modelContext';
import { doFix, everywhere, fixAllWords, openFixAll } from './doFix';
import { FixPreview, type FixName } from './fixPreview';
import { findingsAt } from './quickFixScope';
import { plainWords, Words } from './words';

interface Entry {
  readonly label: string;
  readonly preview?: FixName;
  readonly deletes?: boolean;
  readonly run: () => void;
}

interface Group {
  readonly finding: RowFinding;
  readonly entries: readonly Entry[];
}

/** The fixes of the field with the keyboard, or of the row: a menu with a preview of the one that is chosen. */
export function QuickFixMenu({ scope }: { readonly scope: { readonly path?: JsonPath } }) {
  const model = useModel();
  const before = useRef(document.activeElement);
  const element = useRef<HTMLDivElement>(null);
  const [chosen, choose] = useState<Entry | undefined>(undefined);
  const groups = useMemo(() => groupsFor(model, before.current, scope.path), [model, scope]);
  const close = () => {
    if (model.findings.menu.value === scope) model.findings.menu.set(undefined);
  };
  const leave = () => {
    close();
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  useLayoutEffect(() => {
    if (groups.length === 0) {
      model.announce('No quick fixes here');
      close();
      return undefined;
    }
    const popover = element.current;
    if (popover === null) return undefined;
    const place = () => {
      placeBeside(popover, anchorFor(before.current));
    };
    place();
    const [first] = itemsOf(popover);
    // Enter, pressed once too often, must not delete an example.
    if (first?.dataset.deletes === undefined) first?.focus();
    else popover.querySelector<HTMLElement>('[role=menu]')?.focus();
    const observer = new ResizeObserver(place);
    observer.observe(popover);
    return () => {
      observer.disconnect();
    };
  }, [groups]);
  useEffect(() => {
    const press = (event: PointerEvent) => {
      if (event.target instanceof Node && element.current?.contains(event.target) !== true) close();
    };
    document.addEventListener('pointerdown', press, true);
    return () => {
      document.removeEventListener('pointerdown', press, true);
    };
  }, [scope]);
  if (groups.length === 0) return null;
  return (
    <div
      ref={element}
      class="popover quick-fix"
      onKeyDown={(event) => {
        if (element.current !== null && handleKey(event, itemsOf(element.current), leave)) {
          event.preventDefault();
          event.stopPropagation();
        }
      }}
      onFocusOut={(event) => {
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) close();
      }}
    >
      <div role="menu" aria-label="Quick fixes" tabIndex={-1}>
        {groups.map(({ finding, entries }) => (
          <div key={finding.key} role="group" aria-label={plainWords(finding.message)}>
            <p class="quick-fix-heading" role="presentation">
              <Words text={finding.message} />
            </p>
            {entries.map((entry) => (
              <button
                key={entry.label}
                type="button"
                class="menu-item"
                role="menuitem"
                tabIndex={-1}
                data-deletes={entry.deletes}
                aria-describedby={entry.preview !== undefined && entry === chosen ? 'quick-fix-preview' : undefined}
                onFocus={() => choose(entry)}
                onMouseEnter={(event) => event.currentTarget.focus()}
                onClick={() => {
                  leave();
                  entry.run();
                }}
              >
                <span class="quick-fix-label">
                  <Icon name={entry.deletes ? 'trash' : entry.preview === undefined ? 'chevron-right' : 'lightbulb'} />
                  <span>
                    <Words text={entry.label} />
                  </span>
                </span>
              </button>
            ))}
          </div>
        ))}
      </div>
      {chosen?.preview !== undefined && (
        <div id="quick-fix-preview" class="quick-fix-preview">
          <FixPreview key={`${chosen.preview.finding} ${chosen.preview.fix}`} {...chosen.preview} />
        </div>
      )}
    </div>
  );
}

function groupsFor(model: EditorModel, element: Element | null, path: JsonPath | undefined): readonly Group[] {
  const open = model.findings.open.row.value;
  if (open === undefined || open.id !== model.rows.row.value?.id) return [];
  return findingsAt(open.findings, element, path)
    .map((finding) => ({ finding, entries: entriesFor(model, open.id, finding) }))
    .filter(({ entries }) => entries.length > 0);
}

function entriesFor(model: EditorModel, id: RowId, finding: RowFinding): readonly Entry[] {
  const fixes: readonly Entry[] = finding.fixes
    .filter(({ reveal }) => reveal !== undefined || model.canEdit)
    .map((fix) => ({
      label: fix.title,
      ...(fix.reveal === undefined
        ? { preview: { id, finding: finding.key, fix: fix.key, isSafe: fix.safe } }
        : undefined),
      ...(fix.deletes === true && { deletes: true }),
      run: () => void doFix(model, id, finding, fix),
    }));
  const { cluster } = finding;
  return [
    ...fixes.filter(({ deletes }) => deletes !== true),
    ...(model.canEdit && everywhere(finding).length > 0
      ? [{ label: `${fixAllWords(finding)}…`, run: () => openFixAll(model, finding) }]
      : []),
    ...(cluster === undefined
      ? []
      : [
          {
            label: 'Compare side by side…',
            run: () => model.findings.dialog.set({ kind: 'compare', id, cluster: cluster.kind }),
          },
        ]),
    ...fixes.filter(({ deletes }) => deletes === true),
  ];
}

/** Where the menu belongs: the field with the keyboard, the active row of the list, or else the title of the example. */
function anchorFor(element: Element | null): DOMRect {
  const isList = element?.getAttribute('role') === 'grid';
  const anchor = isList
    ? element.querySelector('.row.is-active')
    : element === null || element === document.body
      ? document.querySelector('.detail-title')
      : element;
  return (anchor ?? document.body).getBoundingClientRect();
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
}

function handleKey(event: KeyboardEvent, items: readonly HTMLElement[], leave: () => void): boolean {
  const at = items.findIndex((item) => item === document.activeElement);
  const step = { ArrowDown: at + 1, ArrowUp: Math.max(at, 0) - 1 + items.length, Home: 0, End: items.length - 1 }[
    event.key
  ];
  if (step !== undefined) items[step % items.length]?.focus();
  else if (event.key === 'Escape' || event.key === 'Tab') leave();
  else return false;
  return true;
}
