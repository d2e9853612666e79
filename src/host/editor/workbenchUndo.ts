import * as vscode from 'vscode';
import type { Change } from '../../core/document/change';
import type { Dataset } from '../../core/document/dataset';
import { Disposable } from '../disposable';
import { hasTextDocument, isActive } from './otherModels';
import type { Turns } from './turns';
import { WorkbenchStack } from './workbenchStack';

/** What VS Code is told of an edit: with a group it goes on the undo stack; without, the document is only dirty. */
export interface EditEvent {
  readonly group?: { readonly label: string; readonly undo: () => Promise<void>; readonly redo: () => Promise<void> };
}

export interface UndoHost {
  readonly uri: vscode.Uri;
  readonly turns: Turns;
  dataset(): Dataset;
  isReadOnly(): boolean;
  endBurst(): void;
  /** Brings in what pages still hold. */
  settle(): Promise<void>;
}

/** After a save has ended here, VS Code is given this long (ms) to hear of it. */
const AFTER_SAVE = 50;

/** Keeps the history of a dataset and VS Code's undo stack and dirty mark together. */
export class WorkbenchUndo extends Disposable {
  private readonly edited = this.register(new vscode.EventEmitter<EditEvent>());
  readonly onDidEdit = this.edited.event;
  private readonly stack: WorkbenchStack;
  /** Undo went past VS Code once: from then on its stack and ours differ, and keys use ours. */
  private ownsUndo = false;

  /** @param isRestored the document came from a backup, and VS Code shows it as dirty */
  constructor(
    private readonly host: UndoHost,
    isRestored: boolean,
  ) {
    super();
    this.stack = new WorkbenchStack(isRestored);
  }

  /** One step back, asked for by key, page or command. Goes the way of VS Code where VS Code's stack is ours alone. */
  undo(): Promise<void> {
    return this.step('undo', () => this.host.dataset().canUndo);
  }

  redo(): Promise<void> {
    return this.step('redo', () => this.host.dataset().canRedo);
  }

  /** A new group was done: puts it on VS Code's stack. */
  push(change: Change): void {
    this.edited.fire({ group: this.closures(change) });
    this.stack.pushed();
    this.keepDirty();
  }

  /** VS Code has saved, and takes everything done until now for saved; what came in meanwhile is said anew. */
  saved(): void {
    // VS Code hears of the end of the save a moment after this; only then does it listen.
    setTimeout(() => {
      this.stack.savedNow();
      this.keepDirty();
    }, AFTER_SAVE);
  }

  reverted(): void {
    this.declaredClean();
    this.keepDirty();
  }

  /** VS Code shows the document as clean, whatever it holds. */
  declaredClean(): void {
    this.stack.reverted();
  }

  /** Tells VS Code that there is something to save, where it believes that there is not. */
  keepDirty(): void {
    if (this.isDisposed || !this.host.dataset().isDirty || this.stack.isDirty) return;
    this.stack.marked();
    this.edited.fire({});
  }

  private async step(direction: 'undo' | 'redo', isPossible: () => boolean): Promise<void> {
    const { host } = this;
    await host.settle();
    if (!isPossible() || host.isReadOnly()) return;
    if (!this.ownsUndo && !hasTextDocument(host.uri) && isActive(host.uri)) {
      await editsArrived();
      await vscode.commands.executeCommand(direction);
      return;
    }
    this.ownsUndo = true;
    await host.turns.take(() => host.dataset()[direction]());
  }

  /** VS Code keeps these for ever, so they name the group and hold nothing; once it is undone (or dropped) they do nothing. */
  private closures({ label, groupId }: Change): NonNullable<EditEvent['group']> {
    const { host } = this;
    const run = (step: (dataset: Dataset) => unknown) =>
      host.turns.take(() => {
        host.endBurst();
        step(host.dataset());
        this.keepDirty();
      });
    return {
      label,
      undo: () => {
        this.stack.undone();
        return run((dataset) => dataset.undo(groupId));
      },
      redo: () => {
        this.stack.redone();
        return run((dataset) => dataset.redo(groupId));
      },
    };
  }
}

/**
 * Waits until VS Code's window has taken in the edits that it was told of. It puts them on its stack a moment after their message
 * came, and an undo that comes with the same batch of messages would overtake them (seen in 1.139).
 */
async function editsArrived(): Promise<void> {
  await vscode.commands.executeCommand('setContext', 'itune.editsArrived', true);
}
