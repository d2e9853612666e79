import * as vscode from 'vscode';
import type { Platform } from '../platform/platform';
import type { RenderFirstCharts } from '../protocol/balance';
import type { RenderFirstRows } from '../protocol/editor';
import { BalancePanels } from './balance/balancePanels';
import { registerCommands } from './commands/register';
import { viewTypes } from './contribution';
import { DatasetEditorProvider } from './editor/datasetEditorProvider';
import { OpenDatasets } from './editor/openDatasets';
import { Renames } from './editor/renames';
import { registerStatus } from './editor/status';
import { KnownCopies } from './findings/knownCopies';
import { RemarkService } from './findings/remarkService';
import { Problems } from './language/problems';
import { Previews } from './preview/previews';
import { registerLanguage } from './language/registerLanguage';
import { createLog } from './log';
import type { Services } from './services';
import { RuleService } from './settings/ruleService';
import { SettingsService } from './settings/settingsService';

/** What an entry of the extension chooses for the machine that it runs on. */
export interface Machine {
  readonly platform: Platform;
  readonly randomId: () => string;
  readonly renderFirstRows: RenderFirstRows;
  readonly renderFirstCharts: RenderFirstCharts;
}

/** What runs, for the tests. */
export interface Started {
  readonly datasets: OpenDatasets;
  readonly services: Services;
  readonly panels: BalancePanels;
}

/** Starts the extension; the entries call it with their platform. */
export function start(context: vscode.ExtensionContext, machine: Machine): Started {
  const { platform, randomId, renderFirstRows, renderFirstCharts } = machine;
  const log = createLog();
  const settings = new SettingsService(log);
  const rules = new RuleService(platform, settings);
  const copies = new KnownCopies();
  const problems = new Problems();
  const previews = new Previews(platform, context.workspaceState);
  const services: Services = {
    platform,
    log,
    settings,
    rules,
    copies,
    remarks: new RemarkService(rules, copies),
    problems,
    previews,
    randomId,
    renderFirstRows,
    renderFirstCharts,
    extensionUri: context.extensionUri,
    storage: context.globalStorageUri,
  };
  const datasets = new OpenDatasets();
  const renames = new Renames(datasets, log);
  const panels = new BalancePanels(services, datasets, context.workspaceState);
  // One provider for each view type: VS Code takes every event of a provider for a document of the type it is registered for.
  const providers = Object.values(viewTypes).map((viewType) => {
    const provider = new DatasetEditorProvider(services, datasets, renames);
    const options = { supportsMultipleEditorsPerDocument: true };
    return vscode.Disposable.from(provider, vscode.window.registerCustomEditorProvider(viewType, provider, options));
  });
  context.subscriptions.push(
    log,
    panels,
    datasets,
    renames,
    ...providers,
    registerCommands(datasets, panels, log),
    registerStatus(datasets),
    settings,
    rules,
    copies,
    problems,
    previews,
    registerLanguage(services, datasets),
  );
  return { datasets, services, panels };
}
