import { PreviewError } from './chatTemplate';
import type { ModelView, ModelViewRequest } from './modelView';
import type { PreviewReply, PreviewThread } from './previewThread';

/** How long a template may take for one example; sane ones need milliseconds. */
export const TEMPLATE_DEADLINE_MS = 2_000;

/** How long the thread may take to start and to read a vocabulary, which is some megabytes. */
const LOADING_DEADLINE_MS = 20_000;

/** What a preview runner needs of the machine. */
export interface PreviewMachine {
  startPreviewThread(): PreviewThread;
  /** Rejects when the signal aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/**
 * Renders examples in a thread of their own, one at a time: templates and tokenizer files are the author's. A thread that does not
 * answer in time is ended; the next example starts another.
 */
export class PreviewRunner {
  private thread: PreviewThread | undefined;
  private tail: Promise<unknown> = Promise.resolve();
  private tell: ((reply: PreviewReply | Error) => void) | undefined;
  private nextId = 1;

  constructor(private readonly machine: PreviewMachine) {}

  /** @throws PreviewError in words for the author; an error when the thread died; the signal's reason before the work began */
  run(request: ModelViewRequest, signal: AbortSignal): Promise<ModelView> {
    const answer = this.tail.then(() => this.runNow(request, signal));
    this.tail = answer.catch(() => undefined);
    return answer;
  }

  async dispose(): Promise<void> {
    await this.end();
  }

  private async runNow(request: ModelViewRequest, signal: AbortSignal): Promise<ModelView> {
    signal.throwIfAborted();
    const id = this.nextId++;
    const replies = this.listen(id);
    this.thread ??= this.start();
    this.thread.post({ id, request });
    const begun = await this.within(LOADING_DEADLINE_MS, replies.begun);
    if (begun === 'late') return this.give('The tokenizer could not be read in time.');
    const reply = begun.kind === 'begun' ? await this.within(TEMPLATE_DEADLINE_MS, replies.answered) : begun;
    if (reply === 'late')
      return this.give(
        `The chat template did not come to an end within ${TEMPLATE_DEADLINE_MS / 1000} seconds, so it was stopped. Check its loops.`,
      );
    if (reply.kind === 'error') throw new PreviewError(reply.message);
    if (reply.kind === 'view') return reply.view;
    throw new Error('The thread for previews does not make sense.');
  }

  /** The first reply, and the one that settles the task. */
  private listen(id: number): { readonly begun: Promise<PreviewReply>; readonly answered: Promise<PreviewReply> } {
    let begin: (reply: PreviewReply) => void = () => undefined;
    let answer: (reply: PreviewReply) => void = () => undefined;
    const begun = new Promise<PreviewReply>((resolve) => (begin = resolve));
    const answered = new Promise<PreviewReply>((resolve) => (answer = resolve));
    this.tell = (reply) => {
      if (reply instanceof Error) {
        const failed: PreviewReply = { id, kind: 'error', message: `The preview broke off: ${reply.message}` };
        begin(failed);
        answer(failed);
      } else if (reply.id === id) {
        begin(reply);
        if (reply.kind !== 'begun') answer(reply);
      }
    };
    return { begun, answered };
  }

  private async within<T>(milliseconds: number, work: Promise<T>): Promise<T | 'late'> {
    const timer = new AbortController();
    const deadline = this.machine.sleep(milliseconds, timer.signal).then(
      () => 'late' as const,
      () => 'late' as const,
    );
    const outcome = await Promise.race([work, deadline]);
    timer.abort();
    return outcome;
  }

  private async give(message: string): Promise<never> {
    await this.end();
    throw new PreviewError(message);
  }

  private start(): PreviewThread {
    const thread = this.machine.startPreviewThread();
    thread.onMessage((message) => this.tell?.(message as PreviewReply));
    thread.onExit((error) => {
      if (this.thread !== thread) return;
      this.thread = undefined;
      this.tell?.(error ?? new Error('its thread has ended'));
    });
    return thread;
  }

  private async end(): Promise<void> {
    const { thread } = this;
    this.thread = undefined;
    await thread?.terminate();
  }
}
