import * as vscode from 'vscode';
import type { Finding } from '../../core/checks/finding';
import type { Fix } from '../../core/fixes/fix';
import { titleOf } from '../../core/fixes/fix';
import { inMenuOrder } from '../../core/fixes/fixOrder';
import { fixesFor } from '../../core/fixes/fixesFor';
import { internalCommands } from '../contribution';
import { isDiagnosticOf, translate } from './findingWords';
import { editsOfFix, fixAll, followingOf, type FixAllRequest, toWorkspaceEdit } from './fixEdits';
import type { DocumentEdit } from './lineEdits';
import { inSlices, stopSignOf } from './slices';
import type { TextDataset } from './textDataset';
import type { TextDatasets } from './textDatasets';

export const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append('itune');

/** A selection over more lines than this has no quick fixes of single problems. */
const MOST_LINES = 50;

/** An action whose edit is worked out when it is chosen: it goes through the whole file. */
class FixAllAction extends vscode.CodeAction {
  constructor(
    title: string,
    kind: vscode.CodeActionKind,
    readonly dataset: TextDataset,
    readonly request: FixAllRequest,
  ) {
    super(title, kind);
  }
}

/** Quick fixes of the problems at a place, and fixes of the whole file. */
export class FixActions implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, FIX_ALL],
  };

  constructor(private readonly datasets: TextDatasets) {}

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const dataset = this.datasets.get(document);
    if (dataset === undefined) return [];
    const wants = (kind: vscode.CodeActionKind): boolean => context.only?.contains(kind) ?? true;
    const actions = wants(vscode.CodeActionKind.QuickFix) ? quickFixes(dataset, range, context) : [];
    // On-save and "Fix All" ask for it by name; elsewhere it would only make menus longer.
    if (context.only !== undefined && wants(FIX_ALL)) {
      actions.push(new FixAllAction(vscode.l10n.t('Fix all safe problems'), FIX_ALL, dataset, {}));
    }
    return actions;
  }

  async resolveCodeAction(action: vscode.CodeAction, token: vscode.CancellationToken): Promise<vscode.CodeAction> {
    if (action instanceof FixAllAction) {
      const edit = await fixAllEdit(action.dataset, action.request, token);
      if (edit !== undefined) action.edit = edit;
    }
    return action;
  }
}

/** Undefined where the document changed meanwhile, or nobody waits any more. */
async function fixAllEdit(
  dataset: TextDataset,
  request: FixAllRequest,
  token: vscode.CancellationToken,
): Promise<vscode.WorkspaceEdit | undefined> {
  await dataset.settled();
  const { document } = dataset;
  const { version } = document;
  const edits: DocumentEdit[] = [];
  const finished = await inSlices(fixAll(dataset, request, edits), stopSignOf(token));
  return finished && document.version === version ? toWorkspaceEdit(document.uri, edits) : undefined;
}

function quickFixes(
  dataset: TextDataset,
  range: vscode.Range,
  { diagnostics }: vscode.CodeActionContext,
): vscode.CodeAction[] {
  const actions = new ActionList();
  const lines = Math.min(range.end.line - range.start.line + 1, MOST_LINES);
  for (let line = range.start.line; line < range.start.line + lines; line++) {
    for (const finding of dataset.findingsAt(line)) {
      const place = new vscode.Range(line, finding.start, line, finding.end);
      if (range.intersection(place) === undefined) continue;
      const diagnostic = diagnostics.find((known) => isDiagnosticOf(known, finding, place));
      addActionsOf(dataset, line, finding, diagnostic, actions);
    }
  }
  if (actions.hasFix) {
    const title = vscode.l10n.t('Fix all safe problems in the file');
    actions.add(new FixAllAction(title, vscode.CodeActionKind.QuickFix, dataset, {}), undefined);
  }
  return actions.list;
}

