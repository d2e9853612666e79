import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Span } from '../../../src/core/json/node';
import type { FindingSeverity } from '../../../src/protocol/findings';
import { useErrorMarks } from '../find/errorMarks';
import { useHighlight } from '../find/highlight';
import { useTyping } from './typing';

export interface TextAreaProps {
  readonly text: string;
  readonly labelledBy: string;
  readonly describedBy?: string | undefined;
  readonly isReadOnly: boolean;
  readonly isInvalid?: boolean | undefined;
  /** Of the worst that the checks say about the text. */
  readonly severity?: FindingSeverity | undefined;
  /** JSON and raw lines: the editor's font, no spelling. */
  readonly isCode?: boolean | undefined;
  readonly placeholder?: string | undefined;
  /** For the keyboard: see `form/fieldFocus.ts`. */
  readonly focusKey: string;
  readonly onText: (text: string) => void;
  readonly onRest: () => void;
  /** Sees every edit before it is done; `preventDefault` refuses it. */
  readonly onBeforeInput?: ((event: InputEvent) => void) | undefined;
  readonly onFocus?: (() => void) | undefined;
  /** Places to underline as errors. */
  readonly errors?: readonly Span[] | undefined;
  /** Places to underline as less than errors. */
  readonly warnings?: readonly Span[] | undefined;
  readonly field?: RefObject<HTMLTextAreaElement> | undefined;
}

/**
 * A text area as high as its text, up to a limit. The text stands a second time behind it, unseen: that gives the height without
 * measuring, and carries the marks of the find box, which a text area cannot show.
 */
export function GrowingTextArea(props: TextAreaProps) {
  const { text, isReadOnly, isCode = false, focusKey } = props;
  const own = useRef<HTMLTextAreaElement>(null);
  const field = props.field ?? own;
  const mirror = useRef<HTMLDivElement>(null);
  const typing = useTyping({ field, text, onText: props.onText, onRest: props.onRest });
  useHighlight(mirror, text);
  useErrorMarks(mirror, props.errors, 'dataset-error');
  useErrorMarks(mirror, props.warnings, 'dataset-warning');
  useEffect(() => {
    if (mirror.current !== null && field.current !== null) mirror.current.scrollTop = field.current.scrollTop;
  });
  return (
    <div class={`text-area ${isCode ? 'is-code' : ''}`}>
      <div class="text-area-mirror" ref={mirror} aria-hidden="true" dir="auto">
        {text}
      </div>
      <textarea
        ref={field}
        class={`text-area-field ${props.severity === undefined ? '' : `is-${props.severity}`}`}
        rows={1}
        dir="auto"
        spellcheck={!isCode}
        readOnly={isReadOnly}
        aria-readonly={isReadOnly}
        aria-labelledby={props.labelledBy}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid}
        placeholder={props.placeholder}
        data-focus={focusKey}
        data-vscode-context='{"webviewSection":"field","preventDefaultContextMenuItems":false}'
        onInput={typing.onInput}
        onBeforeInput={(event) => {
          typing.onBeforeInput(event);
          props.onBeforeInput?.(event);
        }}
        onBlur={typing.onBlur}
        onFocus={props.onFocus}
        onScroll={(event) => {
          if (mirror.current !== null) mirror.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}
