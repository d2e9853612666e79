import type { BuiltInTemplateId } from './builtInTemplateIds';
import type { ChatTemplate } from './chatTemplate';

/** A template that comes with the extension. */
export interface BuiltInTemplate extends ChatTemplate {
  readonly id: BuiltInTemplateId;
  /** The document of the model's makers that prints the format. */
  readonly source: string;
}

const CALLS_AS_TAGS =
  `{% for call in message.tool_calls or [] %}` +
  `{% if message.content or not loop.first %}{{ '\\n' }}{% endif %}` +
  `{{ '<tool_call>\\n{"name": ' + call.function.name | tojson + ', "arguments": ' + call.function.arguments | tojson + '}\\n</tool_call>' }}` +
  `{% endfor %}`;

const TOOLS_AS_TAGS =
  `{{ '# Tools\\n\\nYou may call one or more functions to assist with the user query.\\n\\n` +
  `You are provided with function signatures within <tools></tools> XML tags:\\n<tools>' }}` +
  `{% for tool in tools %}{{ '\\n' + tool | tojson }}{% endfor %}` +
  `{{ '\\n</tools>\\n\\nFor each function call, return a json object with function name and arguments within ` +
  `<tool_call></tool_call> XML tags:\\n<tool_call>\\n{"name": <function-name>, "arguments": <args-json-object>}\\n</tool_call>' }}`;

/** ChatML; the tools stand in the system message as Hermes and Qwen have them. `toolTurn` writes the result of a tool. */
function chatMl(toolTurn: string): string {
  return (
    `{% set first = messages[0] %}` +
    `{% if tools %}{{ '<|im_start|>system\\n' }}` +
    `{% if first.role == 'system' %}{{ first.content + '\\n\\n' }}{% endif %}` +
    `${TOOLS_AS_TAGS}{{ '<|im_end|>\\n' }}{% endif %}` +
    `{% for message in messages %}` +
    `{% if message.role == 'system' and tools and loop.first %}` +
    `{% elif message.role == 'assistant' %}{{ '<|im_start|>assistant\\n' }}` +
    `{% generation %}{{ message.content }}${CALLS_AS_TAGS}{{ '<|im_end|>' }}{% endgeneration %}{{ '\\n' }}` +
    `{% elif message.role == 'tool' %}${toolTurn}` +
    `{% else %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{% endif %}` +
    `{% endfor %}` +
    `{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}`
  );
}

/** Results of tools that follow each other share a user turn. */
const QWEN_TOOL_TURN =
  `{% if loop.first or messages[loop.index0 - 1].role != 'tool' %}{{ '<|im_start|>user' }}{% endif %}` +
  `{{ '\\n<tool_response>\\n' + message.content + '\\n</tool_response>' }}` +
  `{% if loop.last or messages[loop.index0 + 1].role != 'tool' %}{{ '<|im_end|>\\n' }}{% endif %}`;

const HERMES_TOOL_TURN = `{{ '<|im_start|>tool\\n<tool_response>\\n' + message.content + '\\n</tool_response><|im_end|>\\n' }}`;

/** A turn of Llama 3: a header, an empty line, the text. */
const LLAMA3_HEADER = `{{ '<|start_header_id|>' + role + '<|end_header_id|>\\n\\n' }}`;
const LLAMA3_PROMPT = `{% if add_generation_prompt %}{% set role = 'assistant' %}${LLAMA3_HEADER}{% endif %}`;

const LLAMA3 =
  `{{ bos_token }}{% for message in messages %}` +
  `{% set role = message.role %}{% if role != 'tool' %}${LLAMA3_HEADER}` +
  `{% if role == 'assistant' %}{% generation %}{{ message.content | trim + '<|eot_id|>' }}{% endgeneration %}` +
  `{% else %}{{ message.content | trim + '<|eot_id|>' }}{% endif %}{% endif %}` +
  `{% endfor %}${LLAMA3_PROMPT}`;

