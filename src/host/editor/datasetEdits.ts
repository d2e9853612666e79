import * as vscode from 'vscode';
import { StaleRowError, type Change, type GroupId, type Operation, type Row } from '../../core/document/change';
import type { LineEdit } from '../../core/json/lineEdit';
import { applyLineEdit } from '../../core/json/writer';
import type { EditorCalls, EditOutcome, RowId } from '../../protocol/editor';
import type { Content } from './content';
import { FORM_BYTES } from './datasetRows';
import { EditChain } from './editChain';
import type { Turns } from './turns';
import type { BurstTarget, TypingBursts } from './typingBursts';

type ApplyEdit = EditorCalls['applyEdit']['params'];

/** Whose edit a change is, told to the views with it. */
export interface Origin {
  readonly viewId: string;
  readonly sequence: number;
}

export interface EditsHost {
  content(): Content;
  /** Words for the author where nothing can be edited now. */
  refusal(): string | undefined;
  /** An empty example of the file's shape, as a line. */
  emptyLine(): Promise<string>;
  /** Does a step of the dataset, and tells views and VS Code. */
  perform(step: () => Change | undefined, origin?: Origin): Change | undefined;
  /** Tells the views of all that `work` does at its end. */
  gather<T>(work: () => Promise<T>): Promise<T>;
  /** The author has begun an example: called in the moment in which it comes in. */
  begun(id: RowId): void;
}

/** Edits of rows. They come one after the other: each reads its line, makes the new one, and splices it in. */
export class DatasetEdits {
  private readonly chains = new Map<string, EditChain>();
  /** A step of several edits is under way: nothing may end it but its own end. */
  private isInStep = false;

  constructor(
    private readonly host: EditsHost,
    private readonly bursts: TypingBursts<GroupId>,
    private readonly turns: Turns,
  ) {}

  /** A view was loaded anew (or is gone): it knows nothing of its earlier edits. */
  forgetView(viewId: string): void {
    this.chains.delete(viewId);
  }

  endBurst(): void {
    if (this.isInStep) return;
    this.bursts.close();
    this.host.content().dataset.closeGroup();
  }

  apply(viewId: string, params: ApplyEdit): Promise<EditOutcome> {
    return this.turns.take(async () => {
      for (;;) {
        try {
          return await this.tryApply(viewId, params);
        } catch (error) {
          // The row changed between reading and writing (an undo, say): look again.
          if (!(error instanceof StaleRowError)) throw error;
        }
      }
    });
  }

  async insert(at: number, text: string | undefined): Promise<RowId> {
    const line = text ?? (await this.host.emptyLine());
    const change = await this.structural(() => ({
      label: vscode.l10n.t('Add example'),
      operations: [{ kind: 'insert', at: Math.min(at, this.count), texts: [line] }],
      done: (made) => this.host.begun(firstInserted(made)),
    }));
    return firstInserted(change);
  }

  /** Inserts lines before the rows that they name, as one step; places are taken one after the other. */
  async insertLines(label: string, lines: readonly { readonly at: number; readonly text: string }[]): Promise<void> {
    await this.structural(() => ({
      label,
      operations: lines.map(({ at, text }) => ({ kind: 'insert', at: Math.min(at, this.count), texts: [text] })),
    }));
  }

  async duplicate(ids: readonly RowId[]): Promise<RowId[]> {
    const change = await this.structural(async () => {
      const rows = await this.readInOrder(ids);
      return {
        label: this.label(rows, vscode.l10n.t('Duplicate example'), (n) => vscode.l10n.t('Duplicate {0} examples', n)),
        operations: rows.map((row, i) => ({ kind: 'insert', at: row.index + i + 1, texts: [row.text] })),
      };
    });
    return (change?.inserted ?? []).flatMap(({ id, count }) => Array.from({ length: count }, (_, i) => id + i));
  }

  async delete(ids: readonly RowId[]): Promise<void> {
    await this.structural(() => {
      const known = this.present(ids);
      return {
        label: this.label(known, vscode.l10n.t('Delete example'), (n) => vscode.l10n.t('Delete {0} examples', n)),
        operations: [{ kind: 'delete', ids: known }],
      };
    });
  }

  async move(ids: readonly RowId[], to: number): Promise<void> {
    await this.structural(() => {
      const known = this.present(ids);
      return {
        label: this.label(known, vscode.l10n.t('Move example'), (n) => vscode.l10n.t('Move {0} examples', n)),
        operations: [{ kind: 'move', ids: known, to: Math.min(to, this.count) }],
      };
    });
  }

