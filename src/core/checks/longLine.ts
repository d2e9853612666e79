import type { CheckConfig } from '../config/checkConfig';
import type { Finding } from './finding';

const MEGABYTE = 2 ** 20;

/**
 * What is said of a line that a surface does not look into, because it would hold everything up. Undefined where the check is off.
 * @param length of the line, and `limit` up to which lines are looked into, in bytes or UTF-16 units
 */
export function longLineFinding(length: number, limit: number, config: CheckConfig): Finding | undefined {
  const severity = config.severityOf('json/long-line', 'default');
  if (!config.has('json/long-line') || severity === 'off') return undefined;
  const args = { size: (length / MEGABYTE).toFixed(1), limit: limit / MEGABYTE };
  return { code: 'json/long-line', severity, message: 'default', args, start: 0, end: 1 };
}
