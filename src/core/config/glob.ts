/**
 * A pattern for paths with forward slashes: `*` and `?` inside a folder, `**` across folders, `{a,b}` for either. A pattern without
 * a slash fits a file in any folder. Brackets mean themselves.
 */
export function globToRegExp(glob: string): RegExp {
  const whole = glob.includes('/') ? glob.replace(/^\.\//, '') : `**/${glob}`;
  let pattern = '';
  let depth = 0;
  for (let i = 0; i < whole.length; i++) {
    const char = whole.charAt(i);
    if (char === '*' && whole.charAt(i + 1) === '*') {
      const isFolder = whole.charAt(i + 2) === '/';
      pattern += isFolder ? '(?:[^/]+/)*' : '.*';
      i += isFolder ? 2 : 1;
    } else if (char === '*') pattern += '[^/]*';
    else if (char === '?') pattern += '[^/]';
    else if (char === '{') [pattern, depth] = [`${pattern}(?:`, depth + 1];
    else if (char === '}' && depth > 0) [pattern, depth] = [`${pattern})`, depth - 1];
    else if (char === ',' && depth > 0) pattern += '|';
    else pattern += char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  }
  return new RegExp(`^${pattern}${')'.repeat(depth)}$`);
}
