import type { FindingSeverity } from '../../../src/protocol/findings';
import type { IconName } from '../../shared/icons/icon';

/** Worst first. */
export const severities: readonly FindingSeverity[] = ['error', 'warning', 'information', 'hint'];

export const severityIcons: Readonly<Record<FindingSeverity, IconName>> = {
  error: 'error',
  warning: 'warning',
  information: 'info',
  hint: 'lightbulb',
};

const names: Readonly<Record<FindingSeverity, readonly [one: string, many: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  information: ['note', 'notes'],
  hint: ['hint', 'hints'],
};

/** "1 error", "12 warnings". */
export function countOf(severity: FindingSeverity, count: number): string {
  return `${count.toLocaleString('en')} ${severityWord(severity, count)}`;
}

export function severityWord(severity: FindingSeverity, count: number): string {
  return names[severity][count === 1 ? 0 : 1];
}

/** The worst of some severities; undefined when there are none. */
export function worstOf(found: readonly FindingSeverity[]): FindingSeverity | undefined {
  return severities.find((severity) => found.includes(severity));
}

export function problemWords(count: number): string {
  return count === 1 ? '1 problem' : `${count.toLocaleString('en')} problems`;
}
