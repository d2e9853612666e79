import type { BuiltInTemplateId } from '../../../src/core/preview/builtInTemplateIds';
import { builtInTemplate } from '../../../src/core/preview/builtInTemplates';
import { findSpecialTokens } from '../../../src/core/preview/chatTemplate';
import type { AnswerSide } from '../../../src/core/preview/conversation';
import { modelViewOf } from '../../../src/core/preview/modelView';
import type { BuiltInTokenizer, ModelViewAnswer, PreviewState } from '../../../src/protocol/preview';

/** The host's side of previews: our own templates, with words for tokens; the page draws what it is told. */
export class FakePreview {
  state: PreviewState = { template: { builtIn: 'chatml' }, tokenizer: { builtIn: 'o200k' } };

  set(settings: { readonly template?: BuiltInTemplateId; readonly tokenizer?: BuiltInTokenizer }): PreviewState {
    const { template, tokenizer } = settings;
    this.state = {
      template: template === undefined ? this.state.template : { builtIn: template },
      tokenizer: tokenizer === undefined ? this.state.tokenizer : { builtIn: tokenizer },
    };
    return this.state;
  }

  /** The author chooses a file, which turns out to be broken. */
  choose(): PreviewState {
    this.state = { ...this.state, template: { file: 'chat_template.jinja' } };
    return this.state;
  }

  view(line: string, side: AnswerSide, contextLimit: number): ModelViewAnswer {
    const { template } = this.state;
    if ('file' in template) return { error: 'The chat template "chat_template.jinja" failed: Expected a statement.' };
    const request = {
      line,
      template: { kind: 'builtIn', id: template.builtIn },
      tokenizer: { kind: 'o200k' },
      side,
      contextLimit,
    } as const;
    const view = modelViewOf(request, {
      name: 'words',
      tokenize: (text) => {
        const special = findSpecialTokens(text, builtInTemplate(template.builtIn).specialTokens).map(({ end }) => end);
        const words = [...text.matchAll(/\S+\s*/g)].map(({ index, 0: word }) => index + word.length);
        const ends = [...new Set([...special, ...words, text.length])].sort((a, b) => a - b);
        return { count: ends.length, ends };
      },
    });
    return { view };
  }
}
