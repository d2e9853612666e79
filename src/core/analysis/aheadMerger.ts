import type { AnalysisParts } from './analysisParts';
import { type AheadBlock, type BlocksAhead, isAsItWas } from './blocksAhead';

/**
 * Takes in the blocks that a second thread has answered, some rows at a time, where no edit has come into them since. What a row of a
 * block says is the subclass's.
 */
export abstract class AheadMerger<B> {
  private block: AheadBlock<B> | undefined;
  /** How much of the block is taken in. */
  private at = 0;

  /** @param part rows that are taken in between two looks at the clock */
  constructor(
    protected readonly parts: AnalysisParts,
    private readonly blocks: BlocksAhead<B>,
    private readonly part: number,
  ) {}

  /** How many lines a block has. */
  protected abstract linesOf(block: B): number;

  /** Whether a block spares work; else it is left to the sweep, which reads many rows at once. */
  protected abstract isWorthIt(block: B): boolean;

  /** Takes in a line of a block. @throws TornReadError */
  protected abstract take(block: AheadBlock<B>, line: number): void;

  /** Takes some rows in; false where no block waits. @throws TornReadError */
  takePart(): boolean {
    const block = (this.block ??= this.next());
    if (block === undefined) return false;
    const lines = this.linesOf(block);
    const end = Math.min(this.at + this.part, lines);
    if (isAsItWas(this.parts.lines, block, this.at, end)) for (let i = this.at; i < end; i++) this.take(block, i);
    this.at = end;
    if (end === lines) this.block = undefined;
    return true;
  }

  private next(): AheadBlock<B> | undefined {
    this.at = 0;
    let block = this.blocks.take();
    while (block !== undefined && !this.isWorthIt(block)) block = this.blocks.take();
    return block;
  }
}
