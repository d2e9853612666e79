import * as vscode from 'vscode';
import type { RowRemarks } from '../../core/author/remarks';
import type { RuleLease, RuleService } from '../settings/ruleService';
import type { CopiesOfRows, KnownCopies } from './knownCopies';

/**
 * What is said of the rows of an open dataset by others than its own checks: the author's rules, and the last check of the workspace.
 * Asked like the rules alone.
 */
export class RemarkService implements Pick<RuleService, 'keyOf' | 'lease'> {
  /** `keyOf` may give another key now, without any setting having changed. */
  readonly onDidChange: vscode.Event<void>;

  constructor(
    private readonly rules: RuleService,
    private readonly copies: KnownCopies,
  ) {
    this.onDidChange = copies.onDidChange;
  }

  /** What `lease` would give the key of; undefined where nobody says anything of the file. */
  keyOf(uri: vscode.Uri): string | undefined {
    return this.keyWith(uri, this.rules.keyOf(uri));
  }

  lease(uri: vscode.Uri): RuleLease | undefined {
    const rules = this.rules.lease(uri);
    const known = this.copies.in(uri);
    const key = this.keyWith(uri, rules?.key);
    if (known === undefined || key === undefined) return rules;
    return {
      key,
      onDidChange: rules?.onDidChange ?? (() => new vscode.Disposable(() => undefined)),
      check: async (lines) => withCopies(lines, (await rules?.check(lines)) ?? [], known.copies),
      dispose: () => rules?.dispose(),
    };
  }

  private keyWith(uri: vscode.Uri, rules: string | undefined): string | undefined {
    const known = this.copies.in(uri);
    return known === undefined ? rules : JSON.stringify([rules, uri.toString(), known.version]);
  }
}

function withCopies(
  lines: readonly string[],
  said: readonly (RowRemarks | undefined)[],
  known: CopiesOfRows,
): (RowRemarks | undefined)[] {
  return lines.map((line, i) => {
    const copies = known.of(line);
    return copies === undefined ? said[i] : { rejections: [], leaks: [], ...said[i], copies };
  });
}
