import { parentPort, workerData } from 'node:worker_threads';
import { createRuleThread, type RuleTask } from '../../core/author/ruleThread';
import { RULES } from './workerThread';

/** In a thread for an author's rules (`startRuleThread`): answers, and gives true. Elsewhere gives false. */
export function serveRules(): boolean {
  const port = parentPort;
  if (port === null || (workerData as { readonly role?: unknown } | null)?.role !== RULES) return false;
  const answer = createRuleThread();
  port.on('message', (task: RuleTask) => port.postMessage(answer(task)));
  return true;
}
