import { parseLine } from '../json/parser';
import { toExampleView } from '../record/toExampleView';
import type { BuiltInTemplateId } from './builtInTemplateIds';
import { builtInTemplate } from './builtInTemplates';
import {
  type ChatTemplate,
  findSpecialTokens,
  NO_EXAMPLE,
  PreviewError,
  readTemplateFile,
  type TemplateFile,
} from './chatTemplate';
import { type AnswerSide, type PlainPiece, type TrainingRule, type TrainingText, trainingTextOf } from './conversation';
import { renderChat, type RenderedChat, type Span } from './renderChat';
import type { Tokenizer, TokenizerChoice } from './tokenizer';

export type TemplateChoice =
  { readonly kind: 'builtIn'; readonly id: BuiltInTemplateId } | { readonly kind: 'file'; readonly file: TemplateFile };

/** What is to be shown of one line. */
export interface ModelViewRequest {
  readonly line: string;
  readonly template: TemplateChoice;
  readonly tokenizer: TokenizerChoice;
  readonly side: AnswerSide;
  /** Tokens that the model sees at most; 0 for no limit. */
  readonly contextLimit: number;
}

/** A part of the text of which all is alike. Parts are in order, without gaps. */
export interface ModelPiece extends Span {
  readonly isSpecial: boolean;
  readonly isTrained: boolean;
}

/** An example as a model sees it. */
export interface ModelView {
  readonly text: string;
  readonly pieces: readonly ModelPiece[];
  /** Names of what made it, for people; no template for text that none touches. */
  readonly template?: string;
  readonly tokenizer: string;
  readonly tokens: number;
  readonly trainedTokens: number;
  /** What counts as trained on here, and which trainers do so: a sentence for people. */
  readonly trainingRule: string;
  /** Tokens that the model sees at most; 0 for no limit. */
  readonly contextLimit: number;
  /** Tokens behind the limit, counted and not estimated. */
  readonly tokensOver: number;
  /** Where each token ends; undefined where that is not known. */
  readonly tokenEnds?: readonly number[];
  /** Where the context limit cuts the text, if it does; all behind is not seen. */
  readonly cutAt?: number;
  /** What the author should know about this view, in words. */
  readonly notes: readonly string[];
}

/** Facts of the trainers' documents: what each learns from unless it is told otherwise. */
const TRAINING_RULES: Readonly<Record<TrainingRule, string>> = {
  answers:
    'Trained on are the answers, as OpenAI, LLaMA-Factory and Axolotl do unless told otherwise, and TRL for prompt and completion. For chats TRL learns from the whole text unless assistant_only_loss is set.',
  preference:
    'Compared are the answers, chosen against rejected, as DPO trainers do (TRL, LLaMA-Factory, OpenAI); what comes before is the prompt.',
  unpaired: 'Judged is the answer, wanted or unwanted as its label says, as KTO trainers do; the prompt is masked.',
  text: 'Trained on is the whole text, as language modelling does.',
  segments: 'Trained on are the segments whose label is true, as Axolotl does (input_output).',
};

/**
 * The view of one line.
 * @throws PreviewError in words for the author: the line is no example, the template fails, ...
 */
export function modelViewOf(request: ModelViewRequest, tokenizer: Tokenizer): ModelView {
  const example = readExample(request.line, request.side);
  const template = example.kind === 'chat' ? templateOf(request.template) : undefined;
  const rendered =
    example.kind === 'chat' && template !== undefined
      ? renderChat(template, example)
      : joinPieces(example.kind === 'plain' ? example.pieces : []);
  const special = findSpecialTokens(rendered.text, template?.specialTokens ?? []);
  const { count, ends } = tokenizer.tokenize(rendered.text, special);
  const cutAt = cutOf(rendered.text, count, ends, request.contextLimit);
  return {
    text: rendered.text,
    pieces: piecesOf(rendered.text, special, rendered.trained),
    ...(template === undefined ? {} : { template: template.name }),
    tokenizer: tokenizer.name,
    tokens: count,
    trainedTokens: ends === undefined ? 0 : trainedTokens(ends, rendered.trained),
    trainingRule: TRAINING_RULES[example.rule],
    contextLimit: request.contextLimit,
    tokensOver: request.contextLimit > 0 ? Math.max(0, count - request.contextLimit) : 0,
    ...(ends === undefined ? {} : { tokenEnds: ends }),
    ...(cutAt === undefined ? {} : { cutAt }),
    notes: notesOf(example, template, rendered, ends, cutAt),
  };
}

