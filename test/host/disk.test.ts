import assert from 'node:assert/strict';
import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { lines, openDataset, rows, rowTexts, save, undo, until, waitForDirty, type Opened } from './datasetFixture.js';

const content = lines(...rows(5));
const mine = '{"instruction": "Mine"}';
const theirs = '{"instruction": "Theirs"}';

/** What another program does to a file of five rows; `survives` says whether row 3, which we edited, is still there. */
const changes: Readonly<
  Record<string, { readonly make: (path: string) => void; readonly survives: boolean; readonly rows: string[] }>
> = {
  'appends rows': {
    make: (path) => appendFileSync(path, lines(theirs, theirs)),
    survives: true,
    rows: [...rows(5), theirs, theirs],
  },
  'writes the file anew': {
    make: (path) => writeFileSync(path, lines(theirs, ...rows(5).slice(1))),
    survives: true,
    rows: [theirs, ...rows(5).slice(1)],
  },
  'replaces the file by another': {
    make: (path) => {
      writeFileSync(`${path}.new`, lines(theirs, ...rows(5)));
      renameSync(`${path}.new`, path);
    },
    survives: true,
    rows: [theirs, ...rows(5)],
  },
  'cuts the file short': {
    make: (path) => truncateSync(path, lines(...rows(2)).length),
    survives: false,
    rows: rows(2),
  },
  'empties the file': { make: (path) => writeFileSync(path, ''), survives: false, rows: [] },
};

async function showsRows(opened: Opened, expected: readonly string[]): Promise<void> {
  await until(`the rows are ${expected.join()}`, async () =>
    JSON.stringify(await rowTexts(opened).catch(() => [])) === JSON.stringify(expected) ? true : undefined,
  );
}

describe('a file that another program changes', () => {
  for (const [what, { make, rows: expected }] of Object.entries(changes)) {
    it(`shows the new rows when it ${what}, while nothing is unsaved`, async () => {
      const opened = await openDataset(content);
      await opened.dataset.indexed();
      make(opened.path);
      await showsRows(opened, expected);
      assert.equal(opened.tab()?.isDirty, false);
      await opened.dataset.call('insertExample', { at: 0, text: mine });
      await save();
      await waitForDirty(opened, false);
      assert.equal(opened.text(), lines(mine, ...expected));
    });
  }

  for (const [what, { make, survives, rows: expected }] of Object.entries(changes)) {
    it(`keeps unsaved edits when it ${what}`, async () => {
      const opened = await openDataset(content);
      await opened.dataset.indexed();
      await opened.edit(3, mine);
      await waitForDirty(opened, true);
      make(opened.path);
      const merged = expected.map((row) => (row === rows(5)[3] ? mine : row));
      await showsRows(opened, merged);
      const banner = () => opened.dataset.state().banners.find(({ id }) => id === 'unsavedRows');
      if (survives) {
        assert.equal(banner(), undefined);
      } else {
        const shown = await until('the unsaved row is offered', banner);
        assert.match(shown.message, /Your unsaved rows \(1\)/);
        await opened.dataset.call('bannerAction', { banner: 'unsavedRows', action: 'insert' });
        assert.ok((await rowTexts(opened)).includes(mine));
        assert.equal(banner(), undefined);
      }
      await waitForDirty(opened, true);
      await save();
      await waitForDirty(opened, false);
      assert.equal(opened.text(), lines(...(survives ? merged : [...expected, mine])));
    });
  }

  it('is not overwritten by a save that comes before the change was noticed', async () => {
    const opened = await openDataset(content);
    await opened.dataset.indexed();
    await opened.edit(3, mine);
    writeFileSync(opened.path, lines(theirs, ...rows(5)));
    await save();
    await waitForDirty(opened, false);
    assert.equal(opened.text(), lines(theirs, ...rows(5).map((row, i) => (i === 3 ? mine : row))));
  });

  it('does not take its own save for a change', async () => {
    const opened = await openDataset(content);
    await opened.edit(3, mine);
    await save();
    await opened.dataset.checkDisk();
    await undo();
    assert.deepEqual(await rowTexts(opened), rows(5), 'undo works across the save');
  });

  it('says so when the file is deleted, and writes it again', async () => {
    const opened = await openDataset(content);
    await opened.dataset.indexed();
    rmSync(opened.path);
    const banner = () => opened.dataset.state().banners.find(({ id }) => id === 'gone');
    await until('the banner is shown', banner);
    assert.deepEqual(await rowTexts(opened), rows(5), 'the rows are still shown');
    await opened.edit(3, mine);
    await save();
    await waitForDirty(opened, false);
    assert.equal(opened.text(), lines(...rows(5).map((row, i) => (i === 3 ? mine : row))));
    await opened.dataset.checkDisk();
    assert.equal(banner(), undefined);
  });

  it('undoes edits made before rows were appended', async () => {
    const opened = await openDataset(content);
    await opened.dataset.indexed();
    await opened.edit(3, mine);
    appendFileSync(opened.path, lines(theirs));
    await showsRows(opened, [...rows(5).slice(0, 3), mine, ...rows(5).slice(4), theirs]);
    await undo();
    await showsRows(opened, [...rows(5), theirs]);
  });
});
