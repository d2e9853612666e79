/** The balance panel in a real workbench at 52,000 rows. Without `../shared/corpus` there is nothing to grow the file from. */
import { growDataset } from '../growDataset.js';
import { median, percentile, recordResults } from '../results.js';
import type { BalanceFigures } from './inBalance.js';
import { figuresOfHost } from './withBenchHost.js';

const file = growDataset(52_000);
if (file === undefined) console.log('skipped: no corpus to grow the file from');
else recordResults('Balance panel in the workbench', tableOf(await figuresOfHost({ part: 'inBalance', file })));

function tableOf({ open, empty, edits }: BalanceFigures): string[] {
  const row = (name: string, times: readonly number[]) =>
    `| ${name} | ${median(times).toFixed(0)} | ${percentile(times, 0.95).toFixed(0)} |`;
  return [
    '| 52,000 rows, all counted; wall time | median ms | p95 ms |',
    '| --- | ---: | ---: |',
    row('an empty panel of VS Code, until it is on the screen (peer)', empty),
    row('the balance panel, from its command to its first charts on the screen (budget 300)', open),
    row('one edit, until its figures are painted (budget 100)', edits),
  ];
}