function readExample(line: string, side: AnswerSide): TrainingText {
  const { root, errors } = parseLine(line);
  if (root?.kind !== 'object' || errors.length > 0) throw new PreviewError(NO_EXAMPLE);
  const text = trainingTextOf(toExampleView(root), side);
  const isEmpty = text.kind === 'chat' ? text.messages.length === 0 : text.pieces.length === 0;
  if (isEmpty) throw new PreviewError('This row has no text that a trainer would read.');
  return text;
}

function templateOf(choice: TemplateChoice): ChatTemplate {
  return choice.kind === 'builtIn' ? builtInTemplate(choice.id) : readTemplateFile(choice.file);
}

function joinPieces(pieces: readonly PlainPiece[]): RenderedChat {
  let text = '';
  const trained: Span[] = [];
  for (const piece of pieces) {
    if (piece.isTrained && piece.text !== '')
      trained.push({ start: text.length, end: text.length + piece.text.length });
    text += piece.text;
  }
  return { text, trained, method: 'marks' };
}

/** Cuts the text wherever special or trained parts begin or end. */
function piecesOf(text: string, special: readonly Span[], trained: readonly Span[]): readonly ModelPiece[] {
  const cuts = new Set([0, text.length]);
  for (const { start, end } of [...special, ...trained]) cuts.add(start).add(end);
  const sorted = [...cuts].sort((a, b) => a - b);
  const isSpecial = within(special);
  const isTrained = within(trained);
  return sorted.slice(1).map((end, i) => {
    const start = sorted[i] ?? 0;
    return { start, end, isSpecial: isSpecial(start), isTrained: isTrained(start) };
  });
}

/** Whether positions, asked for in order, lie in one of the spans, which are in order too. */
function within(spans: readonly Span[]): (at: number) => boolean {
  let i = 0;
  return (at) => {
    while (i < spans.length && (spans[i]?.end ?? 0) <= at) i++;
    return (spans[i]?.start ?? Infinity) <= at;
  };
}

/** Tokens that overlap a trained part, which is how transformers maps `{% generation %}` to tokens. */
function trainedTokens(ends: readonly number[], trained: readonly Span[]): number {
  let count = 0;
  let start = 0;
  let i = 0;
  for (const end of ends) {
    while (i < trained.length && (trained[i]?.end ?? 0) <= start) i++;
    const span = trained[i];
    if (span !== undefined && span.start < Math.max(end, start + 1)) count++;
    start = end;
  }
  return count;
}

function cutOf(text: string, count: number, ends: readonly number[] | undefined, limit: number): number | undefined {
  if (limit <= 0 || count <= limit || ends === undefined) return undefined;
  return ends[limit - 1] ?? text.length;
}

function notesOf(
  example: TrainingText,
  template: ChatTemplate | undefined,
  { trained, method }: RenderedChat,
  ends: readonly number[] | undefined,
  cutAt: number | undefined,
): readonly string[] {
  const notes: string[] = [];
  if (example.kind === 'plain') notes.push('This shape is trained on as it stands: no chat template is applied.');
  else if (template?.hasTools === false && usesTools(example))
    notes.push(`${template.name} has no place for tools: calls, results and declarations are left out.`);
  if (method === 'search')
    notes.push(
      'The template does not mark its answers, so they were looked up by their text; mark them with {% generation %}.',
    );
  if (trained.length === 0) notes.push('Nothing of this example is trained on.');
  else if (cutAt !== undefined && trained.every(({ start }) => start >= cutAt))
    notes.push('The context limit cuts off all that is trained on.');
  if (ends === undefined) notes.push('The tokenizer changes the text, so its tokens are counted but cannot be drawn.');
  return notes;
}

function usesTools({ messages, tools }: Extract<TrainingText, { readonly kind: 'chat' }>): boolean {
  return tools !== undefined || messages.some(({ role, tool_calls }) => role === 'tool' || tool_calls !== undefined);
}
