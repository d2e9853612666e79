import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { BALANCE_VIEW, commands, viewTypes } from '../../../src/host/contribution';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly customEditors: readonly {
      readonly viewType: string;
      readonly priority: string;
      readonly selector: readonly { readonly filenamePattern: string }[];
    }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly media: { readonly image?: string; readonly markdown?: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly keybindings: readonly { readonly command: string; readonly when?: string }[];
  };
}
const manifestText = readFileSync('package.json', 'utf8');
const manifest = JSON.parse(manifestText) as Manifest;
const words = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
const { contributes } = manifest;

test('the code and the manifest name the same commands and editors', () => {
  const contributed = contributes.commands.map(({ command }) => command);
  assert.deepEqual(contributed.sort(), Object.values(commands).sort());
  assert.deepEqual(contributes.customEditors.map(({ viewType }) => viewType).sort(), Object.values(viewTypes).sort());
  // The last two are for files that are datasets by a setting: VS Code knows no event for those.
  assert.deepEqual(manifest.activationEvents, [
    ...Object.values(viewTypes).map((viewType) => `onWebviewPanel:${viewType}`),
    'onLanguage:jsonl',
    'workspaceContains:**/.itune.json',
    `onWebviewPanel:${BALANCE_VIEW}`,
  ]);
});

test('menus and keys name commands that exist, and keys work in our editor only', () => {
  const known = new Set<string>(Object.values(commands));
  for (const { command } of Object.values(contributes.menus).flat()) assert.ok(known.has(command), command);
  for (const { command, when } of contributes.keybindings) {
    assert.ok(known.has(command), command);
    assert.match(when ?? '', /activeCustomEditorId =~/, command);
  }
});

test('the walkthrough shows files that exist, and ends its steps by commands that exist', () => {
  const known = new Set<string>(Object.values(commands));
  for (const { media, completionEvents } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
    assert.ok(existsSync(media.image ?? media.markdown ?? ''), JSON.stringify(media));
    for (const event of completionEvents) {
      const [, command] = /^onCommand:(.*)$/.exec(event) ?? [];
      assert.ok(command === undefined || known.has(command), event);
    }
  }
  for (const [, command = ''] of JSON.stringify(words).matchAll(/\(command:([\w.]+)\)/g))
    assert.ok(known.has(command), command);
});

test('every placeholder of the manifest has its words, and no words are left over', () => {
  const used = [...manifestText.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? '');
  assert.deepEqual([...new Set(used)].sort(), Object.keys(words).sort());
});

/** VS Code matches names in lower case; its globs know `*`, `?` and `[!x]`. */
function matches(viewType: string, name: string): boolean {
  const editor = contributes.customEditors.find((known) => known.viewType === viewType);
  return (editor?.selector ?? []).some(({ filenamePattern }) => {
    const pattern = filenamePattern
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replaceAll('[!', '[^')
      .replaceAll('*', '.*');
    return new RegExp(`^${pattern}$`).test(name);
  });
}

test('each .jsonl file has exactly one of our editors, by default only *.itune.jsonl', () => {
  const standard = ['a.itune.jsonl', '.itune.jsonl', 'x.y.itune.jsonl', 'itune.itune.jsonl'];
  const option = ['a.jsonl', 'itune.jsonl', 'tune.jsonl', 'une.jsonl', 'ne.jsonl', 'e.jsonl', 'sample.jsonl'];
  option.push(
    'fortune.jsonl',
    'xitune.jsonl',
    'a.itun.jsonl',
    'a.itune.x.jsonl',
    'prune.jsonl',
    'a-tune.jsonl',
    '1.jsonl',
  );
  for (const name of standard) {
    assert.ok(matches(viewTypes.standard, name), name);
    assert.ok(!matches(viewTypes.option, name), name);
  }
  for (const name of option) {
    assert.ok(!matches(viewTypes.standard, name), name);
    assert.ok(matches(viewTypes.option, name), name);
  }
});
