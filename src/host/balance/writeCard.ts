import * as vscode from 'vscode';
import type { BalanceTarget } from '../../core/balance/balanceData';
import { datasetCard } from '../../core/balance/datasetCard';
import type { DeclaredDataset } from '../../core/config/settings';
import { splitOf } from '../../core/config/split';
import type { OpenDataset } from '../editor/openDataset';

const TITLES: Readonly<Record<string, string>> = {
  'task-types': 'Task types',
  lengths: 'Lengths in tokens',
  openings: 'Opening words of the instructions',
  languages: 'Languages',
};

/** What a card is written from. */
export interface CardSource {
  readonly dataset: OpenDataset;
  readonly target: BalanceTarget;
  /** Pictures as SVG, by what they show. */
  readonly charts: Readonly<Record<string, string>>;
  readonly datasets: readonly DeclaredDataset[];
}

/** Asks where the card goes, writes it there, and opens it. */
export async function writeCard(source: CardSource): Promise<void> {
  const { uri } = source.dataset.document;
  const card = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Write Dataset Card'),
    ...(uri.scheme === 'untitled'
      ? {}
      : { defaultUri: vscode.Uri.joinPath(uri, '..', `${nameOf(source.dataset)}.card.md`) }),
    filters: { [vscode.l10n.t('Markdown')]: ['md'] },
  });
  // The dialog has asked whether a card that is there may be replaced; nobody has asked about its pictures.
  if (card === undefined || !(await writeCardTo(card, source, confirmReplacing))) return;
  await vscode.window.showTextDocument(card);
}

/**
 * Writes the figures of a dataset as Markdown, with the pictures in a folder beside it.
 * @param confirm whether pictures that are there, and others, may be replaced; their paths
 * @returns whether it was written
 */
export async function writeCardTo(
  card: vscode.Uri,
  { dataset, target, charts, datasets }: CardSource,
  confirm: (files: readonly string[]) => Promise<boolean>,
): Promise<boolean> {
  const { document, balance } = dataset;
  const { uri, fileName } = document;
  const name = nameOf(dataset);
  const [data, coverage] = await Promise.all([balance.figures(), balance.ask('coverage', null)]);
  const folder = `${name}-charts`;
  const pictures = Object.entries(charts)
    .filter(([key]) => Object.hasOwn(TITLES, key))
    .map(([key, svg]) => ({ title: TITLES[key] ?? key, path: `${folder}/${key}.svg`, svg }));
  const files = pictures.map(({ path, svg }) => ({ uri: vscode.Uri.joinPath(card, '..', path), path, svg }));
  const others = (await Promise.all(files.map(async (file) => ((await isOther(file)) ? [file.path] : [])))).flat();
  if (others.length > 0 && !(await confirm(others))) return false;
  for (const { uri: file, svg } of files) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(svg));
  const text = datasetCard(data, coverage.value, {
    name,
    files: [{ split: splitOf(uri.path, datasets), path: fileName }],
    target,
    charts: pictures.map(({ title, path }) => ({ title, path })),
  });
  await vscode.workspace.fs.writeFile(card, new TextEncoder().encode(text));
  return true;
}

function nameOf({ document }: OpenDataset): string {
  return document.fileName.replace(/(\.itune)?\.jsonl$/i, '');
}

/** Whether there is a file with another content. */
async function isOther({ uri, svg }: { readonly uri: vscode.Uri; readonly svg: string }): Promise<boolean> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) !== svg;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}

async function confirmReplacing(files: readonly string[]): Promise<boolean> {
  const replace = vscode.l10n.t('Replace');
  const question = vscode.l10n.t('Replace the pictures of an earlier card?');
  const options = { modal: true, detail: files.join('\n') };
  return (await vscode.window.showWarningMessage(question, options, replace)) === replace;
}
