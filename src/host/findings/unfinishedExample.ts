import type { RowId } from '../../protocol/editor';

/**
 * The example that its author added last, until he goes to another, saves, asks for problems or closes the view: he knows what it still
 * lacks, so nobody says it. What is wrong with what he has written is said as ever.
 */
export class UnfinishedExample {
  private id: RowId | undefined;

  /** @param tell tells the checks */
  constructor(private readonly tell: (id: RowId | undefined) => void) {}

  is(id: RowId | undefined): boolean {
    return id !== undefined && id === this.id;
  }

  begin(id: RowId): void {
    this.id = id;
    this.tell(id);
  }

  end(): void {
    if (this.id === undefined) return;
    this.id = undefined;
    this.tell(undefined);
  }
}
