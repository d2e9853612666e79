import type { EditorCalls, RowId } from '../../../src/protocol/editor';
import { Turns } from '../../shared/turns';
import type { ListModel } from './listModel';

export interface RowActionsPort {
  insertExample(params: EditorCalls['insertExample']['params']): Promise<RowId>;
  chooseFormat(): Promise<EditorCalls['chooseFormat']['result']>;
  duplicateExamples(params: EditorCalls['duplicateExamples']['params']): Promise<readonly RowId[]>;
  deleteExamples(params: EditorCalls['deleteExamples']['params']): Promise<null>;
  moveExamples(params: EditorCalls['moveExamples']['params']): Promise<null>;
  copyRows(params: EditorCalls['copyRows']['params']): Promise<null>;
  /** Everything typed must be in the document before rows move. */
  flush(): Promise<void>;
  canEdit(): boolean;
  /** Whether the whole file is known, and holds no row. */
  isEmpty(): boolean;
  showAllRows(): void;
  announce(message: string): void;
  fail(message: string): void;
  focusForm(): void;
}

type Direction = 'up' | 'down';

/** What a move works on: the rows, and the places that they stand in. */
interface Movable {
  readonly ids: readonly RowId[];
  readonly first: number;
  readonly end: number;
}

/**
 * What can be done with whole examples. One thing is done after the other, each with what the one before it left selected: keys come
 * faster than a host answers.
 */
export class RowActions {
  readonly #list: ListModel;
  readonly #port: RowActionsPort;
  readonly #turns = new Turns();
  /** A move that waits for its turn: more of the same are done with it, at once. */
  #waitingMove: { readonly direction: Direction; steps: number } | undefined;

  constructor(list: ListModel, port: RowActionsPort) {
    this.#list = list;
    this.#port = port;
  }

  /**
   * Adds an empty example after the active one, or at the end, and puts the keyboard into its form. In an empty file, no other says
   * what an example looks like: the author is asked.
   */
  async add(): Promise<void> {
    const list = this.#list;
    const text = await this.#formatOfFirst();
    if (text === null) return;
    await this.#change(
      () => list.activeIndex(),
      async (after) => {
        this.#port.showAllRows();
        const at = after < 0 ? list.loader.total.value : after + 1;
        const id = await this.#port.insertExample(text === undefined ? { at } : { at, text });
        await list.follow(id);
        this.#port.focusForm();
        this.#port.announce('Example added');
      },
    );
  }

  async duplicate(): Promise<void> {
    await this.#change(this.#ids, async (ids) => {
      const copies = await this.#port.duplicateExamples({ ids });
      this.#port.showAllRows();
      await this.#selectAgain(copies);
      this.#port.announce(`${count(copies.length)} duplicated`);
    });
  }

  async delete(): Promise<void> {
    await this.#change(this.#ids, async (ids) => {
      await this.#port.deleteExamples({ ids });
      this.#port.announce(`${count(ids.length)} deleted`);
    });
  }

  /** Moves the selected examples by one row, together. */
  async move(direction: Direction): Promise<void> {
    if (this.#list.view === 'matches') {
      this.#port.announce('Show all examples to move them');
      return;
    }
    if (this.#waitingMove?.direction === direction) {
      this.#waitingMove.steps++;
      return;
    }
    const move = { direction, steps: 1 };
    this.#waitingMove = move;
    await this.#change(
      () => {
        if (this.#waitingMove === move) this.#waitingMove = undefined;
        return this.#movable();
      },
      async ({ ids, first, end }) => {
        const { chosen, loader } = this.#list;
        const to =
          direction === 'up' ? Math.max(0, first - move.steps) : Math.min(loader.total.value, end + move.steps);
        if (to === (direction === 'up' ? first : end)) return;
        await this.#port.moveExamples({ ids, to });
        // The author may have gone somewhere else meanwhile, or go there while the rows are looked for.
        await this.#selectAgain(ids, () => this.#list.chosen === chosen);
        this.#port.announce(`${count(ids.length)} moved ${direction}`);
      },
    );
  }

  /** Done when every action that was asked for so far is. */
  settled(): Promise<void> {
    return this.#turns.settled();
  }

  async copy(): Promise<void> {
    try {
      const ids = await this.#ids();
      if (ids === undefined) return;
      await this.#port.copyRows({ ids });
      this.#port.announce(`${count(ids.length)} copied`);
    } catch (error) {
      this.#fail(error);
    }
  }

  /**
   * The first example of an empty file, as a line; undefined where others show what it looks like, null where the author wants none.
   * Asked outside of the turns: a save waits for those, and the author may take his time.
   */
  async #formatOfFirst(): Promise<string | null | undefined> {
    if (!this.#port.canEdit() || !this.#port.isEmpty()) return undefined;
    try {
      return await this.#port.chooseFormat();
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  /** Selects the rows, where that is wanted; of rows that do not stand together only the first. */
  async #selectAgain(ids: readonly RowId[], isWanted: () => boolean = () => true): Promise<void> {
    const [first, last] = [ids[0], ids.at(-1)];
    if (first === undefined || last === undefined || !isWanted()) return;
    const end = first === last ? undefined : await this.#list.place(last);
    const place = await this.#list.follow(first, isWanted);
    if (end !== undefined && place >= 0 && end - place === ids.length - 1) this.#list.selectRows(place, ids.length);
  }

  readonly #ids = async (): Promise<readonly RowId[] | undefined> => {
    const ids = await this.#list.selectedIds();
    if (ids === undefined) this.#port.fail('At most 1,000,000 examples can be worked on at once. Select fewer.');
    return ids === undefined || ids.length === 0 ? undefined : ids;
  };

  async #movable(): Promise<Movable | undefined> {
    const ids = await this.#ids();
    if (ids === undefined) return undefined;
    const { rows, active } = this.#list.selection.value;
    return { ids, first: rows.first ?? active, end: rows.ranges.at(-1)?.to ?? active + 1 };
  }

  /** Takes what is selected when the action has its turn, which is at once where no other is under way, and works on it. */
  async #change<T>(select: () => Promise<T | undefined>, act: (selected: T) => Promise<void>): Promise<void> {
    if (!this.#port.canEdit()) return;
    await this.#turns.take(async () => {
      try {
        const [selected] = await Promise.all([select(), this.#port.flush()]);
        if (selected !== undefined) await act(selected);
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  readonly #fail = (error: unknown) => {
    this.#port.fail(error instanceof Error ? error.message : String(error));
  };
}

function count(examples: number): string {
  return examples === 1 ? '1 example' : `${examples.toLocaleString('en')} examples`;
}
