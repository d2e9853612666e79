import * as vscode from 'vscode';
import type { BuiltInTemplateId } from '../../core/preview/builtInTemplateIds';
import { BUILT_IN_TEMPLATE_IDS } from '../../core/preview/builtInTemplateIds';
import { PreviewError } from '../../core/preview/chatTemplate';
import type { AnswerSide } from '../../core/preview/conversation';
import type { TemplateChoice } from '../../core/preview/modelView';
import { PreviewRunner } from '../../core/preview/previewRunner';
import type { TokenizerChoice } from '../../core/preview/tokenizer';
import type { Platform } from '../../platform/platform';
import {
  BUILT_IN_TOKENIZERS,
  type BuiltInTokenizer,
  type ModelViewAnswer,
  type PreviewSettingsCalls,
  type PreviewState,
} from '../../protocol/preview';
import { Disposable } from '../disposable';

const TEMPLATE_KEY = 'itune.preview.template';
const TOKENIZER_KEY = 'itune.preview.tokenizer';
/** Files beyond these sizes are no templates and no tokenizers. */
const MOST_TEMPLATE_BYTES = 1024 * 1024;
const MOST_TOKENIZER_BYTES = 64 * 1024 * 1024;

/** A choice as it is kept with the workspace: the id of a built-in, or the URI of a file. */
type Kept<T> = { readonly builtIn: T } | { readonly uri: string };

/**
 * Examples as models see them. Which template and which tokenizer is kept with the workspace; they run in a thread of their own, for
 * they may be the author's, and only then is it started.
 */
export class Previews extends Disposable {
  private readonly runner: PreviewRunner;

  constructor(
    platform: Platform,
    private readonly memento: vscode.Memento,
  ) {
    super();
    this.runner = new PreviewRunner({
      startPreviewThread: () => platform.startPreviewThread(),
      sleep: (milliseconds, signal) => platform.clock.sleep(milliseconds, signal),
    });
  }

  override dispose(): void {
    void this.runner.dispose();
    super.dispose();
  }

  state(): PreviewState {
    const template = this.template;
    const tokenizer = this.tokenizer;
    return {
      template: 'uri' in template ? { file: fileName(template.uri) } : template,
      tokenizer: 'uri' in tokenizer ? { file: fileName(tokenizer.uri) } : tokenizer,
    };
  }

  async set({ template, tokenizer }: PreviewSettingsCalls['setPreview']['params']): Promise<PreviewState> {
    if (template !== undefined) await this.memento.update(TEMPLATE_KEY, { builtIn: template });
    if (tokenizer !== undefined) await this.memento.update(TOKENIZER_KEY, { builtIn: tokenizer });
    return this.state();
  }

  /** Asks the author for a file; nothing changes when none is chosen. */
  async choose(what: 'template' | 'tokenizer'): Promise<PreviewState> {
    const isTemplate = what === 'template';
    const [file] =
      (await vscode.window.showOpenDialog({
        canSelectMany: false,
        title: isTemplate
          ? vscode.l10n.t('Chat Template: chat_template.jinja or tokenizer_config.json')
          : vscode.l10n.t('Tokenizer: tokenizer.json'),
        filters: isTemplate
          ? { [vscode.l10n.t('Chat templates')]: ['jinja', 'jinja2', 'json', 'txt'] }
          : { [vscode.l10n.t('Tokenizers')]: ['json'] },
      })) ?? [];
    if (file !== undefined)
      await this.memento.update(isTemplate ? TEMPLATE_KEY : TOKENIZER_KEY, { uri: file.toString() });
    return this.state();
  }

  /** A line as a model sees it, or why not, in words. */
  async modelView(
    line: string,
    side: AnswerSide,
    contextLimit: number,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<ModelViewAnswer> {
    try {
      const [template, tokenizer] = await Promise.all([this.templateChoice(), this.tokenizerChoice()]);
      const request = { line, template, tokenizer, side, contextLimit };
      return { view: await this.runner.run(request, signal) };
    } catch (error) {
      if (error instanceof PreviewError) return { error: error.message };
      throw error;
    }
  }

  private get template(): Kept<BuiltInTemplateId> {
    return readKept(this.memento.get(TEMPLATE_KEY), BUILT_IN_TEMPLATE_IDS) ?? { builtIn: 'chatml' };
  }

  private get tokenizer(): Kept<BuiltInTokenizer> {
    return readKept(this.memento.get(TOKENIZER_KEY), BUILT_IN_TOKENIZERS) ?? { builtIn: 'o200k' };
  }

  private async templateChoice(): Promise<TemplateChoice> {
    const kept = this.template;
    if ('builtIn' in kept) return { kind: 'builtIn', id: kept.builtIn };
    return { kind: 'file', file: await readText(kept.uri, MOST_TEMPLATE_BYTES) };
  }

  private async tokenizerChoice(): Promise<TokenizerChoice> {
    const kept = this.tokenizer;
    if ('builtIn' in kept) return { kind: kept.builtIn };
    return { kind: 'file', file: await readText(kept.uri, MOST_TOKENIZER_BYTES) };
  }
}

/** What is kept may be of another version of the extension. */
function readKept<T extends string>(value: unknown, known: readonly T[]): Kept<T> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('uri' in value && typeof value.uri === 'string') return { uri: value.uri };
  const builtIn = 'builtIn' in value ? known.find((each) => each === value.builtIn) : undefined;
  return builtIn === undefined ? undefined : { builtIn };
}

function fileName(uri: string): string {
  const { path } = vscode.Uri.parse(uri);
  return path.slice(path.lastIndexOf('/') + 1);
}

async function readText(uri: string, mostBytes: number): Promise<{ readonly name: string; readonly text: string }> {
  const file = vscode.Uri.parse(uri);
  const name = fileName(uri);
  let bytes: Uint8Array;
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > mostBytes) throw new PreviewError(vscode.l10n.t('{0} is too large to be used here.', name));
    bytes = await vscode.workspace.fs.readFile(file);
  } catch (error) {
    if (error instanceof PreviewError) throw error;
    throw new PreviewError(vscode.l10n.t('{0} could not be read. Choose another file.', name), { cause: error });
  }
  return { name, text: new TextDecoder().decode(bytes) };
}
