import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

/**
 * Holds the sample workspace to what its README promises: other tests, the first run and the screenshots rely on its counts and on
 * its bytes, and a formatter or a git setting could change both without anyone noticing.
 */
const FOLDER = join(process.cwd(), 'test', 'workspace');

type Row = Record<string, unknown>;

/** Clean samples: their number of rows, and the keys that each row must have. */
const CLEAN: Record<string, readonly [rows: number, keys: readonly string[]]> = {
  'field-guide.itune.jsonl': [250, ['instruction', 'input', 'output', 'category']],
  'history.itune.jsonl': [8, ['instruction', 'input', 'output', 'system', 'history']],
  'dolly-style.itune.jsonl': [12, ['instruction', 'context', 'response', 'category']],
  'questions.itune.jsonl': [10, ['question', 'answer']],
  'chat.itune.jsonl': [12, ['messages']],
  'sharegpt.itune.jsonl': [10, ['conversations', 'system', 'tools']],
  'prompt-completion.itune.jsonl': [10, ['prompt', 'completion']],
  'preference.itune.jsonl': [10, ['prompt', 'chosen', 'rejected']],
  'preference-chat.itune.jsonl': [8, ['prompt', 'chosen', 'rejected']],
  'sharegpt-preference.itune.jsonl': [8, ['conversations', 'chosen', 'rejected']],
  'openai-preference.itune.jsonl': [10, ['input', 'preferred_output', 'non_preferred_output']],
  'kto.itune.jsonl': [10, ['prompt', 'completion', 'label']],
  'stepwise.itune.jsonl': [8, ['prompt', 'completions', 'labels']],
  'self-instruct.itune.jsonl': [8, ['id', 'name', 'instruction', 'instances', 'is_classification']],
  'segments.itune.jsonl': [8, ['segments']],
  'text.itune.jsonl': [8, ['text']],
  'blocks-chat.itune.jsonl': [9, ['messages']],
  'blocks-preference.itune.jsonl': [8, ['chosen_messages', 'rejected_messages']],
  'prompt-only.itune.jsonl': [8, ['id', 'source', 'prompt']],
  'plain.jsonl': [8, ['id', 'instruction', 'output', 'tags', 'source', 'language', 'split', 'score']],
};

/** The kinds of each code planted in `defects.itune.jsonl`; an empty kind is an id that is the bare code. */
const PLANTED: Record<string, readonly string[]> = {
  'json/encoding': ['latin1', 'cut-character', 'bom-inside'],
  'json/not-object': ['list', 'string'],
  'json/duplicate-key': [''],
  'json/syntax': [
    ...['missing-comma', 'extra-comma', 'trailing-comma', 'comma-after-row', 'missing-bracket', 'extra-bracket'],
    ...['missing-quote', 'inner-quote', 'single-quotes', 'smart-quotes', 'unquoted-keys', 'python-literals', 'comment'],
    ...['slash-prefix', 'hash-prefix', 'raw-tab', 'raw-newline', 'pretty-printed', 'concatenated:1', 'concatenated:2'],
    ...[
      'code-fence',
      'code-fence-lines',
      'bad-escape',
      'bad-unicode-escape',
      'text-after',
      'nan',
      'truncated-last-line',
    ],
  ],
  'schema/missing-field': ['', 'misspelt', 'alias'],
  'schema/wrong-type': ['number', 'list', 'null', 'boolean', 'object'],
  'schema/unknown-field': ['', 'misspelt'],
  'schema/mixed-shape': ['chat', 'two-shapes', 'dolly'],
  'schema/inconsistent-type': ['string', 'null'],
  'pair/empty-instruction': ['', 'white-space'],
  'pair/empty-response': ['', 'white-space'],
  'pair/placeholder-response': ['nooutput', 'na', 'todo', 'bracketed'],
  'pair/placeholder-input': ['', 'bare'],
  'pair/response-copies-input': ['input', 'instruction'],
  'pair/merged-examples': [''],
  'pair/swapped-fields': [''],
  'text/control-characters': ['bell', 'zero-width', 'replacement', 'bidi'],
  'text/mojibake': [''],
  'text/edge-whitespace': ['response', 'instruction'],
  'text/html-remains': [''],
  'text/unclosed-code-fence': [''],
  'text/template-remains': ['braces', 'insert', 'your', 'lorem'],
  'text/repetition': [''],
  'text/refusal': ['ai', 'sorry'],
  'text/truncated': [''],
  'text/modality': [''],
  'duplicate/exact': ['kept', 'key-order', 'escapes'],
  'duplicate/normalized': ['kept', 'case'],
  'duplicate/near': ['kept', 'one-word'],
  'duplicate/conflict': ['1', '2'],
  'privacy/personal-data': ['e-mail', 'phone', 'card', 'iban', 'ip'],
  'privacy/secret': ['aws', 'private-key', 'jwt'],
  'trainer/dropped': [''],
};

