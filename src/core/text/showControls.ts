// eslint-disable-next-line no-control-regex -- control characters are what this file is about
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text of a dataset as it may stand in a message: control characters, which would vanish, move the cursor of a terminal or turn the
 * direction of the words around them, are shown as signs (`␀`) or by their number (`‹U+202E›`).
 */
export function showControls(text: string): string {
  return text.replace(CONTROLS, (char) => {
    const code = char.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return '\u2421';
    return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}
