import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ObjectNode } from '../../../src/core/json/node';
import type { LineEdit } from '../../../src/core/json/lineEdit';
import type { JsonPath } from '../../../src/core/json/path';
import type { ExampleView } from '../../../src/core/record/view';
import type { Drafts } from '../model/drafts';
import type { OpenRow } from '../model/openRow';
import type { RowContent } from '../model/rowContent';
import type { EditOptions } from '../model/openRows';

/** What the fields of a form share. */
export interface Form {
  readonly row: OpenRow;
  readonly content: RowContent;
  readonly isReadOnly: boolean;
  readonly drafts: Drafts;
  readonly edit: (edit: LineEdit, options: EditOptions) => void;
  /** The author stopped typing: what undo takes back at once ends here. */
  readonly rest: () => void;
  /** Moves the keyboard once the form has been drawn again; see `fieldFocus.ts`. */
  readonly focusLater: (path: JsonPath, control?: string) => void;
}

export const FormContext = createContext<Form | undefined>(undefined);

export function useForm(): Form {
  const form = useContext(FormContext);
  if (form === undefined) throw new Error('A field stands outside a form.');
  return form;
}

/** The record of the form, for fields that are only drawn for a row that is one. */
export function useExample(): { readonly view: ExampleView; readonly root: ObjectNode } {
  const { content } = useForm();
  if (content.kind !== 'example') throw new Error('There is no example in this row.');
  return content;
}