  /**
   * Does several edits as one undoable step; no other edit comes between them. What fails takes the whole step back.
   * @throws EditRefused where nothing can be edited now; what `work` throws
   */
  asOneStep<T>(label: string, work: (step: Step) => Promise<T>): Promise<T> {
    return this.turns.take(async () => {
      const refusal = this.host.refusal();
      if (refusal !== undefined) throw new EditRefused(refusal);
      this.endBurst();
      const { dataset } = this.host.content();
      let group: GroupId | undefined;
      const step: Step = (operations) => {
        if (dataset !== this.host.content().dataset) throw new StaleRowError(0, undefined);
        const change = this.host.perform(() => dataset.edit(label, operations, { extend: true }));
        group ??= change?.groupId;
      };
      this.isInStep = true;
      try {
        return await this.host.gather(async () => {
          try {
            return await work(step);
          } catch (error) {
            if (group !== undefined) dataset.undo(group);
            throw error;
          }
        });
      } finally {
        this.isInStep = false;
        this.endBurst();
      }
    });
  }

  private get count(): number {
    return this.host.content().dataset.count;
  }

  private async tryApply(viewId: string, params: ApplyEdit): Promise<EditOutcome> {
    const refusal = this.host.refusal();
    if (refusal !== undefined) return { kind: 'refused', message: refusal };
    const content = this.host.content();
    const row = await content.dataset.readRow(params.id, { maxRowBytes: FORM_BYTES });
    if (row === undefined)
      return { kind: 'refused', message: vscode.l10n.t('This example is no longer in the dataset.') };
    const current = content.version(row.version);
    if (!this.chain(viewId).fits(params.id, params.version, current))
      return { kind: 'conflict', version: current, text: row.text };
    if (!row.complete)
      return {
        kind: 'refused',
        message: vscode.l10n.t('This row is too long to be edited here. Open the file as text.'),
      };
    const edited = applyLineEdit(row.text, params.edit);
    if (!edited.ok) return { kind: 'refused', message: edited.reason };
    if (edited.line === row.text) return { kind: 'applied', version: current, revision: content.revision };
    return this.replace(viewId, params, row, edited.line);
  }

  private replace(viewId: string, params: ApplyEdit, row: Row, text: string): EditOutcome {
    const content = this.host.content();
    const target = burstTarget(viewId, params);
    const isInBurst = params.typing && this.bursts.groupFor(target) !== undefined;
    if (!isInBurst) this.endBurst();
    const label = params.label ?? vscode.l10n.t('Edit example {0}', row.index + 1);
    const change = this.host.perform(
      () => content.dataset.edit(label, [{ kind: 'replace', row, text }], { extend: params.typing }),
      { viewId, sequence: params.sequence },
    );
    if (change === undefined) throw new StaleRowError(row.id, undefined);
    if (params.typing) this.bursts.typed(target, change.groupId);
    else this.endBurst();
    const version = content.version(content.dataset.versionOf(row.id));
    this.chain(viewId).add(row.id, content.version(row.version), version);
    return { kind: 'applied', version, revision: content.revision };
  }

  /** An edit of whole rows: a step of its own. Resolves to undefined when there was nothing to do. */
  private structural(plan: () => Plan | Promise<Plan>): Promise<Change | undefined> {
    return this.turns.take(async () => {
      const refusal = this.host.refusal();
      if (refusal !== undefined) throw new EditRefused(refusal);
      const { label, operations, done } = await plan();
      if (operations.length === 0) return undefined;
      this.endBurst();
      const { dataset } = this.host.content();
      const change = this.host.perform(() => dataset.edit(label, operations));
      if (change !== undefined) done?.(change);
      this.endBurst();
      return change;
    });
  }

  private present(ids: readonly RowId[]): RowId[] {
    const { dataset } = this.host.content();
    return ids.filter((id) => dataset.indexOf(id) >= 0);
  }

  private async readInOrder(ids: readonly RowId[]): Promise<Row[]> {
    const { dataset } = this.host.content();
    const rows = await Promise.all([...new Set(ids)].map((id) => dataset.readRow(id)));
    return rows.filter((row) => row !== undefined).sort((a, b) => a.index - b.index);
  }

  private label(rows: readonly unknown[], one: string, many: (count: number) => string): string {
    return rows.length === 1 ? one : many(rows.length);
  }

  private chain(viewId: string): EditChain {
    const chain = this.chains.get(viewId) ?? new EditChain();
    this.chains.set(viewId, chain);
    return chain;
  }
}

/** One part of a step: edits that are done at once. */
export type Step = (operations: Iterable<Operation>) => void;

/** Nothing can be edited now; the message says why. */
export class EditRefused extends Error {
  override readonly name = 'EditRefused';
}

interface Plan {
  readonly label: string;
  readonly operations: readonly Operation[];
  /** Called in the moment in which it is done. */
  readonly done?: (change: Change) => void;
}

function burstTarget(view: string, { id, edit }: ApplyEdit): BurstTarget {
  return { view, row: id, path: [edit.kind, ...editPath(edit)] };
}

function editPath(edit: LineEdit): readonly (string | number)[] {
  return edit.kind === 'raw' ? [] : edit.path;
}

function firstInserted(change: Change | undefined): RowId {
  const inserted = change?.inserted[0];
  if (inserted === undefined) throw new RangeError('No row came in.');
  return inserted.id;
}
