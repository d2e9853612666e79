import type { ContentSource } from '../core/analysis/fileContent';
import { indexLines } from '../core/analysis/indexer';
import { ScanAhead } from '../core/analysis/scanAhead';
import { SweptChecker } from '../core/analysis/sweptChecker';
import type { EngineMachine } from '../core/analysis/workerDataset';
import type { CheckConfig } from '../core/config/checkConfig';
import type { Settings } from '../core/config/settings';
import { BOM_LENGTH } from '../core/text/encoding';
import { LineIndex } from '../core/text/lineIndex';
import type { BaseFile } from '../platform/platform';
import type { ReadRows } from './openedDataset';

/** A smaller file is read row by row in less time than the kernels take to get going. */
const WORTH_SWEEPING = 4 * 2 ** 20;

export type SweepMachine = Pick<EngineMachine, 'openBlocks' | 'lineMeasure' | 'pause' | 'startScanThread'>;

/** Reads large files with the engine of the editor's worker: kernels instead of a parser, and a second thread where one pays. */
export class Sweeper {
  constructor(
    private readonly machine: SweepMachine,
    private readonly fromBytes = WORTH_SWEEPING,
  ) {}

  isWorthIt(bytes: number): boolean {
    return bytes >= this.fromBytes;
  }

  /** @throws TornReadError when the file is no longer the one that was opened; an error of the system */
  async sweep(file: BaseFile, bom: boolean, config: CheckConfig, settings: Settings): Promise<ReadRows> {
    const { machine } = this;
    const source: ContentSource = { kind: 'file', path: file.path, fingerprint: file.fingerprint };
    const blocks = machine.openBlocks(source);
    const pause = () => machine.pause();
    try {
      const index = new LineIndex(bom ? BOM_LENGTH : 0);
      const take = index.append.bind(index);
      await indexLines(blocks, { from: index.start, take, pause, lines: machine.lineMeasure() });
      const range = (line: number, count: number) => index.range(line, count);
      const read = (into: Uint8Array, offset: number) => blocks.readBlock(into, offset);
      const ahead = this.startAhead(source, file.size, settings);
      const checker = await SweptChecker.sweep({ index, range, read }, config, { pause, ahead });
      return {
        checker,
        index,
        examples: checker.examples,
        endsWithNewline: !index.unterminated,
        lastLineLength: checker.lineOf(index.count - 1)?.length ?? 0,
      };
    } finally {
      blocks.release();
    }
  }

  /** Where no thread can be started, one does it all. */
  private startAhead(source: ContentSource, bytes: number, settings: Settings): ScanAhead | undefined {
    try {
      const thread = this.machine.startScanThread(bytes);
      return thread && new ScanAhead(thread, source, settings);
    } catch {
      return undefined;
    }
  }
}
