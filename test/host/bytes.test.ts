import assert from 'node:assert/strict';
import { openDataset, save, waitForDirty } from './datasetFixture.js';

const row = (text: string) => `{"instruction": "${text}", "output": "x"}`;
const bom = Buffer.from([0xef, 0xbb, 0xbf]);
const broken = Buffer.from([
  ...Buffer.from('{"instruction": "bad '),
  0xff,
  0xc3,
  0x28,
  0x80,
  ...Buffer.from(' bytes"}'),
]);

/** Files that a careless editor changes beyond the edited row. Each has rows "keep 0", "edit me" and "keep 2", in this order. */
const files: Readonly<Record<string, readonly [before: Buffer, after: Buffer]>> = {
  'plain lines': around('', '\n', '\n'),
  'no final newline': around('', '\n', ''),
  'CRLF line ends': around('', '\r\n', '\r\n'),
  'CRLF, no final newline': around('', '\r\n', ''),
  'a byte order mark': around(bom, '\n', '\n'),
  'rows that are not JSON': around('not json {\n', '\n', '\n[1, 2\n'),
  'blank lines': around('\n\n', '\n', '\n\n   \n\n'),
  'trailing blanks in lines': around(' \t{"a": 1}  \t\n', '  \n', '   \n'),
  'invalid UTF-8': around(Buffer.concat([broken, Buffer.from('\n')]), '\n', Buffer.concat([Buffer.from('\n'), broken])),
  'mixed line ends': around('{"a": 1}\r\n{"b": 2}\n', '\r\n', '\n{"c": 3}\r\n'),
  'separators that other editors take for line ends': around('{"a": "\u2028\u2029\u0085"}\n', '\n', '\n\u000c\n'),
  'odd numbers and escapes': around('{"n": 1.0e+2, "big": 12345678901234567890, "s": "\\u00e9\\/"}\n', '\n', '\n'),
};

function around(head: string | Buffer, end: string, tail: string | Buffer): [Buffer, Buffer] {
  const make = (middle: string) =>
    Buffer.concat([
      Buffer.from(head),
      Buffer.from([row('keep 0'), middle, row('keep 2')].join(end)),
      Buffer.from(tail),
    ]);
  return [make(row('edit me')), make(row('edited'))];
}

describe('bytes that the author did not touch', () => {
  for (const [name, [before, after]] of Object.entries(files)) {
    it(`are the same after an edit and a save: ${name}`, async () => {
      const opened = await openDataset(before);
      await opened.dataset.indexed();
      const { rows } = await opened.dataset.call('getRows', { from: 0, count: 20, view: 'all' });
      const target = rows.find(({ instruction }) => instruction === 'edit me');
      assert.ok(target, 'the row is shown');
      const outcome = await opened.dataset.call('applyEdit', {
        id: target.id,
        version: target.version,
        sequence: 1,
        edit: { kind: 'set', path: ['instruction'], value: 'edited' },
        typing: false,
      });
      assert.equal(outcome.kind, 'applied');
      await save();
      await waitForDirty(opened, false);
      assert.deepEqual(opened.bytes(), after);
    });
  }

  it('are the same when the broken row itself is edited around its bad bytes', async () => {
    const opened = await openDataset(Buffer.concat([broken, Buffer.from('\n')]));
    const [first] = (await opened.dataset.call('getRows', { from: 0, count: 1, view: 'all' })).rows;
    assert.ok(first);
    await opened.dataset.call('applyEdit', {
      id: first.id,
      version: first.version,
      sequence: 1,
      edit: { kind: 'set', path: ['output'], value: 'new' },
      typing: false,
    });
    await save();
    await waitForDirty(opened, false);
    const saved = opened.bytes();
    assert.ok(saved.includes(Buffer.from([0xff, 0xc3, 0x28, 0x80])), 'the bad bytes are as they were');
    assert.ok(saved.includes(Buffer.from('"output": "new"')));
  });

  it('are not written at all without an edit', async () => {
    const opened = await openDataset('{"a": 1}');
    await save();
    assert.equal(opened.text(), '{"a": 1}');
    assert.equal(opened.tab()?.isDirty, false);
  });
});
