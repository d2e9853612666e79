/** The marks that macOS has for these keys, and their order. */
const MARKS: readonly (readonly [key: string, mark: string])[] = [
  ['Ctrl', '⌃'],
  ['Shift', '⇧'],
  ['Alt', '⌥'],
  ['Cmd', '⌘'],
];

/**
 * Keys as people on this system call them, the way VS Code's own menus do: "Ctrl+Alt+D", or "⌥⌘D" on macOS. `mac` are the keys
 * there, where they are more than Cmd in place of Ctrl; both are those of the bindings in package.json.
 */
export function keyWords(keys: string, mac = keys.replaceAll('Ctrl', 'Cmd'), isMac = isOnMac()): string {
  return isMac ? mac.split(' ').map(withMarks).join(' ') : keys;
}

function withMarks(chord: string): string {
  const parts = chord.split('+');
  const marks = MARKS.filter(([key]) => parts.includes(key)).map(([, mark]) => mark);
  return [...marks, ...parts.filter((part) => MARKS.every(([key]) => key !== part))].join('');
}

function isOnMac(): boolean {
  return navigator.userAgent.includes('Macintosh');
}
