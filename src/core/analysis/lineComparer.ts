import type { CheckConfig, NearSettings } from '../config/checkConfig';
import { TextComparer } from '../duplicates/textComparer';
import { INPUT_BYTES } from '../kernel/kernelLayout';
import { type NearKernel, sharedNearKernel } from '../kernel/nearKernel';
import { createRowKernel, type RowKernel } from '../kernel/rowKernel';
import type { BlockFile } from './blockFile';
import { type ComparedBlock, type PairsRequest, PLACE_WORDS } from './comparedPairs';
import { FoldRows } from './foldRows';
import { KernelRows } from './kernelRows';
import { PlanTable } from './planTable';
import { RowGroups } from './rowGroups';

interface Place {
  readonly offset: number;
  readonly length: number;
}

/** Compares lines of a file by the texts by which near duplicates are judged. */
export class LineComparer {
  private readonly rows: KernelRows;
  private readonly folding: FoldRows;
  private readonly comparer: TextComparer;
  private readonly places = new Map<number, Place>();

  constructor(
    private readonly file: BlockFile,
    config: CheckConfig,
    private readonly settings: NearSettings,
    private readonly kernel: RowKernel = createRowKernel(),
    near: NearKernel = sharedNearKernel(),
  ) {
    this.rows = new KernelRows(kernel, new PlanTable(kernel, new RowGroups(config.thresholds.knownField), config));
    this.folding = new FoldRows(kernel, near);
    this.comparer = new TextComparer(near, settings.threshold, {
      textOf: () => undefined,
      load: (node) => this.load(node),
    });
  }

  /** @throws TornReadError when the file is no longer the one that was opened */
  compare({ number, places, pairs, among }: PairsRequest): ComparedBlock {
    this.comparer.makeRoom(among);
    for (let at = 0; at < places.length; at += PLACE_WORDS) {
      const [node = 0, offset = 0, length = 0] = places.subarray(at, at + PLACE_WORDS);
      this.places.set(node, { offset, length });
      this.comparer.forget(node);
    }
    const similarities = new Float64Array(pairs.length / 2);
    for (let i = 0; i < similarities.length; i++) {
      similarities[i] = this.comparer.similarityOf(pairs[2 * i] ?? 0, pairs[2 * i + 1] ?? 0);
    }
    return { number, similarities };
  }

  /** Loads the text of a node into the near kernel, and returns how many code points it has; negative where its bytes do not tell. */
  private load(node: number): number {
    const place = this.places.get(node);
    if (place === undefined || place.length > INPUT_BYTES) return -1;
    this.file.readBlock(this.kernel.input.subarray(0, place.length), place.offset);
    if (this.kernel.scan(0, place.length, true) === 0) return -1;
    const plan = this.rows.planOf(0);
    return plan === undefined ? -1 : this.folding.load(plan, 0, this.settings.part);
  }
}