const read = (file: string): Buffer => readFileSync(join(FOLDER, file));

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function asRow(value: unknown, where: string): Row {
  assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value), `${where} is an object`);
  return Object.fromEntries(Object.entries(value));
}

/** Every line parsed by `JSON.parse`; fails on a blank line, a carriage return, bad UTF-8 and a missing final newline. */
function parseStrictly(file: string): Row[] {
  const bytes = read(file);
  assert.ok(isUtf8(bytes), `${file} is UTF-8`);
  const text = bytes.toString('utf8');
  assert.ok(text.endsWith('\n') && !text.includes('\r') && !text.startsWith('\ufeff'), `${file} has plain line ends`);
  const lines = text.slice(0, -1).split('\n');
  return lines.map((line, index) => asRow(JSON.parse(line) as unknown, `${file}:${index + 1}`));
}

/** The parsed value of a line, or undefined where strict readers refuse it. */
function tryParse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

const idsIn = (text: string): string[] =>
  [...text.matchAll(/["'“]((?:[a-z]+\/[a-z-]+|clean)(?::[a-z0-9:-]+)?)["'”]/g)].map(([, id]) => id ?? '');

describe('clean samples', () => {
  for (const [file, [count, keys]] of Object.entries(CLEAN)) {
    test(`${file} has ${count} rows of its shape`, () => {
      const rows = parseStrictly(file);
      assert.equal(rows.length, count);
      rows.forEach((row, index) => {
        for (const key of keys) assert.ok(Object.hasOwn(row, key), `${file}:${index + 1} has ${key}`);
      });
    });
  }

  test('no two examples are the same, in one file or in two', () => {
    const seen = new Map<string, string>();
    for (const file of Object.keys(CLEAN)) {
      parseStrictly(file).forEach((row, index) => {
        const content = JSON.stringify(row, (key, value: unknown) => (key === 'id' ? undefined : value)).toLowerCase();
        const where = `${file}:${index + 1}`;
        assert.equal(seen.get(content), undefined, `${where} repeats ${seen.get(content) ?? ''}`);
        seen.set(content, where);
      });
    }
  });
});

describe('field guide', () => {
  const rows = parseStrictly('field-guide.itune.jsonl').map((row) =>
    Object.entries(row).map(([key, value]) => [key, String(value)] as const),
  );
  const examples = rows.map((row) => Object.fromEntries(row));

  test('has four trimmed strings in each row, and only the input may be empty', () => {
    examples.forEach((example, index) => {
      assert.deepEqual(Object.keys(example), ['instruction', 'input', 'output', 'category'], `row ${index + 1}`);
      for (const [key, value] of Object.entries(example)) {
        assert.equal(value, value.trim(), `row ${index + 1}: ${key}`);
        if (key !== 'input') assert.notEqual(value, '', `row ${index + 1}: ${key}`);
      }
    });
  });

  test('spreads over thirteen task types and never asks the same twice', () => {
    assert.equal(new Set(examples.map(({ category }) => category)).size, 13);
    assert.equal(new Set(examples.map(({ instruction }) => instruction)).size, 250);
  });

  test('gives an input to exactly the Dolly types that need one', () => {
    const always = new Set(['closed_qa', 'information_extraction', 'summarization']);
    const never = new Set(['brainstorming', 'classification', 'creative_writing', 'general_qa', 'open_qa']);
    examples.forEach(({ category = '', input }, index) => {
      if (always.has(category)) assert.notEqual(input, '', `row ${index + 1}`);
      if (never.has(category)) assert.equal(input, '', `row ${index + 1}`);
    });
  });

  test('has one-word and long answers, code, tables and several scripts', () => {
    const outputs = examples.map(({ output = '' }) => output);
    const all = examples.map((example) => Object.values(example).join('\n')).join('\n');
    assert.ok(outputs.some((output) => output.split(/\s+/).length === 1));
    assert.ok(outputs.some((output) => output.split(/\s+/).length > 500));
    for (const output of outputs) assert.equal((output.match(/```/g) ?? []).length % 2, 0, output.slice(0, 60));
    const wanted = [
      /```python/,
      /^\|---/m,
      /\p{Script=Han}/u,
      /\p{Script=Arabic}/u,
      /\p{Script=Hangul}/u,
      /\p{Emoji_Presentation}/u,
      /\t/,
      /\\/,
    ];
    for (const pattern of wanted) assert.match(all, pattern);
  });
});

describe('defects.itune.jsonl', () => {
  const bytes = read('defects.itune.jsonl');
  const lines = bytes.toString('utf8').split('\n');
  const rows = lines
    .map(tryParse)
    .filter((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
  const byId = new Map(rows.map((value) => asRow(value, 'row')).map((row) => [row.id, row]));

  test('holds every planted defect once, and nothing that is not listed', () => {
    const expected = Object.entries(PLANTED).flatMap(([code, kinds]) =>
      kinds.map((kind) => (kind === '' ? code : `${code}:${kind}`)),
    );
    const found = idsIn(lines.join('\n')).filter((id) => !id.startsWith('clean:'));
    assert.deepEqual(found.sort(), expected.sort());
  });

  test('breaks JSON in the json/syntax rows only', () => {
    const good = [...byId.keys()].map(String);
    // The lines before and after this row are what strict readers refuse.
    assert.deepEqual(
      good.filter((id) => id.startsWith('json/syntax')),
      ['json/syntax:code-fence-lines'],
    );
    const broken = ['json/syntax', 'json/encoding:bom-inside', 'json/not-object'];
    const rest = idsIn(lines.join('\n')).filter((id) => !broken.some((prefix) => id.startsWith(prefix)));
    assert.deepEqual(
      rest.filter((id) => !good.includes(id)),
      [],
    );
    assert.ok(byId.size > 75);
  });

  test('holds two blank lines, a raw tab, a raw newline, bad UTF-8 and no final newline', () => {
    assert.equal(lines.length, 122);
    assert.deepEqual(
      lines.filter((line) => line.trim() === ''),
      ['', ' \t '],
    );
    assert.ok(lines.some((line) => line.includes('raw-tab') && line.includes('"N\tE\tS\tW"')));
    assert.ok(lines.some((line) => line.includes('raw-newline') && !line.endsWith('}')));
    assert.ok(!isUtf8(bytes));
    assert.ok(bytes.includes(Buffer.from('vira\xe7\xe3o', 'latin1')));
    assert.ok(bytes.includes(Buffer.from('\n\ufeff{', 'utf8')));
    assert.notEqual(bytes.at(-1), 0x0a);
  });

  test('plants duplicates that are what they are called', () => {
    const content = (id: string): unknown[] => ['instruction', 'input', 'output'].map((key) => byId.get(id)?.[key]);
    const fold = (id: string): string =>
      content(id)
        .join(' ')
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ');
    assert.deepEqual(content('duplicate/exact:key-order'), content('duplicate/exact:kept'));
    assert.deepEqual(content('duplicate/exact:escapes'), content('duplicate/exact:kept'));
    assert.notDeepEqual(content('duplicate/normalized:case'), content('duplicate/normalized:kept'));
    assert.equal(fold('duplicate/normalized:case'), fold('duplicate/normalized:kept'));
    assert.notEqual(fold('duplicate/near:one-word'), fold('duplicate/near:kept'));
    assert.deepEqual(content('duplicate/conflict:1').slice(0, 2), content('duplicate/conflict:2').slice(0, 2));
    assert.notEqual(content('duplicate/conflict:1')[2], content('duplicate/conflict:2')[2]);
  });

  test('has no secret but the documented examples', () => {
    const text = lines.join('\n');
    assert.deepEqual(text.match(/AKIA[0-9A-Z]{16}/g), ['AKIAIOSFODNN7EXAMPLE']);
    assert.match(text, /4111 1111 1111 1111/);
    assert.match(text, /GB82 WEST 1234 5698 7654 32/);
  });
});

describe('other defect files', () => {
  test('chat-defects.itune.jsonl holds every chat code', () => {
    const ids = parseStrictly('chat-defects.itune.jsonl').map(({ id }) => String(id));
    const codes = [
      'chat/unknown-role',
      'chat/no-assistant',
      'chat/last-not-assistant',
      'chat/role-order',
      'chat/empty-turn',
      'chat/weight',
      'chat/tool-call',
    ];
    assert.equal(new Set(ids).size, 19);
    assert.deepEqual(
      [...new Set(ids.map((id) => id.split(':')[0]))].sort(),
      ['clean', 'pair/empty-response', ...codes].sort(),
    );
  });

  test('preference-defects.itune.jsonl holds every preference code', () => {
    const rows = parseStrictly('preference-defects.itune.jsonl');
    const ids = rows.map(({ id }) => String(id));
    for (const id of [
      'preference/same',
      'preference/prompt-differs',
      'preference/prompt-differs:system',
      'schema/missing-field',
      'schema/inconsistent-type',
    ]) {
      assert.ok(ids.includes(id), id);
    }
    const same = rows.find(({ id }) => id === 'preference/same');
    assert.deepEqual(same?.chosen, same?.rejected);
    assert.equal(rows.length, 8);
  });
});

describe('encodings', () => {
  const count = (bytes: Buffer, text: string): number => bytes.toString('latin1').split(text).length - 1;

  test('crlf: six lines, each ended by CR LF', () => {
    const bytes = read('encodings/crlf.itune.jsonl');
    assert.equal(count(bytes, '\r\n'), 6);
    assert.equal(count(bytes, '\n'), 6);
    assert.equal(bytes.subarray(-2).toString(), '\r\n');
  });

  test('mixed-line-ends: five LF and two CR LF', () => {
    const bytes = read('encodings/mixed-line-ends.itune.jsonl');
    assert.deepEqual([count(bytes, '\n'), count(bytes, '\r\n')], [7, 2]);
  });

  test('no-final-newline: six rows, the last ended by the file', () => {
    const bytes = read('encodings/no-final-newline.itune.jsonl');
    assert.deepEqual([count(bytes, '\n'), bytes.at(-1)], [5, '}'.charCodeAt(0)]);
  });

  test('bom: the three bytes of U+FEFF, then six good rows', () => {
    const bytes = read('encodings/bom.itune.jsonl');
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    assert.equal(
      bytes
        .subarray(3)
        .toString('utf8')
        .trimEnd()
        .split('\n')
        .map((line) => asRow(JSON.parse(line), 'bom')).length,
      6,
    );
  });

  test('empty: no bytes', () => assert.equal(read('encodings/empty.itune.jsonl').length, 0));

  test('latin1: every line is bad UTF-8 and good ISO 8859-1', () => {
    const lines = read('encodings/latin1.itune.jsonl').toString('latin1').trimEnd().split('\n');
    assert.equal(lines.length, 6);
    for (const line of lines) {
      assert.ok(!isUtf8(Buffer.from(line, 'latin1')), line);
      asRow(JSON.parse(line), line);
    }
  });

  test('utf16: a little-endian byte order mark, then five good rows', () => {
    const bytes = read('encodings/utf16.itune.jsonl');
    assert.deepEqual([...bytes.subarray(0, 2)], [0xff, 0xfe]);
    const lines = bytes.subarray(2).toString('utf16le').trimEnd().split('\n');
    assert.equal(lines.map((line) => asRow(JSON.parse(line), line)).length, 5);
  });

  test('json-array: one array of five over several lines', () => {
    const text = read('encodings/json-array.jsonl').toString('utf8');
    const value = JSON.parse(text) as unknown;
    assert.ok(Array.isArray(value) && value.length === 5);
    assert.equal(tryParse(text.split('\n')[0] ?? ''), undefined);
  });
});

test('README.md names every dataset, and each that it names exists', () => {
  const named = [
    ...read('README.md')
      .toString('utf8')
      .matchAll(/^\| `([^`]+\.jsonl)`/gm),
  ].map(([, name]) => name ?? '');
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
  assert.deepEqual(named.sort(), files.filter((file) => file.endsWith('.jsonl')).sort());
});

test('auto save is off, so that a dirty editor stays dirty in tests', () => {
  assert.deepEqual(JSON.parse(read('.vscode/settings.json').toString('utf8')), { 'files.autoSave': 'off' });
});
