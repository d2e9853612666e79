import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Bubble, readBubbles } from './bubbles';

type Render = (text: string) => string;

/** An example as people read it: bubbles with Markdown, code and math. */
export function PeopleView({ line }: { readonly line: string }) {
  const read = useMemo(() => readBubbles(line), [line]);
  const render = useRichText();
  if (read === undefined) return <pre class="raw-line">{line}</pre>;
  if (read.bubbles.length === 0) return <p class="preview-summary">This example has no text.</p>;
  return (
    <div class="bubbles">
      {read.bubbles.map((bubble, i) => (
        <article key={i} class={`bubble is-${bubble.side}`}>
          <h3>{bubble.who}</h3>
          <Content bubble={bubble} render={render} />
        </article>
      ))}
    </div>
  );
}

/** Text until the libraries are there, so that nothing waits for them. */
function Content({ bubble, render }: { readonly bubble: Bubble; readonly render: Render | undefined }) {
  const element = useRef<HTMLDivElement>(null);
  const { text, isCode } = bubble;
  const isRich = render !== undefined && isCode !== true;
  useEffect(() => {
    // What the sanitiser gives, and nothing else, becomes HTML.
    if (isRich && element.current !== null) element.current.innerHTML = render(text);
  }, [text, isRich, render]);
  if (isCode === true) return <pre class="bubble-code">{text}</pre>;
  return isRich ? (
    <div key="rich" ref={element} class="rich-text" dir="auto" />
  ) : (
    <div key="plain" class="plain-text" dir="auto">
      {text}
    </div>
  );
}

let loaded: Render | undefined;

function useRichText(): Render | undefined {
  const [render, setRender] = useState<Render | undefined>(() => loaded);
  useEffect(() => {
    if (loaded !== undefined) return;
    void import('./richText').then(({ renderMarkdown }) => {
      loaded = renderMarkdown;
      setRender(() => renderMarkdown);
    });
  }, []);
  return render;
}
