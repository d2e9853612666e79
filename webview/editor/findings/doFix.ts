import { samePath } from '../../../src/core/json/path';
import type { RowId } from '../../../src/protocol/editor';
import type { FindingFix, RowFinding } from '../../../src/protocol/findings';
import type { EditorModel } from '../model/editorModel';
import { plainWords } from './words';

/**
 * Does a fix of a finding, or takes the author to the field where it is theirs to write. `place` is where the finding stands in the
 * list above the form, where it was fixed there.
 */
export async function doFix(
  model: EditorModel,
  id: RowId,
  finding: RowFinding,
  fix: FindingFix,
  place?: number,
): Promise<void> {
  if (fix.reveal !== undefined) {
    model.isDetailOpen.set(true);
    model.focus.focusForm(fix.reveal);
    return;
  }
  if (!model.canEdit) return;
  try {
    // What was typed comes first; the row is judged again with it.
    await model.rows.queue.flush();
    const { version, findings } = await model.rpc.call('getFindings', { id });
    const now = findings.find(({ key }) => key === finding.key) ?? findings.find((each) => isSame(each, finding));
    if (now === undefined) {
      model.announce('This problem is gone.');
      model.findings.open.ask();
      return;
    }
    const { message } = await model.rpc.call('applyFix', { id, version, finding: now.key, fix: fix.key });
    if (message !== undefined) {
      model.fail(message);
      return;
    }
    const { path } = now;
    model.findings.lastFix = { id, version, place, ...(path === undefined ? {} : { path }) };
    model.announce(`Done: ${plainWords(fix.title)}`);
  } catch (error) {
    model.fail(error instanceof Error ? error.message : String(error));
  }
}

/** The same problem in a text that has changed since. */
function isSame(a: RowFinding, b: RowFinding): boolean {
  if (a.code !== b.code) return false;
  return a.path === undefined || b.path === undefined ? a.path === b.path : samePath(a.path, b.path);
}

/** The fixes of a finding that can be done everywhere at once. */
export function everywhere({ fixes }: RowFinding): readonly FindingFix[] {
  return fixes.filter(({ alsoFor = 0 }) => alsoFor > 1);
}

/** Opens the list of what "Fix all of this kind" would change. */
export function openFixAll(model: EditorModel, finding: RowFinding): void {
  const fixes = everywhere(finding).map(({ key, title, safe }) => ({
    fix: key,
    code: finding.code,
    title,
    isSafe: safe,
  }));
  const known = model.findings.state.value?.counts.find(({ code }) => code === finding.code);
  model.findings.dialog.set({ kind: 'fixAll', title: known?.title ?? finding.code, fixes });
}

/** "Fix all of this kind (12)". */
export function fixAllWords(finding: RowFinding): string {
  const count = Math.max(...everywhere(finding).map(({ alsoFor = 0 }) => alsoFor));
  return `Fix all of this kind (${count.toLocaleString('en')})`;
}
