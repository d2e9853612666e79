import type { EditorModel } from '../model/editorModel';
import type { SelectMode } from '../model/selection';

/**
 * The keyboard in the list. Keys that VS Code binds (find, add, move, ...) come as commands of the host, so that an author can bind
 * them to other keys; here are only those that every list has.
 */
export function handleListKey(event: KeyboardEvent, model: EditorModel, pageRows: number): void {
  if (event.altKey) return;
  const isDone = moveKey(event, model, pageRows) || actionKey(event, model);
  if (isDone) event.preventDefault();
}

function moveKey(event: KeyboardEvent, { list }: EditorModel, pageRows: number): boolean {
  const target = targetOf(event.key, list.selection.value.active, list.loader.total.value, pageRows);
  if (target === undefined) return false;
  const mode: SelectMode = event.shiftKey ? 'extend' : event.ctrlKey || event.metaKey ? 'move' : 'only';
  // Home and End are jumps with Ctrl as well, as in a text.
  const isJump = event.key === 'Home' || event.key === 'End';
  list.select(target, isJump && mode === 'move' ? 'only' : mode);
  return true;
}

function targetOf(key: string, active: number, total: number, pageRows: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      // The first row has the keyboard from the start, also while the host has not yet answered.
      return Math.max(0, active) + 1;
    case 'ArrowUp':
      return Math.max(0, active - 1);
    case 'PageDown':
      return active + pageRows;
    case 'PageUp':
      return active - pageRows;
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    default:
      return undefined;
  }
}

function actionKey(event: KeyboardEvent, model: EditorModel): boolean {
  const { list } = model;
  const hasControl = event.ctrlKey || event.metaKey;
  const { active } = list.selection.value;
  switch (event.key) {
    case 'Enter':
      model.openDetail();
      return true;
    case ' ':
      list.select(active, hasControl ? 'toggle' : event.shiftKey ? 'extend' : 'only');
      return true;
    case 'a':
      if (hasControl) list.selectAll();
      return hasControl;
    case 'Delete':
      // A key that is held down says nothing about the rows that it has not reached.
      if (!event.repeat) void model.actions.delete();
      return true;
    case 'Escape':
      list.select(active, 'only');
      return true;
    default:
      return false;
  }
}
