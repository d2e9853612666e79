import * as vscode from 'vscode';
import { NO_EXAMPLE } from '../../core/preview/chatTemplate';
import type { ModelView } from '../../core/preview/modelView';
import { hoverMarkup, textMarkup } from '../preview/hoverMarkup';
import type { Previews } from '../preview/previews';
import type { SettingsService } from '../settings/settingsService';
import { LONGEST_LINE } from './liveChecks';
import type { TextDatasets } from './textDatasets';

/**
 * Shows the example as a model sees it. A provider of its own: the other parts of the hover need not wait for the thread that renders
 * templates and counts tokens.
 */
export class ModelHover implements vscode.HoverProvider {
  constructor(
    private readonly datasets: TextDatasets,
    private readonly settings: SettingsService,
    private readonly previews: Previews,
  ) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const dataset = this.datasets.get(document);
    if (dataset === undefined || position.line >= dataset.rowCount) return undefined;
    const line = document.lineAt(position.line).text;
    if (line.trim() === '' || line.length > LONGEST_LINE) return undefined;
    const stopped = new AbortController();
    const listening = token.onCancellationRequested(() => stopped.abort());
    try {
      const { maxTokens } = this.settings.of(document.uri).settings;
      const answer = await this.previews.modelView(line, 'chosen', maxTokens, stopped.signal);
      if ('error' in answer) return broken(answer.error);
      return new vscode.Hover(markdown(answer.view));
    } catch (error) {
      if (stopped.signal.aborted) return undefined;
      throw error;
    } finally {
      listening.dispose();
    }
  }
}

/** That a row is no example is told by its own problem; that a template or a tokenizer fails is told here. */
function broken(reason: string): vscode.Hover | undefined {
  if (reason === NO_EXAMPLE) return undefined;
  return new vscode.Hover(new vscode.MarkdownString().appendText(reason));
}

function markdown(view: ModelView): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.supportHtml = true;
  const { tokens, trainedTokens, tokenizer, template, contextLimit, tokensOver, trainingRule, notes } = view;
  const by = template === undefined ? tokenizer : `${template}, ${tokenizer}`;
  const title = vscode.l10n.t('As the model sees it');
  const counts = vscode.l10n.t('{0} tokens ({1}), {2} of them in bold: trained on.', tokens, by, trainedTokens);
  const over = tokensOver === 0 ? [] : [vscode.l10n.t('{0} tokens are over the context limit.', tokensOver)];
  const remarks = [counts, ...over, ...notes, trainingRule].map(textMarkup).join('<br>');
  const markup = hoverMarkup(view, {
    cut: vscode.l10n.t('Context limit: {0} tokens. What follows is not seen.', contextLimit),
    more: (pieces) => vscode.l10n.t('{0} more pieces', pieces),
  });
  return text.appendMarkdown(`<b>${textMarkup(title)}</b><br>${markup}\n\n---\n\n${remarks}`);
}
