import type { Segment } from './wordDiff';

interface DiffTextProps {
  readonly segments: readonly Segment[];
  /** What a screen reader says before each. */
  readonly words?: Readonly<Record<'removed' | 'added', string>> | undefined;
}

const changeWords = { removed: 'removed', added: 'added' };

/** A text with what was taken out and put in. Colour, a line through or under it, and words for a screen reader say which. */
export function DiffText({ segments, words = changeWords }: DiffTextProps) {
  return (
    <span class="diff-text" dir="auto">
      {segments.map(({ kind, text }, index) => {
        if (kind === 'same') return <span key={index}>{text}</span>;
        const Tag = kind === 'removed' ? 'del' : 'ins';
        return (
          <Tag key={index} class={`diff-${kind}`}>
            <span class="visually-hidden">{` ${words[kind]}: `}</span>
            {visible(text)}
            <span class="visually-hidden">, </span>
          </Tag>
        );
      })}
    </span>
  );
}

const names: Readonly<Record<string, string>> = {
  ' ': '·',
  '\t': '→',
  '\n': '↵\n',
  '\r': '␍',
  '\u00a0': '⍽',
};

/** What changes may be nothing that can be seen: white space alone, and characters without a shape, are drawn as signs. */
function visible(text: string): string {
  const isBlank = text.trim() === '';
  return text.replace(/[\p{Cc}\p{Cf}\s\ufffd]/gu, (character) => {
    const name = names[character];
    if (character === ' ' || character === '\n' || character === '\t') return isBlank ? (name ?? character) : character;
    return name ?? (character === '\ufffd' ? character : `[U+${codeOf(character)}]`);
  });
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
