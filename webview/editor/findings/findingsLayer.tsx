import { useCell } from '../../shared/cell';
import { lazyComponent } from '../../shared/lazyComponent';
import { useModel } from '../modelContext';
import { PreviewPopover } from './previewPopover';
import { QuickFixMenu } from './quickFixMenu';

const FixAllDialog = lazyComponent(async () => (await import('./fixAllDialog')).FixAllDialog);
const CompareDialog = lazyComponent(async () => (await import('./compareDialog')).CompareDialog);

/** What findings put over the page. */
export function FindingsLayer() {
  const { findings } = useModel();
  const menu = useCell(findings.menu);
  const dialog = useCell(findings.dialog);
  return (
    <>
      <PreviewPopover />
      {menu !== undefined && <QuickFixMenu scope={menu} />}
      {dialog?.kind === 'fixAll' && <FixAllDialog title={dialog.title} fixes={dialog.fixes} />}
      {dialog?.kind === 'compare' && <CompareDialog key={dialog.id} id={dialog.id} kind={dialog.cluster} />}
    </>
  );
}
