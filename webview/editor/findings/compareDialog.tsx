import { useEffect, useState } from 'preact/hooks';
import type { RowId } from '../../../src/protocol/editor';
import type { ClusterKind, FindingCalls } from '../../../src/protocol/findings';
import { Button } from '../../shared/controls/button';
import { Dialog } from '../../shared/controls/dialog';
import { IconButton } from '../../shared/controls/iconButton';
import { useModel } from '../modelContext';
import { CompareTable } from './compareTable';

type Member = FindingCalls['getCluster']['result']['members'][number];
type Cluster = FindingCalls['getCluster']['result'];

const kindWords: Readonly<Record<ClusterKind, string>> = {
  exact: 'Equal examples',
  normalized: 'Examples that differ by case, spaces and punctuation only',
  near: 'Similar examples',
  conflict: 'Same prompt, different responses',
};

interface CompareDialogProps {
  readonly id: RowId;
  readonly kind: ClusterKind;
}

/** Two examples that repeat each other, side by side, and which of them stays. */
export function CompareDialog({ id, kind }: CompareDialogProps) {
  const model = useModel();
  const [self, setSelf] = useState(id);
  const [cluster, setCluster] = useState<Cluster | undefined>(undefined);
  const [place, setPlace] = useState(0);
  const [status, setStatus] = useState('');

  const close = () => {
    model.findings.dialog.set(undefined);
  };
  const tell = (error: unknown) => {
    setStatus(error instanceof Error ? error.message : String(error));
  };
  const load = async (of: RowId, startAt: number) => {
    const found = await model.rpc.call('getCluster', { id: of, kind });
    const others = found.members.filter((member) => member.id !== of).length;
    setSelf(of);
    setCluster(found);
    setPlace(Math.max(0, Math.min(startAt, others - 1)));
    return others;
  };
  useEffect(() => {
    load(id, 0).catch(tell);
  }, []);

  const own = cluster?.members.find((member) => member.id === self);
  const others = cluster?.members.filter((member) => member.id !== self) ?? [];
  const other = others[place];

  /** Deletes some members and goes on with one that stays. */
  const remove = async (ids: readonly RowId[], stays: RowId) => {
    if (!model.canEdit) return;
    try {
      await model.rows.queue.flush();
      await model.rpc.call('deleteExamples', { ids });
      const words = ids.length === 1 ? 'The other example is deleted.' : `${ids.length} examples are deleted.`;
      setStatus(words);
      const left = await load(stays, place);
      if (left > 0) return;
      close();
      model.announce(words);
      await model.show(stays);
    } catch (error) {
      tell(error);
    }
  };
  const keepBoth = () => {
    if (place < others.length - 1) setPlace(place + 1);
    else close();
  };

  return (
    <Dialog title={kindWords[kind]} className="compare" onClose={close}>
      {own === undefined || other === undefined ? (
        <p class="dialog-words">{cluster === undefined ? '…' : 'Nothing is left that repeats this example.'}</p>
      ) : (
        <>
          <div class="compare-head">
            <span>
              {(place + 1).toLocaleString('en')} of {(others.length + (cluster?.more ?? 0)).toLocaleString('en')} that
              repeat this one
              {(cluster?.more ?? 0) > 0 && `; the first ${others.length} can be compared`}
            </span>
            <IconButton
              icon="chevron-left"
              label="Previous to compare with"
              disabled={place === 0}
              onClick={() => setPlace(place - 1)}
            />
            <IconButton
              icon="chevron-right"
              label="Next to compare with"
              disabled={place >= others.length - 1}
              onClick={() => setPlace(place + 1)}
            />
          </div>
          <CompareTable left={own} right={other} kept={cluster?.members[0]?.id} />
        </>
      )}
      <p class="dialog-status" role="status">
        {status}
      </p>
      {own !== undefined && other !== undefined && (
        <Choices
          own={own}
          other={other}
          others={cluster?.more === 0 ? others : []}
          canEdit={model.canEdit}
          onRemove={(ids, stays) => void remove(ids, stays)}
          onKeepBoth={keepBoth}
        />
      )}
    </Dialog>
  );
}

interface ChoicesProps {
  readonly own: Member;
  readonly other: Member;
  /** All other members, where all are known. */
  readonly others: readonly Member[];
  readonly canEdit: boolean;
  readonly onRemove: (ids: readonly RowId[], stays: RowId) => void;
  readonly onKeepBoth: () => void;
}

function Choices({ own, other, others, canEdit, onRemove, onKeepBoth }: ChoicesProps) {
  return (
    <footer class="dialog-foot">
      {others.length > 1 && (
        <Button
          disabled={!canEdit}
          title={`Deletes the ${others.length} other examples`}
          onClick={() =>
            onRemove(
              others.map(({ id }) => id),
              own.id,
            )
          }
        >
          Keep only this
        </Button>
      )}
      <span class="dialog-space" />
      <Button
        disabled={!canEdit}
        title={`Deletes example ${nameOf(other)}`}
        onClick={() => onRemove([other.id], own.id)}
      >
        Keep this
      </Button>
      <Button disabled={!canEdit} title={`Deletes example ${nameOf(own)}`} onClick={() => onRemove([own.id], other.id)}>
        Keep other
      </Button>
      <Button onClick={onKeepBoth}>Keep both</Button>
    </footer>
  );
}

function nameOf({ index }: Member): string {
  return (index + 1).toLocaleString('en');
}
