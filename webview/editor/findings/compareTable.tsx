import { useMemo } from 'preact/hooks';
import { fieldName } from '../../../src/core/checks/fieldName';
import type { RowId } from '../../../src/protocol/editor';
import type { FindingCalls } from '../../../src/protocol/findings';
import { compareFields, type FieldPair } from '../diff/compareFields';
import { DiffText } from '../diff/diffText';
import { wordDiff } from '../diff/wordDiff';

type Member = FindingCalls['getCluster']['result']['members'][number];

interface CompareTableProps {
  readonly left: Member;
  readonly right: Member;
  /** The member that the checks let stand. */
  readonly kept: RowId | undefined;
}

const sideWords = { removed: 'only this', added: 'only the other' };

/** The fields of two examples beside each other; what differs is marked word by word on the side that has it. */
export function CompareTable({ left, right, kept }: CompareTableProps) {
  const pairs = useMemo(() => compareFields(left.text, right.text), [left.text, right.text]);
  return (
    <div class="compare-scroll" role="group" tabIndex={0} autofocus aria-label="The two examples">
      <table class="compare-table">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">This: {titleOf(left, kept)}</th>
            <th scope="col">Other: {titleOf(right, kept)}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <PairRow key={JSON.stringify(pair.path)} pair={pair} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PairRow({ pair }: { readonly pair: FieldPair }) {
  const { path, left, right } = pair;
  const segments = useMemo(() => wordDiff(left ?? '', right ?? ''), [left, right]);
  const isSame = left === right;
  return (
    <tr class={isSame ? 'is-same' : ''}>
      <th scope="row">
        <code>{path.length === 0 ? 'line' : fieldName(path)}</code>
        {isSame && <span class="compare-same">same</span>}
      </th>
      <td>
        {left === undefined ? (
          <em>not there</em>
        ) : (
          <DiffText segments={segments.filter(isNot('added'))} words={sideWords} />
        )}
      </td>
      <td>
        {right === undefined ? (
          <em>not there</em>
        ) : (
          <DiffText segments={segments.filter(isNot('removed'))} words={sideWords} />
        )}
      </td>
    </tr>
  );
}

function isNot(kind: 'added' | 'removed') {
  return (segment: { readonly kind: string }) => segment.kind !== kind;
}

function titleOf({ id, index }: Member, kept: RowId | undefined): string {
  return `example ${(index + 1).toLocaleString('en')}${id === kept ? ', the first' : ''}`;
}
