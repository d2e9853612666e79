import type * as vscode from 'vscode';
import type { Platform } from '../platform/platform';
import type { RenderFirstCharts } from '../protocol/balance';
import type { RenderFirstRows } from '../protocol/editor';
import type { KnownCopies } from './findings/knownCopies';
import type { RemarkService } from './findings/remarkService';
import type { Problems } from './language/problems';
import type { Previews } from './preview/previews';
import type { Log } from './log';
import type { RuleService } from './settings/ruleService';
import type { SettingsService } from './settings/settingsService';

/** What every part of the host may use: the machine, the log, and where the extension keeps things. */
export interface Services {
  readonly platform: Platform;
  readonly log: Log;
  readonly settings: SettingsService;
  /** The author's own schema and benchmarks. */
  readonly rules: RuleService;
  /** What the last check of the workspace found in several datasets. */
  readonly copies: KnownCopies;
  /** What both say of the rows of open datasets. */
  readonly remarks: RemarkService;
  /** What the Problems view shows of our files. */
  readonly problems: Problems;
  /** Examples as models see them. */
  readonly previews: Previews;
  /** Unguessable text, new at each call. */
  readonly randomId: () => string;
  readonly renderFirstRows: RenderFirstRows;
  readonly renderFirstCharts: RenderFirstCharts;
  readonly extensionUri: vscode.Uri;
  /** A folder of our own. */
  readonly storage: vscode.Uri;
}
