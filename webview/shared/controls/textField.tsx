import { h, type ComponentChildren, type RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** What the toolkit's text field offers to a script. */
export interface TextFieldElement extends HTMLElement {
  value: string;
}

interface TextFieldProps {
  readonly field: RefObject<TextFieldElement>;
  readonly label: string;
  readonly placeholder?: string | undefined;
  readonly value: string;
  readonly invalid?: boolean | undefined;
  readonly className?: string | undefined;
  readonly onText: (text: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly children?: ComponentChildren | undefined;
}

/** A line to type into, drawn by the toolkit. */
export function TextField(props: TextFieldProps) {
  const { field, label, placeholder, value, invalid = false, className, onText, onKeyDown, children } = props;
  useEffect(() => {
    // Once it is drawn, the toolkit calls every field "Text field".
    void customElements.whenDefined('vscode-text-field').then(() => field.current?.setAttribute('aria-label', label));
  }, [field, label]);
  return h(
    'vscode-text-field',
    {
      ref: field,
      class: `${className ?? ''} ${invalid ? 'is-invalid' : ''}`,
      'aria-label': label,
      placeholder: placeholder ?? '',
      value,
      spellcheck: false,
      onInput: (event: InputEvent) => {
        onText((event.currentTarget as TextFieldElement).value);
      },
      onKeyDown,
    },
    children,
  );
}
