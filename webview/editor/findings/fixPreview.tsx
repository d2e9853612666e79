import { useEffect, useState } from 'preact/hooks';
import type { RowId } from '../../../src/protocol/editor';
import type { FixPreview as Preview } from '../../../src/protocol/findings';
import { useCell } from '../../shared/cell';
import { useModel } from '../modelContext';
import { LazyChangeView } from './lazyChangeView';

export interface FixName {
  readonly id: RowId;
  /** Keys of the finding and of the fix. */
  readonly finding: string;
  readonly fix: string;
  readonly isSafe: boolean;
}

type Loaded =
  | { readonly kind: 'loading' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'there'; readonly preview: Preview };

/** What one fix would change in its row. */
export function FixPreview({ id, finding, fix, isSafe }: FixName) {
  const model = useModel();
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading' });
  const version = useCell(model.findings.open.row)?.version;
  useEffect(() => {
    let isCurrent = true;
    const show = (next: Loaded) => {
      if (isCurrent) setLoaded(next);
    };
    model.rpc.call('previewFix', { id, finding, fix }).then(
      (preview) => {
        show(preview === undefined ? { kind: 'gone' } : { kind: 'there', preview });
      },
      (error: unknown) => {
        show({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [id, finding, fix, version]);
  switch (loaded.kind) {
    case 'loading':
      return <p class="change-words">…</p>;
    case 'gone':
      return <p class="change-words">This problem is gone.</p>;
    case 'failed':
      return <p class="change-words">{loaded.message}</p>;
    case 'there':
      return (
        <>
          <LazyChangeView preview={loaded.preview} />
          {!isSafe && loaded.preview.after.length > 0 && (
            <p class="change-words">This may not be what was meant. Have a look before you save.</p>
          )}
        </>
      );
  }
}
