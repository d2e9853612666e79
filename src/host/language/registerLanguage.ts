import * as vscode from 'vscode';
import { LANGUAGE } from '../contribution';
import { hasTextDocument } from '../editor/otherModels';
import type { OpenDatasets } from '../editor/openDatasets';
import type { Services } from '../services';
import { CHECK_SCHEME, CheckPages } from './checkPages';
import { FixActions } from './codeActions';
import { COMPLETION_TRIGGERS, WordCompletion } from './completion';
import { LineFormatting } from './formatting';
import { ExampleHover } from './hover';
import { registerLanguageCommands } from './languageCommands';
import { ModelHover } from './modelHover';
import type { Problems } from './problems';
import { FieldRenaming } from './renaming';
import { ExampleSymbols } from './symbols';
import { TextDatasets } from './textDatasets';

/** Everything that the text editor offers for datasets, and the commands that go with it. */
export function registerLanguage(services: Services, visual: OpenDatasets): vscode.Disposable {
  const { languages } = vscode;
  const { settings, rules, remarks, copies, problems } = services;
  const texts = new TextDatasets(settings, remarks, problems, services.log);
  const formatting = new LineFormatting(texts);
  const isLive = (uri: vscode.Uri): boolean => texts.has(uri) || visual.get(uri) !== undefined;
  return vscode.Disposable.from(
    texts,
    languages.registerCodeActionsProvider(LANGUAGE, new FixActions(texts), FixActions.metadata),
    // Of two hovers VS Code puts the one above that was registered later.
    languages.registerHoverProvider(LANGUAGE, new ModelHover(texts, settings, services.previews)),
    languages.registerHoverProvider(LANGUAGE, new ExampleHover(texts)),
    languages.registerCompletionItemProvider(LANGUAGE, new WordCompletion(texts), ...COMPLETION_TRIGGERS),
    languages.registerDocumentSymbolProvider(LANGUAGE, new ExampleSymbols(texts)),
    languages.registerRenameProvider(LANGUAGE, new FieldRenaming(texts)),
    languages.registerDocumentFormattingEditProvider(LANGUAGE, formatting),
    languages.registerDocumentRangeFormattingEditProvider(LANGUAGE, formatting),
    registerLanguageCommands(
      visual,
      { platform: services.platform, settings, rules, problems, copies, log: services.log, isLive },
      services.log,
    ),
    vscode.workspace.registerTextDocumentContentProvider(CHECK_SCHEME, new CheckPages(services.extensionUri)),
    forgetChangedFiles(problems, isLive),
  );
}

/** What a check of the workspace found in a file is old once the file changes; an open file publishes anew by itself. */
function forgetChangedFiles(problems: Problems, isLive: (uri: vscode.Uri) => boolean): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.jsonl', true);
  const forget = (uri: vscode.Uri): void => {
    if (!isLive(uri) && !hasTextDocument(uri)) problems.clear(uri);
  };
  return vscode.Disposable.from(watcher, watcher.onDidChange(forget), watcher.onDidDelete(forget));
}
