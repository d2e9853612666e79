import * as vscode from 'vscode';
import { type PartialSettings, readSettings } from '../../core/config/readSettings';
import { SETTINGS } from '../../core/config/settings';
import { RESTRICTED, SECTION } from './restricted';

/**
 * What somebody has set in VS Code, for a file; defaults are left out, so that they do not hide what `.itune.json` says. The nearer
 * scope wins; of objects (severities, thresholds) each key for itself, as VS Code does.
 */
export function explicitSettings(uri: vscode.Uri): PartialSettings {
  const section = vscode.workspace.getConfiguration(SECTION, uri);
  const found: Record<string, unknown> = {};
  for (const key of Object.keys(SETTINGS)) {
    const value = explicitValue(section.inspect<unknown>(key), key);
    if (value !== undefined) found[key] = value;
  }
  return readSettings(found).settings;
}

/** Settings of a folder's `.itune.json`, without those that an untrusted workspace must not make. */
export function trustedSettings(settings: PartialSettings): PartialSettings {
  if (vscode.workspace.isTrusted) return settings;
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !isRestricted(key)));
}

interface Inspected {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

function explicitValue(inspected: Inspected | undefined, key: string): unknown {
  const { globalValue, workspaceValue, workspaceFolderValue } = inspected ?? {};
  const isOpen = vscode.workspace.isTrusted || !isRestricted(key);
  const scopes = [globalValue, ...(isOpen ? [workspaceValue, workspaceFolderValue] : [])];
  const values = scopes.filter((value) => value !== undefined);
  if (values.every(isObject)) return values.length === 0 ? undefined : Object.assign({}, ...values);
  return values.at(-1);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRestricted(key: string): boolean {
  return RESTRICTED.some((name) => name === key);
}
