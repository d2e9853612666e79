import { parentPort, workerData } from 'node:worker_threads';
import { answerPatternTask, type PatternTask } from './core/find/patternThread';
import { createEngineMachine } from './platform/node/engineMachine';
import { serveRules } from './platform/node/ruleThread';
import { serveScans } from './platform/node/scanThread';
import { yieldToOthers } from './platform/node/yieldToOthers';
import { serveDataset } from './protocol/serveDataset';

// One script, four roles: the worker of a dataset, the thread that scans ahead of it, that in which it runs patterns of the author,
// and that of an author's rules.
const port = parentPort;
if (port !== null && !serveRules() && !serveScans()) {
  if ((workerData as { readonly role: string }).role === 'pattern') {
    port.on('message', (task: PatternTask) => port.postMessage(answerPatternTask(task)));
  } else {
    yieldToOthers();
    const receive = serveDataset(createEngineMachine(__filename), (message, transfer) =>
      port.postMessage(message, transfer),
    );
    port.on('message', receive);
  }
}
