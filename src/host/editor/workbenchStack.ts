/**
 * What VS Code believes of a document: its own undo stack and whether it shows the document as dirty. It works by positions, so it
 * can be wrong: an undo past a save and then another edit puts a new step at the saved position, and the document counts as clean;
 * so does what was edited while a save ran. This follows it step by step, to notice and say that there is something to save.
 * Source: `MainThreadCustomEditorModel` in microsoft/vscode.
 */
export class WorkbenchStack {
  private length = 0;
  private position = 0;
  private saved = 0;
  private isMarked: boolean;

  /** @param isRestored the document came from a backup, and is dirty until it is saved or reverted */
  constructor(isRestored = false) {
    this.isMarked = isRestored;
  }

  get isDirty(): boolean {
    return this.isMarked || this.position !== this.saved;
  }

  /** An edit event was fired. */
  pushed(): void {
    this.position++;
    this.length = this.position;
  }

  /** A content change event was fired: dirty until the next save or revert. */
  marked(): void {
    this.isMarked = true;
  }

  undone(): void {
    this.position = Math.max(0, this.position - 1);
  }

  redone(): void {
    this.position = Math.min(this.length, this.position + 1);
  }

  /** A save has ended well; VS Code takes everything done until now for saved. */
  savedNow(): void {
    this.saved = this.position;
    this.isMarked = false;
  }

  reverted(): void {
    this.position = this.saved;
    this.length = this.saved;
    this.isMarked = false;
  }
}
