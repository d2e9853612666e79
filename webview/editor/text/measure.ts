/** "14 words, 87 characters". Words are what white space parts; scripts without it have their characters. */
export function measureText(text: string): string {
  if (text === '') return 'empty';
  const words = text.match(/\S+/g)?.length ?? 0;
  const characters = text.length;
  return `${count(words, 'word')}, ${count(characters, 'character')}`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
