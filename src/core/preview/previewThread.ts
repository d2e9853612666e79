import { PreviewError } from './chatTemplate';
import { type ModelView, modelViewOf, type ModelViewRequest } from './modelView';
import { loadTokenizer, type Tokenizer, type TokenizerChoice } from './tokenizer';

/** What the thread for previews is asked. */
export interface PreviewTask {
  readonly id: number;
  readonly request: ModelViewRequest;
}

/** What it answers: that the tokenizer is loaded and the author's template is about to run, then the view or why there is none. */
export type PreviewReply =
  | { readonly id: number; readonly kind: 'begun' }
  | { readonly id: number; readonly kind: 'view'; readonly view: ModelView }
  | { readonly id: number; readonly kind: 'error'; readonly message: string };

/** A thread in which `servePreviews` runs. */
export interface PreviewThread {
  post(task: PreviewTask): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (error: Error | undefined) => void): void;
  terminate(): Promise<void>;
}

/** The thread's side. A template that never ends keeps the thread for ever; its owner ends it. */
export function servePreviews(post: (reply: PreviewReply) => void): (task: PreviewTask) => Promise<void> {
  let loaded: { readonly choice: TokenizerChoice; readonly tokenizer: Tokenizer } | undefined;
  return async ({ id, request }) => {
    try {
      if (loaded === undefined || !sameTokenizer(loaded.choice, request.tokenizer))
        loaded = { choice: request.tokenizer, tokenizer: await loadTokenizer(request.tokenizer) };
      post({ id, kind: 'begun' });
      post({ id, kind: 'view', view: modelViewOf(request, loaded.tokenizer) });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      post({ id, kind: 'error', message: error instanceof PreviewError ? message : `The preview failed: ${message}` });
    }
  };
}

function sameTokenizer(a: TokenizerChoice, b: TokenizerChoice): boolean {
  if (a.kind !== 'file' || b.kind !== 'file') return a.kind === b.kind;
  return a.file.name === b.file.name && a.file.text === b.file.text;
}
