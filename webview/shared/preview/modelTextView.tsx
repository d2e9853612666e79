import { useState } from 'preact/hooks';
import type { ModelView } from '../../../src/core/preview/modelView';
import { countOf, formatCount } from '../countWords';
import { type Run, runsOf } from './modelText';

/** Characters that are drawn until the author asks for the rest: each token is an element. */
const FIRST_CHARACTERS = 12_000;

interface ModelTextViewProps {
  readonly view: ModelView;
}

/** An example as a model sees it: special tokens, tokens, what is trained on, and where the context ends. */
export function ModelTextView({ view }: ModelTextViewProps) {
  const [isWhole, setWhole] = useState(false);
  const { tokens, trainedTokens, trainingRule, tokenizer, template, notes, text, contextLimit, tokensOver } = view;
  const runs = runsOf(view, isWhole ? Infinity : FIRST_CHARACTERS);
  const cut = runs.findIndex(({ isCut }) => isCut);
  return (
    <div class="model-view">
      <p class="preview-summary">
        {countOf(tokens, 'token')} ({tokenizer}
        {template === undefined ? '' : `, ${template}`}), {formatCount(trainedTokens)} of them trained on.
        {tokensOver > 0 &&
          ` The context limit of ${formatCount(contextLimit)} cuts off the last ${formatCount(tokensOver)}.`}
      </p>
      <p class="preview-summary">{trainingRule}</p>
      {notes.map((note) => (
        <p key={note} class="preview-note">
          {note}
        </p>
      ))}
      <p class="legend">
        <span class="run is-special">special token</span> <span class="run is-trained">trained on</span>{' '}
        <span class="run">masked</span>
      </p>
      <pre class="model-text" tabIndex={0} role="region" aria-label="Text as the model sees it">
        {runs.map((run, i) => (
          <>
            {i === cut && <span class="cut-line">Context limit: {countOf(contextLimit, 'token')}</span>}
            <RunText key={i} run={run} isFirstTrained={run.isTrained && runs[i - 1]?.isTrained !== true} />
          </>
        ))}
      </pre>
      {text.length > FIRST_CHARACTERS && !isWhole && (
        <button type="button" class="link-button" onClick={() => setWhole(true)}>
          Show all {formatCount(text.length)} characters
        </button>
      )}
    </div>
  );
}

function RunText({ run, isFirstTrained }: { readonly run: Run; readonly isFirstTrained: boolean }) {
  const { text, isSpecial, isTrained, isCut, token } = run;
  const names = [
    'run',
    isSpecial && 'is-special',
    isTrained && 'is-trained',
    isCut && 'is-cut',
    token !== undefined && !isSpecial && `is-token-${token % 2}`,
  ];
  return (
    <span class={names.filter((name) => name !== false).join(' ')}>
      {isFirstTrained && <span class="visually-hidden"> (trained on from here:) </span>}
      {text}
    </span>
  );
}
