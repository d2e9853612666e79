import * as vscode from 'vscode';
import type { Content } from './content';
import type { Finder } from './findSession';

/** Searches in the worker of the content that is there when a search begins. */
export function workerFinder(content: () => Content): Finder {
  return {
    async find(query, found, signal) {
      const result = await content().worker.find(query, found, signal);
      switch (result.kind) {
        case 'done':
          return {};
        case 'invalid':
          return { error: result.message };
        case 'too-slow':
          return {
            error: vscode.l10n.t(
              'The pattern takes too long on the row behind row {0}. Simplify it.',
              result.searchedRows,
            ),
          };
      }
    },
  };
}
