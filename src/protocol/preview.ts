import type { BuiltInTemplateId } from '../core/preview/builtInTemplateIds';
import type { AnswerSide } from '../core/preview/conversation';
import type { ModelView } from '../core/preview/modelView';
import type { Example, RowId } from './editor';

/** The vocabularies that come with the extension. */
export const BUILT_IN_TOKENIZERS = ['o200k', 'cl100k'] as const;
export type BuiltInTokenizer = (typeof BUILT_IN_TOKENIZERS)[number];

/** What previews are made with. A name of a file stands where the author chose one. */
export interface PreviewState {
  readonly template: { readonly builtIn: BuiltInTemplateId } | { readonly file: string };
  readonly tokenizer: { readonly builtIn: BuiltInTokenizer } | { readonly file: string };
}

/** How a page shows an example. */
export type PreviewView = 'people' | 'model';

/** A view, or why there is none, in words. */
export type ModelViewAnswer = { readonly view: ModelView } | { readonly error: string };

/** Calls of a page about what previews are made with. */
export interface PreviewSettingsCalls {
  getPreviewState: { params: Record<string, never>; result: PreviewState };
  setPreview: {
    params: { readonly template?: BuiltInTemplateId; readonly tokenizer?: BuiltInTokenizer };
    result: PreviewState;
  };
  /** Lets the author choose a file: `chat_template.jinja` or `tokenizer_config.json`, `tokenizer.json`. */
  choosePreviewFile: { params: { readonly what: 'template' | 'tokenizer' }; result: PreviewState };
}

/** Calls of a page that edits: a line as the author sees it, which may be ahead of the document. */
export interface LinePreviewCalls extends PreviewSettingsCalls {
  previewLine: { params: { readonly line: string; readonly side: AnswerSide }; result: ModelViewAnswer };
}

/** Calls of a page about single examples of the document. */
export interface PreviewCalls extends PreviewSettingsCalls {
  /** A row as people see it: its whole line. Undefined when it is gone. */
  getExample: { params: { readonly id: RowId }; result: Example | undefined };
  /** A row as a model sees it. */
  getModelView: { params: { readonly id: RowId; readonly side: AnswerSide }; result: ModelViewAnswer };
  copyText: { params: { readonly text: string }; result: null };
  /** Saves what a page has drawn where the author says; base64 for a picture. */
  saveFile: {
    params: { readonly name: string; readonly content: string; readonly encoding: 'text' | 'base64' };
    result: null;
  };
}
