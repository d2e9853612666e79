import type { LineSummary } from '../../../src/core/record/summarise';
import type {
  EditorCalls,
  EditorHostEvents,
  EditorPageCalls,
  EditorPageEvents,
  EditorState,
  RowId,
} from '../../../src/protocol/editor';
import type { PreviewView } from '../../../src/protocol/preview';
import { Cell } from '../../shared/cell';
import type { PageHost } from '../../shared/pageHost';
import { connectRpc, type Rpc } from '../../shared/rpc';
import { Drafts } from './drafts';
import { FindControl } from './findControl';
import { Findings } from './findings';
import { FindSession } from './findSession';
import { FocusRequests } from './focusRequests';
import { ListModel } from './listModel';
import { OpenRows } from './openRows';
import { RowActions } from './rowActions';
import { moveEvent, type MoveDirection } from './moveEvent';
import { readViewState, type ViewState } from './viewState';

/** Writing the page's own state is not free: it waits until nothing has changed for so long, in milliseconds. */
const saveStateAfter = 200;

/** Everything the dataset editor's page knows and does; the components draw it. */
export class EditorModel {
  readonly rpc: Rpc<EditorCalls, EditorPageEvents, EditorPageCalls, EditorHostEvents>;
  readonly viewId: string;
  /** Undefined until the host has answered `ready`. */
  readonly state = new Cell<EditorState | undefined>(undefined);
  readonly list: ListModel;
  readonly rows: OpenRows;
  readonly drafts = new Drafts();
  readonly find: FindControl;
  readonly findings: Findings;
  readonly actions: RowActions;
  readonly focus = new FocusRequests();
  /** In a narrow page the detail covers the list. */
  readonly isDetailOpen: Cell<boolean>;
  readonly isRaw: Cell<boolean>;
  /** Under its form the open example stands as people or as models see it. */
  readonly isPreviewed: Cell<boolean>;
  readonly previewView: Cell<PreviewView>;
  readonly listWidth: Cell<number | undefined>;
  /** What a screen reader should say now. */
  readonly announcement = new Cell('');
  /** Sums up a line for the list as the host does; comes with the forms. */
  summarise: ((line: string) => LineSummary | undefined) | undefined;
  /** What went wrong and concerns no single row. */
  readonly failure = new Cell<string | undefined>(undefined);
  readonly restored: ViewState;
  readonly #host: PageHost;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #selectionTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: PageHost) {
    this.#host = host;
    this.rpc = connectRpc(host);
    this.viewId = crypto.randomUUID();
    this.restored = readViewState(host.getState());
    const { rpc, restored } = this;
    this.isDetailOpen = new Cell(restored.isDetailOpen);
    this.isRaw = new Cell(restored.isRaw);
    this.isPreviewed = new Cell(restored.isPreviewed);
    this.previewView = new Cell(restored.previewView);
    this.listWidth = new Cell(restored.listWidth);
    this.list = new ListModel({
      getRows: (params) => rpc.call('getRows', params),
      getIds: (params) => rpc.call('getIds', params),
      locate: (params) => rpc.call('locate', params),
      activeChanged: (id) => {
        this.rows.open(id);
      },
    });
    this.rows = new OpenRows({
      viewId: this.viewId,
      applyEdit: (params) => rpc.call('applyEdit', params),
      endBurst: () => rpc.call('endBurst', {}),
      getExample: (id) => {
        // In the same breath, so that both can be drawn together.
        this.findings.open.ask(id);
        return rpc.call('getExample', { id });
      },
      canEdit: () => this.canEdit,
      edited: (id, text) => {
        const summary = this.summarise?.(text);
        if (summary !== undefined) this.list.loader.showOwn(id, summary);
      },
      caughtUp: (id, isTaken) => {
        this.list.loader.dropOwn(id, isTaken);
      },
    });
    this.rows.row.subscribe((row) => {
      this.findings.open.open(row?.id);
    });
    this.findings = new Findings(this.list, {
      call: (method, params) => rpc.call(method, params),
      indexOf: (id) => rpc.call('locate', { id, view: 'all' }),
      show: async (id) => {
        await this.show(id);
        this.isDetailOpen.set(true);
      },
      viewChanged: (matches) => {
        this.#showMatches(matches);
      },
      announce: this.announce,
      fail: this.fail,
    });
    const session = new FindSession((params) => rpc.call('find', params), restored.query);
    this.find = new FindControl(
      session,
      this.list,
      {
        findNext: (params) => rpc.call('findNext', params),
        announce: this.announce,
        fail: this.fail,
        totalRows: () => this.state.value?.total ?? 0,
        isNarrowed: () => this.findings.isFiltered,
        widen: () => void this.findings.narrow(undefined),
      },
      restored.isFiltered,
    );
    this.actions = new RowActions(this.list, {
      chooseFormat: () => rpc.call('chooseFormat', {}),
      insertExample: (params) => rpc.call('insertExample', params),
      duplicateExamples: (params) => rpc.call('duplicateExamples', params),
      deleteExamples: (params) => rpc.call('deleteExamples', params),
      moveExamples: (params) => rpc.call('moveExamples', params),
      copyRows: (params) => rpc.call('copyRows', params),
      flush: () => this.rows.queue.flush(),
      canEdit: () => this.canEdit,
      isEmpty: () => this.state.value?.index.done === true && this.state.value.total === 0,
      showAllRows: () => {
        this.find.showAll();
      },
      announce: this.announce,
      fail: this.fail,
      focusForm: () => {
        this.isDetailOpen.set(true);
        this.focus.focusForm();
      },
    });
    this.#remember();
    this.#tellSelection();
  }

  get canEdit(): boolean {
    return this.state.value !== undefined && this.state.value.readOnly === undefined;
  }

  /** Takes the document as the host tells it: at the start, and whenever something but rows has changed. */
  takeState(state: EditorState): void {
    this.state.set(state);
    this.list.loader.restart(state.total, state.revision);
  }

  readonly announce = (message: string): void => {
    // The same words again are not read out unless they differ.
    this.announcement.set(this.announcement.value === message ? `${message}\u00a0` : message);
  };

  readonly fail = (message: string): void => {
    this.failure.set(message);
  };

  /** Calls the host where nothing comes back but, perhaps, a failure. */
  ask(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.fail(error instanceof Error ? error.message : String(error));
    });
  }

  /** Opens the form of the active row and puts the keyboard into it. */
  openDetail(): void {
    this.isDetailOpen.set(true);
    this.focus.focusForm();
  }

  /** Goes back to the list: Escape, and the back button of a narrow page. */
  closeDetail(): void {
    this.isDetailOpen.set(false);
    // In a narrow page the list is not there until the change is drawn, which is the next thing that happens.
    queueMicrotask(() => {
      this.focus.focus('list');
    });
  }

  /** Shows a row, also one that the filter hides, or that is gone and of which only its form is left. */
  async show(id: RowId): Promise<void> {
    if ((await this.list.follow(id)) >= 0) return;
    this.find.showAll();
    if ((await this.list.follow(id)) < 0) this.rows.open(id);
  }

  /** The list shows so many rows with certain findings, or what the find box says again. */
  #showMatches(matches: number | undefined): void {
    if (matches === undefined) {
      this.find.showView();
      return;
    }
    this.find.isFiltered.set(false);
    void this.list.switchTo('matches', matches);
    this.announce(`${matches.toLocaleString('en')} ${matches === 1 ? 'example' : 'examples'} shown`);
  }

  /** Offers the fixes of what the keyboard is in, or of the open row. */
  quickFix(): void {
    this.findings.menu.set({});
  }

  toggleRaw(): void {
    this.isRaw.set(!this.isRaw.value);
  }

  /** Shows the open example as people and as models see it, or no more. The keyboard stays where it is. */
  togglePreview(): void {
    const isShown = !this.isPreviewed.value;
    const isInside = document.querySelector('.detail-preview')?.contains(document.activeElement) === true;
    // What the keyboard was in goes away.
    if (!isShown && isInside) document.querySelector<HTMLElement>('[data-focus=preview]')?.focus();
    this.isPreviewed.set(isShown);
    if (isShown) this.isDetailOpen.set(true);
    this.announce(isShown ? 'Preview shown' : 'Preview hidden');
  }

  /** Moves what the keyboard is in, a turn of a chat, or else the selected examples. */
  move(direction: MoveDirection): void {
    const isTaken = document.activeElement?.dispatchEvent(
      new CustomEvent(moveEvent, { detail: direction, bubbles: true, cancelable: true }),
    );
    if (isTaken !== false) void this.actions.move(direction);
  }

  #remember(): void {
    const save = () => {
      this.saveState();
    };
    for (const cell of [this.isDetailOpen, this.isRaw, this.isPreviewed, this.find.isFiltered]) cell.subscribe(save);
    this.previewView.subscribe(save);
    this.findings.filter.subscribe(save);
    this.listWidth.subscribe(save);
    this.list.selection.subscribe(save);
    this.find.session.query.subscribe(save);
  }

  /** Stores what the page should look like when it is loaded again. */
  saveState(): void {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => {
      const { list } = this;
      const state: ViewState = {
        version: 1,
        scrollRow: list.scroller?.firstRow ?? 0,
        activeId: list.activeId,
        activePlace: Math.max(0, list.selection.value.active),
        listWidth: this.listWidth.value,
        isDetailOpen: this.isDetailOpen.value,
        isRaw: this.isRaw.value,
        isPreviewed: this.isPreviewed.value,
        previewView: this.previewView.value,
        query: this.find.session.query.value,
        isFiltered: this.find.isFiltered.value,
        findings: this.findings.filter.value,
      };
      this.#host.setState(state);
    }, saveStateAfter);
  }

  #tellSelection(): void {
    const tell = () => {
      clearTimeout(this.#selectionTimer);
      this.#selectionTimer = setTimeout(() => {
        const count = this.list.selection.value.rows.size;
        this.rpc.send('selection', { id: this.list.activeId, count });
        if (count > 1) this.announce(`${count.toLocaleString('en')} selected`);
      }, 50);
    };
    this.list.selection.subscribe(tell);
    this.rows.row.subscribe((row) => {
      if (row?.id !== this.#toldRow) tell();
      this.#toldRow = row?.id;
    });
  }

  #toldRow: number | undefined;
}
