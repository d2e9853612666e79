import { useRef } from 'preact/hooks';
import type { Shape } from '../../../src/core/record/view';
import type { RowSummary } from '../../../src/protocol/editor';
import { Icon } from '../../shared/icons/icon';
import { useHighlight } from '../find/highlight';
import { countOf, problemWords, severityIcons, severityWord } from '../findings/severity';

interface ListRowProps {
  readonly place: number;
  /** Undefined while it is on its way. */
  readonly row: RowSummary | undefined;
  readonly isActive: boolean;
  readonly isSelected: boolean;
}

/** One example in the list: number, task type and problems; first words of the instruction; first words of the response. */
export function ListRow({ place, row, isActive, isSelected }: ListRowProps) {
  const isExample = row?.kind === 'example';
  const isCompact = isExample && row.taskType === undefined;
  const state = `${isCompact ? 'is-compact' : ''} ${isSelected ? 'is-selected' : ''} ${isActive ? 'is-active' : ''} ${row === undefined ? 'is-loading' : ''}`;
  return (
    <div
      id={`row-${place}`}
      class={`row ${state}`}
      role="row"
      aria-rowindex={place + 1}
      aria-selected={isSelected}
      aria-busy={row === undefined ? true : undefined}
      data-place={place}
      data-vscode-context={row && `{"webviewSection":"row","rowId":${row.id},"preventDefaultContextMenuItems":true}`}
    >
      <div class="row-number" role="gridcell" aria-colindex={1}>
        {((row?.index ?? place) + 1).toLocaleString('en')}
      </div>
      <div class="row-type" role="gridcell" aria-colindex={2}>
        {row && <TypeBadge row={row} />}
      </div>
      <div class="row-problems" role="gridcell" aria-colindex={3}>
        {row?.problems && row.problems.count > 0 && <ProblemsBadge {...row.problems} />}
      </div>
      <RowText
        column={4}
        className="row-instruction"
        text={row?.instruction}
        isCode={row !== undefined && row.kind !== 'example'}
        nothing={isExample ? 'empty' : undefined}
      />
      <RowText
        column={5}
        className="row-response"
        text={row?.response}
        nothing={isExample && !withoutResponse.has(row.shape) ? 'empty' : undefined}
      />
    </div>
  );
}

const kindWords = {
  broken: 'Not JSON',
  blank: 'Blank line',
  'not-object': 'Not an object',
  large: 'Too large for the form',
};

function TypeBadge({ row }: { readonly row: RowSummary }) {
  if (row.kind === 'example') {
    return row.taskType === undefined ? null : <span class="row-badge">{row.taskType}</span>;
  }
  return (
    <span class={`row-kind is-${row.kind}`}>
      {row.kind === 'broken' && <Icon name="error" />}
      {kindWords[row.kind]}
    </span>
  );
}

type Problems = NonNullable<RowSummary['problems']>;

/** How many findings there are, and the worst of them by its icon and in words. */
function ProblemsBadge({ count, worst }: Problems) {
  const words = count === 1 ? countOf(worst, 1) : `${problemWords(count)}, the worst: ${severityWord(worst, 1)}`;
  return (
    <span class={`row-problem is-${worst}`} title={words}>
      <Icon name={severityIcons[worst]} />
      <span aria-hidden="true">{count.toLocaleString('en')}</span>
      <span class="visually-hidden">{words}</span>
    </span>
  );
}

interface RowTextProps {
  readonly column: number;
  readonly className: string;
  readonly text: string | undefined;
  readonly isCode?: boolean | undefined;
  /** Said where the text is empty; nothing where there need not be one. */
  readonly nothing?: string | undefined;
}

function RowText({ column, className, text, isCode = false, nothing }: RowTextProps) {
  const element = useRef<HTMLDivElement>(null);
  const line = text === undefined ? '' : oneLine(text);
  useHighlight(element, line);
  return (
    <div
      ref={element}
      class={`${className} ${isCode ? 'is-code' : ''}`}
      role="gridcell"
      aria-colindex={column}
      dir="auto"
    >
      {line !== '' || text === undefined ? line : nothing && <span class="row-nothing">{nothing}</span>}
    </div>
  );
}

/** Shapes that have no answer. */
const withoutResponse: ReadonlySet<Shape | undefined> = new Set<Shape | undefined>([
  'prompt-only',
  'language-modelling',
  'unknown',
]);

/** Line breaks and runs of white space read as one space; the list shows first words, not the layout. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
