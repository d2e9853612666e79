import { CATALOGUE, type Code, CODES, familyOf } from '../../src/core/checks/catalogue';
import type { CheckEntry, Message } from '../../src/core/checks/catalogue/entry';
import { USAGE } from '../../src/cli/commandLine';
import { DEFAULTS, SETTINGS, type SettingType, TRAINERS } from '../../src/core/config/settings';

const FAMILIES: Readonly<Record<string, string>> = {
  json: 'JSON and encoding',
  schema: 'Fields and types',
  pair: 'Instruction, input and response',
  text: 'Texts',
  duplicate: 'Duplicates',
  leak: 'Benchmarks',
  chat: 'Conversations',
  preference: 'Preferences',
  length: 'Length',
  privacy: 'Privacy',
  trainer: 'Trainers',
  file: 'The file',
};

const SCOPES: Readonly<Record<CheckEntry['scope'], string>> = {
  row: 'by the example alone',
  dataset: 'by all examples of the file',
  file: 'once for the file',
  workspace: 'across files',
};

/** The documentation of all checks, as Markdown, from the catalogue. */
export function checksPage(): string {
  const families = [...new Set(CODES.map(familyOf))];
  return [
    '# Checks',
    'Every problem has a code. Set the severity of each with `itune.severity` in VS Code, or `severity` in `.itune.json`: `error`, `warning`, `information`, `hint` or `off`.',
    'Checks of tier 1 run in one pass over the file; those of tier 2 follow in the background. **Safe** fixes keep the texts of the example as they are, or leave no other reading; only those are part of "fix all" and fix on save.',
    '<!-- Generated from src/core/checks/catalogue; UPDATE=1 npm test -- golden rewrites it. -->',
    overview(),
    ...families.flatMap((family) => [
      `## ${FAMILIES[family] ?? family}`,
      ...CODES.filter((code) => familyOf(code) === family).map(section),
    ]),
    settingsSection(),
    shellSection(),
    '',
  ].join('\n\n');
}

function overview(): string {
  const rows = CODES.map((code) => {
    const { title, severity, tier } = CATALOGUE[code];
    return `| [${code}](#${anchor(code)}) | ${title} | ${severity} | ${tier} |`;
  });
  return ['| code | problem | severity | tier |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function section(code: Code): string {
  const { title, explanation, severity, tier, scope, messages, before, after, fixes } = CATALOGUE[code];
  const facts = `**${title}.** ${severity === 'off' ? 'Off by default' : `Default: ${severity}`}; tier ${tier}, ${SCOPES[scope]}.`;
  const said = Object.values(messages).map((message) => `- ${wordsOf(message)}`);
  const example = before === '' ? [] : [fence(before)];
  const mended = after === undefined ? [] : [`becomes`, fence(after)];
  const named = fixes.length === 0 ? [] : [`Fixes: ${fixes.map((fix) => `\`${fix}\``).join(', ')}.`];
  return [`### ${code}`, facts, explanation, said.join('\n'), ...example, ...mended, ...named].join('\n\n');
}

function wordsOf(message: Message): string {
  return typeof message === 'string' ? message : `${message.text} (${message.severity})`;
}

function fence(text: string): string {
  return ['```jsonl', text.replace('\ufeff', '<BOM>'), '```'].join('\n');
}

function settingsSection(): string {
  const rows = Object.entries(SETTINGS).flatMap(([name, { type, description }]) =>
    rowsOf(name, type, description, (DEFAULTS as unknown as Record<string, unknown>)[name]),
  );
  return [
    '## Settings',
    'The same names stand in `.itune.json`; settings of VS Code win over it. The trainers are ' +
      `${TRAINERS.map((trainer) => `\`${trainer}\``).join(', ')}.`,
    ['| setting | default | meaning |', '| --- | --- | --- |', ...rows].join('\n'),
  ].join('\n\n');
}

function shellSection(): string {
  return [
    '## From a shell',
    'The same checks without VS Code:',
    ['```text', USAGE.trim().replaceAll('itune ', 'node dist/cli.js '), '```'].join('\n'),
    '`--format json` writes one object: `{"files": [{"path", "examples", "bytes", "findings": [{"code", "severity", "line", "column", "endLine", "endColumn", "message", "fixable"}], "counts": {code: n}}]}`. Lines and columns count from 1, columns in UTF-16 units, the end column is the one after the last. `examples` counts the lines that are not blank. Datasets that are named together are compared with each other, near duplicates included; `--unsafe` takes what training and other data share from the training data only.',
  ].join('\n\n');
}

function rowsOf(name: string, type: SettingType, description: string, value: unknown): string[] {
  if (name === 'severity' || type.kind !== 'object')
    return [`| \`itune.${name}\` | \`${JSON.stringify(value)}\` | ${description} |`];
  return Object.entries(type.keys).flatMap(([key, setting]) =>
    rowsOf(`${name}.${key}`, setting.type, setting.description, (value as Record<string, unknown> | undefined)?.[key]),
  );
}

/** What Markdown makes of the heading of a check. */
function anchor(code: Code): string {
  return code.replace('/', '');
}