/** The system turn holds the dates that the model was released with; tools stand in the first user turn, results of tools in quotes. */
const LLAMA31 =
  `{{ bos_token }}{% if messages[0].role == 'system' %}{% set system = messages[0].content | trim %}` +
  `{% set rest = messages[1:] %}{% else %}{% set system = '' %}{% set rest = messages %}{% endif %}` +
  `{% set role = 'system' %}${LLAMA3_HEADER}{% if tools %}{{ 'Environment: ipython\\n' }}{% endif %}` +
  `{{ 'Cutting Knowledge Date: December 2023\\nToday Date: 26 Jul 2024\\n\\n' + system + '<|eot_id|>' }}` +
  `{% for message in rest %}` +
  `{% set role = 'ipython' if message.role == 'tool' else message.role %}${LLAMA3_HEADER}` +
  `{% if role == 'assistant' %}{% generation %}{% if message.tool_calls %}` +
  `{% set call = message.tool_calls[0].function %}` +
  `{{ '{"name": "' + call.name + '", "parameters": ' + call.arguments | tojson + '}' }}` +
  `{% else %}{{ message.content | trim }}{% endif %}{{ '<|eot_id|>' }}{% endgeneration %}` +
  `{% else %}{% if tools and loop.first %}` +
  `{{ 'Given the following functions, please respond with a JSON for a function call with its proper arguments that best answers ` +
  `the given prompt.\\n\\nRespond in the format {"name": function name, "parameters": dictionary of argument name and its value}.` +
  `Do not use variables.\\n\\n' }}{% for tool in tools %}{{ tool | tojson(indent=4) + '\\n\\n' }}{% endfor %}{% endif %}` +
  `{{ (message.content | tojson if message.role == 'tool' else message.content | trim) + '<|eot_id|>' }}{% endif %}` +
  `{% endfor %}${LLAMA3_PROMPT}`;

/** Takes the first system message apart from the rest. */
const SPLIT_SYSTEM =
  `{% if messages[0].role == 'system' %}{% set system = messages[0].content %}{% set rest = messages[1:] %}` +
  `{% else %}{% set system = '' %}{% set rest = messages %}{% endif %}`;

const LLAMA2 =
  `${SPLIT_SYSTEM}{% for message in rest %}` +
  `{% if message.role == 'user' %}{{ bos_token + '[INST] ' }}` +
  `{% if loop.first and system %}{{ '<<SYS>>\\n' + system + '\\n<</SYS>>\\n\\n' }}{% endif %}` +
  `{{ message.content | trim + ' [/INST]' }}` +
  `{% elif message.role == 'assistant' %}{{ ' ' }}{% generation %}{{ message.content | trim + ' ' + eos_token }}{% endgeneration %}` +
  `{% endif %}{% endfor %}`;

/** Tokenizer version 3: system and tools stand at the last user turn. */
const MISTRAL =
  `${SPLIT_SYSTEM}{% set ns = namespace(last=-1) %}` +
  `{% for message in rest %}{% if message.role == 'user' %}{% set ns.last = loop.index0 %}{% endif %}{% endfor %}` +
  `{{ bos_token }}{% for message in rest %}` +
  `{% if message.role == 'user' %}` +
  `{% if tools and loop.index0 == ns.last %}{{ '[AVAILABLE_TOOLS] ' + tools | tojson + '[/AVAILABLE_TOOLS]' }}{% endif %}` +
  `{{ '[INST] ' }}{% if system and loop.index0 == ns.last %}{{ system + '\\n\\n' }}{% endif %}{{ message.content + '[/INST]' }}` +
  `{% elif message.role == 'tool' %}` +
  `{{ '[TOOL_RESULTS] {"content": ' + message.content | tojson + ', "call_id": ' + message.tool_call_id | default('') | tojson + '}[/TOOL_RESULTS]' }}` +
  `{% elif message.tool_calls %}{% generation %}{{ '[TOOL_CALLS] [' }}{% for call in message.tool_calls %}` +
  `{{ '{"name": ' + call.function.name | tojson + ', "arguments": ' + call.function.arguments | tojson }}` +
  `{% if call.id %}{{ ', "id": ' + call.id | tojson }}{% endif %}{{ '}' }}{% if not loop.last %}{{ ', ' }}{% endif %}` +
  `{% endfor %}{{ ']' + eos_token }}{% endgeneration %}` +
  `{% elif message.role == 'assistant' %}{{ ' ' }}{% generation %}{{ message.content | trim + eos_token }}{% endgeneration %}` +
  `{% endif %}{% endfor %}`;

