import type { EditorHostEvents } from '../../../src/protocol/editor';
import type { EditorModel } from './editorModel';

/** Listens to the host, tells it that the page is there, and shows what was shown before. */
export async function start(model: EditorModel): Promise<void> {
  const { rpc, list, rows, restored } = model;
  rpc.answer('flush', async () => {
    await model.actions.settled();
    await rows.queue.flush();
    return null;
  });
  rpc.on('state', (state) => {
    model.takeState(state);
  });
  rpc.on('changed', (change) => {
    const state = model.state.value;
    if (state !== undefined) model.state.set({ ...state, total: change.total, revision: change.revision });
    list.apply(change);
    rows.changed(change);
  });
  rpc.on('findings', (state) => {
    model.findings.take(state);
  });
  rpc.on('reveal', ({ id, path, focus, problems = false }) => {
    void model.show(id).then(() => {
      if (focus || problems || path !== undefined) model.isDetailOpen.set(true);
      if (problems) model.findings.wish.set(id);
      else if (focus) model.focus.focusForm(path);
    });
  });
  rpc.on('shownRows', ({ total }) => {
    void list.switchTo(total === undefined ? 'all' : 'matches', total ?? model.state.value?.total ?? 0);
  });
  rpc.on('findProgress', (progress) => {
    model.find.session.take(progress);
  });
  rpc.on('command', ({ name }) => {
    runCommand(model, name);
  });
  const state = rpc.call('ready', { viewId: model.viewId });
  // Asked for in the same breath: rows need not wait for the state.
  list.loader.show({ from: Math.floor(restored.scrollRow), to: Math.floor(restored.scrollRow) + 1 });
  model.takeState(await state);
  await restore(model);
}

async function restore(model: EditorModel): Promise<void> {
  const { list, restored } = model;
  await model.find.session.restart();
  await model.findings.narrow(restored.findings);
  const known = restored.activeId === undefined ? -1 : await list.place(restored.activeId);
  if (list.selection.value.active < 0) {
    list.wishFor({ place: known >= 0 ? known : restored.activePlace, firstRow: restored.scrollRow });
  }
}

export function runCommand(model: EditorModel, name: EditorHostEvents['command']['name']): void {
  const { actions, find, focus } = model;
  switch (name) {
    case 'find':
      focus.focus('find');
      return;
    case 'findNext':
      void find.go(false);
      return;
    case 'findPrevious':
      void find.go(true);
      return;
    case 'add':
      void actions.add();
      return;
    case 'duplicate':
      void actions.duplicate();
      return;
    case 'delete':
      void actions.delete();
      return;
    case 'moveUp':
      model.move('up');
      return;
    case 'moveDown':
      model.move('down');
      return;
    case 'goTo':
      focus.focus('goTo');
      return;
    case 'toggleRaw':
      model.toggleRaw();
      return;
    case 'togglePreview':
      model.togglePreview();
      return;
    case 'nextProblem':
      void model.findings.step(false);
      return;
    case 'previousProblem':
      void model.findings.step(true);
      return;
    case 'quickFix':
      model.quickFix();
  }
}
