import { useRef } from 'preact/hooks';
import { useCell } from '../../shared/cell';
import { Button } from '../../shared/controls/button';
import { ExampleForm } from '../form/exampleForm';
import { useForm } from '../form/formContext';
import type { OpenRow } from '../model/openRow';
import { useModel } from '../modelContext';
import { RawEditor } from './rawEditor';

/** The form, or the line where there is no form for it or the author asked for the line. */
export function DetailBody({ hasJsonFinding }: { readonly hasJsonFinding: boolean }) {
  const model = useModel();
  const isRaw = useCell(model.isRaw);
  const { row, content } = useForm();
  // Who mends a line stays in it when it becomes valid: a form that took its place would take the keyboard away.
  const mending = useRef<number | undefined>(undefined);
  if (content.kind !== 'example' && content.kind !== 'large') mending.current = row.id;
  else if (mending.current !== row.id) mending.current = undefined;
  switch (content.kind) {
    case 'example':
      return isRaw || mending.current === row.id ? (
        <RawEditor row={row} hasJsonFinding={hasJsonFinding} />
      ) : (
        <ExampleForm key={row.id} view={content.view} />
      );
    case 'large':
      return <LargeRow row={row} bytes={content.bytes} />;
    case 'broken':
    case 'not-object':
    case 'blank':
      return <RawEditor row={row} hasJsonFinding={hasJsonFinding} />;
  }
}

function LargeRow({ row, bytes }: { readonly row: OpenRow; readonly bytes: number }) {
  const model = useModel();
  const megabytes = (bytes / 1_000_000).toLocaleString('en', { maximumFractionDigits: 1 });
  return (
    <div class="detail-message">
      <p>This line is {megabytes} MB long, too long for a form.</p>
      <Button icon="file-code" onClick={() => model.ask(model.rpc.call('openAsText', { id: row.id }))}>
        Open as Text
      </Button>
    </div>
  );
}