const GEMMA =
  `${SPLIT_SYSTEM}{{ bos_token }}{% for message in rest %}` +
  `{% if message.role == 'assistant' %}{{ '<start_of_turn>model\\n' }}` +
  `{% generation %}{{ message.content | trim + '<end_of_turn>' }}{% endgeneration %}{{ '\\n' }}` +
  `{% elif message.role != 'tool' %}{{ '<start_of_turn>user\\n' }}{% if loop.first and system %}{{ system + '\\n\\n' }}{% endif %}` +
  `{{ message.content | trim + '<end_of_turn>\\n' }}{% endif %}` +
  `{% endfor %}{% if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{% endif %}`;

/** Roles in tags of their own, a turn's text, the end of the turn; `last` stands behind a chat that is over. */
function tagged(end: string, last = ''): string {
  return (
    `{% for message in messages %}{% if message.role != 'tool' %}{{ '<|' + message.role + '|>\\n' }}` +
    `{% if message.role == 'assistant' %}{% generation %}{{ message.content + ${end} }}{% endgeneration %}` +
    `{% else %}{{ message.content + ${end} }}{% endif %}{{ '\\n' }}{% endif %}{% endfor %}` +
    `{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% else %}${last}{% endif %}`
  );
}

const ALPACA =
  `${SPLIT_SYSTEM}{{ bos_token }}{% for message in rest %}` +
  `{% if message.role == 'user' %}` +
  `{% if not loop.first %}{{ '\\n\\n' }}{% elif system %}{{ system + '\\n\\n' }}` +
  `{% elif message.input %}{{ 'Below is an instruction that describes a task, paired with an input that provides further context. ` +
  `Write a response that appropriately completes the request.\\n\\n' }}` +
  `{% else %}{{ 'Below is an instruction that describes a task. Write a response that appropriately completes the request.\\n\\n' }}{% endif %}` +
  `{% if message.input %}{{ '### Instruction:\\n' + message.instruction + '\\n\\n### Input:\\n' + message.input }}` +
  `{% else %}{{ '### Instruction:\\n' + message.content }}{% endif %}{{ '\\n\\n### Response:' }}` +
  `{% elif message.role == 'assistant' %}{% generation %}{{ message.content + eos_token }}{% endgeneration %}` +
  `{% endif %}{% endfor %}`;

/** FastChat puts a space where its document breaks the line. */
const VICUNA =
  `${SPLIT_SYSTEM}{{ bos_token }}` +
  `{{ system or "A chat between a curious user and an artificial intelligence assistant. ` +
  `The assistant gives helpful, detailed, and polite answers to the user's questions." }}` +
  `{% for message in rest %}` +
  `{% if message.role == 'user' %}{% if loop.first %}{{ ' ' }}{% endif %}{{ 'USER: ' + message.content + ' ASSISTANT:' }}` +
  `{% elif message.role == 'assistant' %}{{ ' ' }}{% generation %}{{ message.content + eos_token }}{% endgeneration %}` +
  `{% endif %}{% endfor %}`;

