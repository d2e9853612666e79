/** The main job on real data: open a public dataset, type into one example, save; exactly one line of the file differs. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { corpusFolder } from '../vscode/paths.js';
import { temporaryFolder } from '../vscode/processes.js';
import { launchWorkbench, type Workbench } from '../vscode/workbench.js';
import { capture } from './capture.js';

const TYPED = 'Typed by a test: "quotes" and \\ and é. ';
/** The row that is edited, from 0. */
const ROW = 2;

const skip = existsSync(corpusFolder) ? false : 'no corpus';
const names = skip === false ? readdirSync(corpusFolder).filter((name) => name.endsWith('.jsonl')) : [];

describe('real datasets', { skip }, () => {
  let workbench: Workbench;
  let folder: string;

  before(async () => {
    folder = join(temporaryFolder().path, 'corpus');
    mkdirSync(folder);
    for (const name of names) copyFileSync(join(corpusFolder, name), datasetOf(name));
    workbench = await launchWorkbench({ workspaceFolder: folder, name: 'workbench-corpus' });
  });

  after(() => workbench.dispose());

  const datasetOf = (name: string): string => join(folder, name.replace(/\.jsonl$/, '.itune.jsonl'));

  for (const name of names) {
    test(`${name}: one row typed into and saved differs in one line`, () =>
      capture(workbench, name, async () => {
        const path = datasetOf(name);
        const before = readFileSync(path, 'latin1').split('\n');
        await typeAndSave(path.slice(folder.length + 1));
        const after = readFileSync(path, 'latin1').split('\n');
        assert.equal(after.length, before.length);
        assert.deepEqual(
          after.flatMap((line, i) => (line === before[i] ? [] : [i])),
          [ROW],
        );
        assertTyped(lineOf(before), lineOf(after));
      }));
  }

  async function typeAndSave(file: string): Promise<void> {
    const { page } = workbench;
    await workbench.openFile(file);
    const view = workbench.webview();
    await view.locator(`[role="row"][aria-rowindex="${ROW + 1}"]`).click();
    await view.getByRole('heading', { name: `Example ${ROW + 1}`, exact: true }).waitFor();
    // JSON is typed elsewhere; here it would only be half a value.
    const field = view.locator('.text-area:not(.is-code) textarea').first();
    await field.click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type(TYPED);
    await page.locator('.tab.active.dirty').waitFor();
    await page.keyboard.press('Control+s');
    await page.locator('.tab.active:not(.dirty)').waitFor();
    await page.keyboard.press('Control+F4');
  }
});

function lineOf(lines: readonly string[]): string {
  return Buffer.from(lines[ROW] ?? '', 'latin1').toString('utf8');
}

/** The two lines are the same but for the typed text at the start of one string. */
function assertTyped(before: string, after: string): void {
  const strings = (line: string): string[] => {
    const found: string[] = [];
    JSON.parse(line, (_key, value: unknown) => {
      if (typeof value === 'string') found.push(value);
      return value;
    });
    return found;
  };
  const old = strings(before);
  const changed = strings(after).flatMap((text, i) => (text === old[i] ? [] : [[text, `${TYPED}${old[i] ?? ''}`]]));
  assert.equal(changed.length, 1);
  assert.equal(changed[0]?.[0], changed[0]?.[1]);
}
