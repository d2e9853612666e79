import * as vscode from 'vscode';

/** The log that authors can open with the command "Show Log", and send with a report. It never holds dataset text. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  /** `error` may be anything that was thrown; its stack is logged, its cause too. */
  error(message: string, error?: unknown): void;
  show(): void;
}

export function createLog(): Log & { dispose(): void } {
  const channel = vscode.window.createOutputChannel('Instruction Dataset Editor', { log: true });
  return {
    info: (message) => channel.info(message),
    warn: (message) => channel.warn(message),
    error: (message, error) => channel.error(error === undefined ? message : `${message}: ${describeError(error)}`),
    show: () => channel.show(),
    dispose: () => channel.dispose(),
  };
}

/** Stack of an error with the stacks of its causes. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\ncaused by ${describeError(error.cause)}`;
}

/** The words of an error for the author. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