const CHATML_TOKENS = ['<|im_start|>', '<|im_end|>', '<|endoftext|>'];
const LLAMA3_TOKENS = ['<|begin_of_text|>', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>', '<|eom_id|>'];
const LLAMA3_ENDS = { bosToken: '<|begin_of_text|>', eosToken: '<|eot_id|>', specialTokens: LLAMA3_TOKENS };
const SENTENCE_ENDS = { bosToken: '<s>', eosToken: '</s>' };

const TEMPLATES: Readonly<Record<BuiltInTemplateId, Omit<BuiltInTemplate, 'id'>>> = {
  chatml: {
    name: 'ChatML',
    template: chatMl(HERMES_TOOL_TURN),
    bosToken: '',
    eosToken: '<|im_end|>',
    specialTokens: CHATML_TOKENS,
    hasTools: true,
    source: 'https://github.com/openai/openai-python/blob/v0.28.1/chatml.md',
  },
  llama3: {
    name: 'Llama 3',
    template: LLAMA3,
    ...LLAMA3_ENDS,
    hasTools: false,
    source: 'https://www.llama.com/docs/model-cards-and-prompt-formats/meta-llama-3/',
  },
  'llama3.1': {
    name: 'Llama 3.1',
    template: LLAMA31,
    ...LLAMA3_ENDS,
    hasTools: true,
    source: 'https://huggingface.co/meta-llama/Llama-3.1-8B-Instruct',
  },
  llama2: {
    name: 'Llama 2',
    template: LLAMA2,
    ...SENTENCE_ENDS,
    specialTokens: ['<s>', '</s>'],
    hasTools: false,
    source: 'https://huggingface.co/blog/llama2#how-to-prompt-llama-2',
  },
  mistral: {
    name: 'Mistral',
    template: MISTRAL,
    ...SENTENCE_ENDS,
    specialTokens: [
      ...['<s>', '</s>', '[INST]', '[/INST]', '[AVAILABLE_TOOLS]', '[/AVAILABLE_TOOLS]'],
      ...['[TOOL_CALLS]', '[TOOL_RESULTS]', '[/TOOL_RESULTS]'],
    ],
    hasTools: true,
    source: 'https://github.com/mistralai/mistral-common/blob/main/tests/test_tokenize_v3.py',
  },
  gemma: {
    name: 'Gemma',
    template: GEMMA,
    bosToken: '<bos>',
    eosToken: '<end_of_turn>',
    specialTokens: ['<bos>', '<eos>', '<start_of_turn>', '<end_of_turn>'],
    hasTools: false,
    source: 'https://ai.google.dev/gemma/docs/core/prompt-structure',
  },
  phi: {
    name: 'Phi-3',
    template: tagged(`'<|end|>'`, '{{ eos_token }}'),
    bosToken: '',
    eosToken: '<|endoftext|>',
    specialTokens: ['<|system|>', '<|user|>', '<|assistant|>', '<|end|>', '<|endoftext|>'],
    hasTools: false,
    source: 'https://huggingface.co/microsoft/Phi-3-mini-4k-instruct',
  },
  qwen: {
    name: 'Qwen',
    template: chatMl(QWEN_TOOL_TURN),
    bosToken: '',
    eosToken: '<|im_end|>',
    specialTokens: CHATML_TOKENS,
    hasTools: true,
    source: 'https://qwen.readthedocs.io/en/latest/getting_started/concepts.html',
  },
  zephyr: {
    name: 'Zephyr',
    template: tagged('eos_token'),
    ...SENTENCE_ENDS,
    // The role tags are ordinary text to Zephyr's tokenizer.
    specialTokens: ['<s>', '</s>'],
    hasTools: false,
    source: 'https://huggingface.co/HuggingFaceH4/zephyr-7b-beta',
  },
  alpaca: {
    name: 'Alpaca',
    template: ALPACA,
    ...SENTENCE_ENDS,
    specialTokens: ['<s>', '</s>'],
    hasTools: false,
    source: 'https://github.com/tatsu-lab/stanford_alpaca/blob/main/train.py',
  },
  vicuna: {
    name: 'Vicuna',
    template: VICUNA,
    ...SENTENCE_ENDS,
    specialTokens: ['<s>', '</s>'],
    hasTools: false,
    source: 'https://github.com/lm-sys/FastChat/blob/main/docs/vicuna_weights_version.md',
  },
};

export function builtInTemplate(id: BuiltInTemplateId): BuiltInTemplate {
  return { id, ...TEMPLATES[id] };
}