function addActionsOf(
  dataset: TextDataset,
  line: number,
  finding: Finding,
  diagnostic: vscode.Diagnostic | undefined,
  actions: ActionList,
): void {
  const { document, checks, config } = dataset;
  const following = followingOf(dataset, line, [finding]);
  const fixes = fixesFor(finding, document.lineAt(line).text, checks.checker.facts, config, following);
  for (const fix of inMenuOrder(fixes)) actions.add(actionOf(dataset, line, finding, fix), diagnostic);
  const count = checks.countOf(finding.code);
  const canFixAll = fixes.some(({ change }) => change.kind === 'line' || change.kind === 'rows');
  if (count > 1 && canFixAll) {
    // What goes is said: there is no preview here as there is in the visual editor.
    const deletes = isDeletion(fixes.find(({ change }) => change.kind === 'line' || change.kind === 'rows'));
    const title = deletes
      ? vscode.l10n.t('Delete all {0} rows of this kind in the file: {1}', count, finding.code)
      : vscode.l10n.t('Fix all of this kind in the file ({0}): {1}', count, finding.code);
    actions.add(new FixAllAction(title, vscode.CodeActionKind.QuickFix, dataset, { code: finding.code }), diagnostic);
  }
  actions.add(disableAction(document.uri, finding), diagnostic);
}

function actionOf(dataset: TextDataset, line: number, finding: Finding, fix: Fix): vscode.CodeAction | undefined {
  const { uri } = dataset.document;
  const action = new vscode.CodeAction(titleOf(fix, translate), vscode.CodeActionKind.QuickFix);
  if (fix.safe) action.isPreferred = true;
  if (fix.change.kind === 'reveal') {
    const title = action.title;
    action.command = { title, command: internalCommands.goToField, arguments: [uri, line, fix.change.path] };
    return action;
  }
  const edits = editsOfFix(dataset, line, finding, fix);
  if (edits === undefined || edits.length === 0) return undefined;
  action.edit = toWorkspaceEdit(uri, edits);
  if (fix.change.kind === 'delete-others') {
    action.title = vscode.l10n.t('{0} ({1})', action.title, dataset.othersOf(line, finding).length);
  }
  return action;
}

function isDeletion(fix: Fix | undefined): boolean {
  return fix?.change.kind === 'rows' && fix.change.lines.length === 0;
}

function disableAction(uri: vscode.Uri, finding: Finding): vscode.CodeAction {
  const title = vscode.l10n.t('Disable check {0} in the settings', finding.code);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command: internalCommands.disableCheck, arguments: [finding.code, uri] };
  return action;
}

/** Actions without repetition: what mends two problems is listed once, for both. */
class ActionList {
  private readonly byKey = new Map<string, vscode.CodeAction>();
  private readonly last: vscode.CodeAction[] = [];

  get hasFix(): boolean {
    return this.byKey.size > 0;
  }

  /** Fixes first, then what is for the whole file, and the settings at the end. */
  get list(): vscode.CodeAction[] {
    const isSetting = ({ command }: vscode.CodeAction): boolean => command?.command === internalCommands.disableCheck;
    const forFile = this.last.filter((action) => !isSetting(action));
    return [...this.byKey.values(), ...forFile, ...this.last.filter(isSetting)];
  }

  add(action: vscode.CodeAction | undefined, diagnostic: vscode.Diagnostic | undefined): void {
    if (action === undefined) return;
    const known = this.known(action);
    const kept = known ?? action;
    if (diagnostic !== undefined) kept.diagnostics = [...(kept.diagnostics ?? []), diagnostic];
    if (action.isPreferred === true) kept.isPreferred = true;
    if (known !== undefined) return;
    if (action.edit === undefined && action.command?.command !== internalCommands.goToField) this.last.push(action);
    else this.byKey.set(keyOf(action), action);
  }

  private known(action: vscode.CodeAction): vscode.CodeAction | undefined {
    return this.byKey.get(keyOf(action)) ?? this.last.find(({ title }) => title === action.title);
  }
}

/** Two actions with the same words and the same edit are one. */
function keyOf({ title, edit, command }: vscode.CodeAction): string {
  const edits = edit?.entries().map(([, list]) => list) ?? command?.arguments?.slice(1) ?? [];
  return `${title} ${JSON.stringify(edits)}`;
}
