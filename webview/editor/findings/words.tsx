/** A message with its `names` set as code. */
export function Words({ text }: { readonly text: string }) {
  const parts = text.split('`');
  // An odd number of marks is no Markdown: the text stands as it is.
  if (parts.length % 2 === 0) return <>{text}</>;
  return <>{parts.map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>))}</>;
}

/** The same for what is only said. */
export function plainWords(text: string): string {
  return text.replaceAll('`', '');
}
