import type { EditorHostEvents } from '../../../src/protocol/editor';

type Command = EditorHostEvents['command']['name'];

/**
 * The keys that the manifest binds (`test/unit/keys.test.ts` compares). VS Code sees every key of a page and runs its command beside what
 * the page does.
 */
export const boundKeys: Readonly<Record<string, Command | 'undo' | 'redo'>> = {
  'ctrl+f': 'find',
  f3: 'findNext',
  'shift+f3': 'findPrevious',
  'ctrl+g': 'goTo',
  'ctrl+alt+n': 'add',
  'ctrl+alt+d': 'duplicate',
  'ctrl+alt+backspace': 'delete',
  'alt+arrowup': 'moveUp',
  'alt+arrowdown': 'moveDown',
  'ctrl+alt+r': 'toggleRaw',
  f8: 'nextProblem',
  'shift+f8': 'previousProblem',
  'ctrl+.': 'quickFix',
  'ctrl+z': 'undo',
  'ctrl+y': 'redo',
};
