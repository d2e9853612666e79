import * as vscode from 'vscode';
import type { CopyElsewhere } from '../../core/checks/duplicate';
import { Disposable } from '../disposable';

/** Rows of a file of which copies are kept, the first ones: a dataset that stands twice has millions. */
const MOST_ROWS = 10_000;

/** The rows of one file that other datasets have too, by their text: where a row stands may change. */
export class CopiesOfRows {
  private readonly byLine = new Map<string, readonly CopyElsewhere[]>();

  add(line: string, copies: readonly CopyElsewhere[]): void {
    if (copies.length > 0 && this.byLine.size < MOST_ROWS) this.byLine.set(line, copies);
  }

  get isEmpty(): boolean {
    return this.byLine.size === 0;
  }

  of(line: string): readonly CopyElsewhere[] | undefined {
    return this.byLine.get(line);
  }
}

/**
 * Which rows of datasets the last check of the workspace has found in other ones too: what an editor of such a file says of rows that
 * are still as they were.
 */
export class KnownCopies extends Disposable {
  private readonly files = new Map<string, { readonly copies: CopiesOfRows; readonly version: number }>();
  private version = 0;
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;

  /** Takes what a check has found, instead of everything that was found before. */
  replace(found: ReadonlyMap<string, CopiesOfRows>): void {
    this.files.clear();
    this.version++;
    for (const [uri, copies] of found) if (!copies.isEmpty) this.files.set(uri, { copies, version: this.version });
    this.changed.fire();
  }

  /** What is known of a file, and the number of the check that found it. */
  in(uri: vscode.Uri): { readonly copies: CopiesOfRows; readonly version: number } | undefined {
    return this.files.get(uri.toString());
  }
}
