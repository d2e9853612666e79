import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BUILT_IN_TEMPLATE_IDS, type BuiltInTemplateId } from '../../../../src/core/preview/builtInTemplateIds';
import { builtInTemplate } from '../../../../src/core/preview/builtInTemplates';
import { type ChatTemplate, PreviewError, readTemplateFile } from '../../../../src/core/preview/chatTemplate';
import type { ChatMessage } from '../../../../src/core/preview/conversation';
import { type Chat, renderChat } from '../../../../src/core/preview/renderChat';

const system = (content: string): ChatMessage => ({ role: 'system', content, isTrained: false });
const user = (content: string): ChatMessage => ({ role: 'user', content, isTrained: false });
const assistant = (content: string): ChatMessage => ({ role: 'assistant', content, isTrained: true });
const tool = (content: string): ChatMessage => ({ role: 'tool', content, isTrained: false });

function rendered(id: BuiltInTemplateId, messages: readonly ChatMessage[], tools?: Chat['tools']): string {
  return renderChat(builtInTemplate(id), { messages, ...(tools && { tools }) }).text;
}

function trainedParts(template: ChatTemplate, messages: readonly ChatMessage[]): readonly string[] {
  const { text, trained } = renderChat(template, { messages });
  return trained.map(({ start, end }) => text.slice(start, end));
}

describe('built-in templates print what the documents of the models print', () => {
  test('ChatML: openai-python v0.28.1, chatml.md', () => {
    const messages = [
      system(
        'You are ChatGPT, a large language model trained by OpenAI. Answer as concisely as possible.\nKnowledge cutoff: 2021-09-01\nCurrent date: 2023-03-01',
      ),
      user('How are you'),
      assistant('I am doing well!'),
      user('How are you now?'),
    ];
    assert.equal(
      rendered('chatml', messages),
      `<|im_start|>system
You are ChatGPT, a large language model trained by OpenAI. Answer as concisely as possible.
Knowledge cutoff: 2021-09-01
Current date: 2023-03-01<|im_end|>
<|im_start|>user
How are you<|im_end|>
<|im_start|>assistant
I am doing well!<|im_end|>
<|im_start|>user
How are you now?<|im_end|>
<|im_start|>assistant
`,
    );
  });

  test('Llama 3: llama.com, Model Cards & Prompt formats, Meta Llama 3', () => {
    assert.equal(
      rendered('llama3', [user("What is France's capital?")]),
      "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nWhat is France's capital?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
    );
    const messages = [
      system('You are a helpful AI assistant for travel tips and recommendations'),
      user("What is France's capital?"),
      assistant('Bonjour! The capital of France is Paris!'),
      user('What can I do there?'),
    ];
    assert.equal(
      rendered('llama3', messages),
      `<|begin_of_text|><|start_header_id|>system<|end_header_id|>

You are a helpful AI assistant for travel tips and recommendations<|eot_id|><|start_header_id|>user<|end_header_id|>

What is France's capital?<|eot_id|><|start_header_id|>assistant<|end_header_id|>

Bonjour! The capital of France is Paris!<|eot_id|><|start_header_id|>user<|end_header_id|>

What can I do there?<|eot_id|><|start_header_id|>assistant<|end_header_id|>

`,
    );
  });

  test("Llama 3.1 with a tool: the model's template, as huggingface.js prints it (packages/jinja/test/e2e.test.js)", () => {
    const tools = [
      {
        type: 'function',
        function: {
          name: 'get_current_temperature',
          description: 'Get the current temperature at a location.',
          parameters: {
            type: 'object',
            properties: {
              location: {
                type: 'string',
                description: 'The location to get the temperature for, in the format "City, Country"',
              },
            },
            required: ['location'],
          },
          return: {
            type: 'number',
            description: 'The current temperature at the specified location in the specified units, as a float.',
          },
        },
      },
    ];
    assert.equal(
      rendered(
        'llama3.1',
        [
          system('You are a bot that responds to weather queries.'),
          user("Hey, what's the temperature in Paris right now?"),
        ],
        tools,
      ),
      `<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nEnvironment: ipython\nCutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\nYou are a bot that responds to weather queries.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nGiven the following functions, please respond with a JSON for a function call with its proper arguments that best answers the given prompt.\n\nRespond in the format {"name": function name, "parameters": dictionary of argument name and its value}.Do not use variables.\n\n{\n    "type": "function",\n    "function": {\n        "name": "get_current_temperature",\n        "description": "Get the current temperature at a location.",\n        "parameters": {\n            "type": "object",\n            "properties": {\n                "location": {\n                    "type": "string",\n                    "description": "The location to get the temperature for, in the format \\"City, Country\\""\n                }\n            },\n            "required": [\n                "location"\n            ]\n        },\n        "return": {\n            "type": "number",\n            "description": "The current temperature at the specified location in the specified units, as a float."\n        }\n    }\n}\n\nHey, what's the temperature in Paris right now?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n`,
    );
  });

  test('Llama 2: Hugging Face, "Llama 2 is here", How to prompt Llama 2', () => {
    // The reference prints the format with placeholders, as do the texts here.
    assert.equal(
      rendered('llama2', [
        system('{{ system_prompt }}'),
        user('{{ user_msg_1 }}'),
        assistant('{{ model_answer_1 }}'),
        user('{{ user_msg_2 }}'),
      ]),
      '<s>[INST] <<SYS>>\n{{ system_prompt }}\n<</SYS>>\n\n{{ user_msg_1 }} [/INST] {{ model_answer_1 }} </s><s>[INST] {{ user_msg_2 }} [/INST]',
    );
  });

  test('Llama 2, the first turn: the same document', () => {
    assert.equal(
      rendered('llama2', [system('{{ system_prompt }}'), user('{{ user_message }}')]),
      '<s>[INST] <<SYS>>\n{{ system_prompt }}\n<</SYS>>\n\n{{ user_message }} [/INST]',
    );
  });

  test('Mistral: mistral-common, tests/test_tokenize_v2.py and v3 (the sign for a space is a space here)', () => {
    assert.equal(
      rendered('mistral', [user('a'), assistant('b'), user('c'), assistant('d')]),
      '<s>[INST] a[/INST] b</s>[INST] c[/INST] d</s>',
    );
    const tools = [{ type: 'function', function: { name: 'tool1', description: '1', parameters: {} } }];
    assert.equal(
      rendered('mistral', [system('SYSTEM'), user('a'), assistant('b'), user('c'), assistant('d')], tools),
      '<s>[INST] a[/INST] b</s>[AVAILABLE_TOOLS] [{"type": "function", "function": {"name": "tool1", "description": "1", "parameters": {}}}][/AVAILABLE_TOOLS][INST] SYSTEM\n\nc[/INST] d</s>',
    );
    const call: ChatMessage = {
      ...assistant(''),
      tool_calls: [{ id: '0', type: 'function', function: { name: 'b', arguments: {} } }],
    };
    assert.equal(
      rendered('mistral', [user('a'), call, { ...tool('d'), tool_call_id: '0' }]),
      '<s>[INST] a[/INST][TOOL_CALLS] [{"name": "b", "arguments": {}, "id": "0"}]</s>[TOOL_RESULTS] {"content": "d", "call_id": "0"}[/TOOL_RESULTS]',
    );
  });

  test('Gemma: ai.google.dev, Gemma formatting and system instructions', () => {
    // The document leaves out the tokenizer's <bos>.
    assert.equal(
      rendered('gemma', [user('knock knock'), assistant('who is there'), user('Gemma'), assistant('Gemma who?')]),
      '<bos><start_of_turn>user\nknock knock<end_of_turn>\n<start_of_turn>model\nwho is there<end_of_turn>\n<start_of_turn>user\nGemma<end_of_turn>\n<start_of_turn>model\nGemma who?<end_of_turn>\n',
    );
    assert.equal(
      rendered('gemma', [user("What is Cramer's Rule?")]),
      "<bos><start_of_turn>user\nWhat is Cramer's Rule?<end_of_turn>\n<start_of_turn>model\n",
    );
    assert.equal(
      rendered('gemma', [
        system('Only reply like a pirate.'),
        user('What is the answer to life the universe and everything?'),
      ]),
      '<bos><start_of_turn>user\nOnly reply like a pirate.\n\nWhat is the answer to life the universe and everything?<end_of_turn>\n<start_of_turn>model\n',
    );
  });

  test('Phi-3: the card of microsoft/Phi-3-mini-4k-instruct, Chat Format', () => {
    assert.equal(
      rendered('phi', [user('How to explain Internet for a medieval knight?')]),
      '<|user|>\nHow to explain Internet for a medieval knight?<|end|>\n<|assistant|>\n',
    );
    assert.equal(
      rendered('phi', [
        system('You are a helpful travel assistant.'),
        user('I am going to Paris, what should I see?'),
        assistant('Paris, the capital of France, is known for its stunning architecture.'),
        user('What is so great about #1?'),
      ]),
      '<|system|>\nYou are a helpful travel assistant.<|end|>\n<|user|>\nI am going to Paris, what should I see?<|end|>\n<|assistant|>\nParis, the capital of France, is known for its stunning architecture.<|end|>\n<|user|>\nWhat is so great about #1?<|end|>\n<|assistant|>\n',
    );
  });

  test("Phi-3: the template of its tokenizer_config.json, as Microsoft's phyagi-sdk has it (datasets/rl, PHI_CHAT_TEMPLATE)", () => {
    // A chat that is over ends with the tokenizer's end of text; phyagi-sdk marks the answer with <|end|> as generated, and no more.
    assert.equal(
      rendered('phi', [system('a'), user('b'), assistant('c')]),
      '<|system|>\na<|end|>\n<|user|>\nb<|end|>\n<|assistant|>\nc<|end|>\n<|endoftext|>',
    );
    assert.deepEqual(trainedParts(builtInTemplate('phi'), [user('b'), assistant('c')]), ['c<|end|>']);
  });

  test("Qwen: Qwen's documentation, Key Concepts, Control Tokens & Chat Template", () => {
    assert.equal(
      rendered('qwen', [
        system('You are a cat.'),
        user('hello'),
        assistant('*Meow~* Hello there!'),
        user("Explain large language models like I'm 5."),
      ]),
      "<|im_start|>system\nYou are a cat.<|im_end|>\n<|im_start|>user\nhello<|im_end|>\n<|im_start|>assistant\n*Meow~* Hello there!<|im_end|>\n<|im_start|>user\nExplain large language models like I'm 5.<|im_end|>\n<|im_start|>assistant\n",
    );
  });

  test("Qwen with tools: Qwen's documentation, Function Calling, as huggingface.js prints it (packages/jinja/test/e2e.test.js)", () => {
    const parameters = {
      type: 'object',
      properties: {
        location: {
          type: 'string',
          description: 'The location to get the temperature for, in the format "City, State, Country".',
        },
        unit: {
          type: 'string',
          enum: ['celsius', 'fahrenheit'],
          description: 'The unit to return the temperature in. Defaults to "celsius".',
        },
      },
      required: ['location'],
    };
    const tools = [
      {
        type: 'function',
        function: {
          name: 'get_current_temperature',
          description: 'Get current temperature at a location.',
          parameters,
        },
      },
    ];
    const call = (name: string, args: Readonly<Record<string, string>>) =>
      ({ type: 'function', function: { name, arguments: args } }) as const;
    const messages = [
      system('You are Qwen, created by Alibaba Cloud. You are a helpful assistant.\n\nCurrent Date: 2024-09-30'),
      user("What's the temperature in San Francisco now? How about tomorrow?"),
      {
        ...assistant(''),
        tool_calls: [
          call('get_current_temperature', { location: 'San Francisco, CA, USA' }),
          call('get_temperature_date', { location: 'San Francisco, CA, USA', date: '2024-10-01' }),
        ],
      },
      tool('{"temperature": 26.1, "location": "San Francisco, CA, USA", "unit": "celsius"}'),
      tool('{"temperature": 25.9, "location": "San Francisco, CA, USA", "date": "2024-10-01", "unit": "celsius"}'),
    ];
    const text = rendered('qwen', messages, tools);
    assert.equal(
      text,
      `<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.\n\nCurrent Date: 2024-09-30\n\n# Tools\n\nYou may call one or more functions to assist with the user query.\n\nYou are provided with function signatures within <tools></tools> XML tags:\n<tools>\n{"type": "function", "function": {"name": "get_current_temperature", "description": "Get current temperature at a location.", "parameters": {"type": "object", "properties": {"location": {"type": "string", "description": "The location to get the temperature for, in the format \\"City, State, Country\\"."}, "unit": {"type": "string", "enum": ["celsius", "fahrenheit"], "description": "The unit to return the temperature in. Defaults to \\"celsius\\"."}}, "required": ["location"]}}}\n</tools>\n\nFor each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:\n<tool_call>\n{"name": <function-name>, "arguments": <args-json-object>}\n</tool_call><|im_end|>\n<|im_start|>user\nWhat's the temperature in San Francisco now? How about tomorrow?<|im_end|>\n<|im_start|>assistant\n<tool_call>\n{"name": "get_current_temperature", "arguments": {"location": "San Francisco, CA, USA"}}\n</tool_call>\n<tool_call>\n{"name": "get_temperature_date", "arguments": {"location": "San Francisco, CA, USA", "date": "2024-10-01"}}\n</tool_call><|im_end|>\n<|im_start|>user\n<tool_response>\n{"temperature": 26.1, "location": "San Francisco, CA, USA", "unit": "celsius"}\n</tool_response>\n<tool_response>\n{"temperature": 25.9, "location": "San Francisco, CA, USA", "date": "2024-10-01", "unit": "celsius"}\n</tool_response><|im_end|>\n<|im_start|>assistant\n`,
    );
  });

  test('Zephyr: the card of HuggingFaceH4/zephyr-7b-beta', () => {
    assert.equal(
      rendered('zephyr', [
        system('You are a friendly chatbot who always responds in the style of a pirate'),
        user('How many helicopters can a human eat in one sitting?'),
      ]),
      '<|system|>\nYou are a friendly chatbot who always responds in the style of a pirate</s>\n<|user|>\nHow many helicopters can a human eat in one sitting?</s>\n<|assistant|>\n',
    );
    assert.equal(
      rendered('zephyr', [user('Hello, how are you?'), assistant("I'm doing great. How can I help you today?")]),
      "<|user|>\nHello, how are you?</s>\n<|assistant|>\nI'm doing great. How can I help you today?</s>\n",
    );
  });

  test('Alpaca: stanford_alpaca, train.py, PROMPT_DICT', () => {
    // The tokenizer puts <s> in front.
    assert.equal(
      rendered('alpaca', [{ ...user('{instruction}'), instruction: '{instruction}' }, assistant('{output}')]),
      '<s>Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction:\n{instruction}\n\n### Response:{output}</s>',
    );
    assert.equal(
      rendered('alpaca', [
        { ...user('{instruction}\n{input}'), instruction: '{instruction}', input: '{input}' },
        assistant('{output}'),
      ]),
      '<s>Below is an instruction that describes a task, paired with an input that provides further context. Write a response that appropriately completes the request.\n\n### Instruction:\n{instruction}\n\n### Input:\n{input}\n\n### Response:{output}</s>',
    );
  });

  test('Vicuna: FastChat, docs/vicuna_weights_version.md, example prompt v1.1', () => {
    // The document breaks lines to be read; FastChat's separator is a space, and the tokenizer puts <s> in front.
    const printed = `A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the user's questions.

USER: Hello!
ASSISTANT: Hello!</s>
USER: How are you?
ASSISTANT: I am good.</s>`;
    const joined = printed.replace('\n\n', ' ').replace('</s>\n', '</s>').replaceAll('\n', ' ');
    assert.equal(
      rendered('vicuna', [user('Hello!'), assistant('Hello!'), user('How are you?'), assistant('I am good.')]),
      `<s>${joined}`,
    );
  });
});

/** The chat that llama.cpp prints for the templates of many models (tests/test-chat-template.cpp); a white space around the answer shows who trims. */
const CHAT = [
  system('You are a helpful assistant'),
  user('Hello'),
  assistant('Hi there'),
  user('Who are you'),
  assistant('   I am an assistant   '),
  user('Another question'),
];
const EXCHANGE = [user('Hello'), assistant('Hi there')];

interface Printed {
  readonly chat: string;
  /** An exchange that is over. */
  readonly exchange: string;
}

const CHATML: Printed = {
  chat: '<|im_start|>system\nYou are a helpful assistant<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\nHi there<|im_end|>\n<|im_start|>user\nWho are you<|im_end|>\n<|im_start|>assistant\n   I am an assistant   <|im_end|>\n<|im_start|>user\nAnother question<|im_end|>\n<|im_start|>assistant\n',
  exchange: '<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\nHi there<|im_end|>\n',
};

/**
 * Every built-in template with a system and two-turn chat and a single exchange. The chats of ChatML, Llama 2, Llama 3, Mistral, Gemma,
 * Phi-3 and Qwen are what llama.cpp prints with the models' own templates, behind the <s> or <bos> that it leaves to the tokenizer.
 * "By hand" is what no document prints: it follows the format by the source that the template names.
 */
const PRINTED: Readonly<Record<BuiltInTemplateId, Printed>> = {
  chatml: CHATML,
  // By hand: a system turn with the dates of the release, also where no system message is there (the model's own template).
  'llama3.1': {
    chat: '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\nYou are a helpful assistant<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHello<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHi there<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nWho are you<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nI am an assistant<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nAnother question<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
    exchange:
      '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHello<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHi there<|eot_id|>',
  },
  llama3: {
    chat: '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nYou are a helpful assistant<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHello<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHi there<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nWho are you<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nI am an assistant<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nAnother question<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
    exchange:
      '<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHello<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHi there<|eot_id|>',
  },
  // Printed for vigogne-2-70b-chat, which has Meta's format without the <s> of each exchange.
  llama2: {
    chat: '<s>[INST] <<SYS>>\nYou are a helpful assistant\n<</SYS>>\n\nHello [/INST] Hi there </s><s>[INST] Who are you [/INST] I am an assistant </s><s>[INST] Another question [/INST]',
    exchange: '<s>[INST] Hello [/INST] Hi there </s>',
  },
  // Printed for Mistral-Large-Instruct-2407: the system message stands at the last user turn.
  mistral: {
    chat: '<s>[INST] Hello[/INST] Hi there</s>[INST] Who are you[/INST] I am an assistant</s>[INST] You are a helpful assistant\n\nAnother question[/INST]',
    exchange: '<s>[INST] Hello[/INST] Hi there</s>',
  },
  gemma: {
    chat: '<bos><start_of_turn>user\nYou are a helpful assistant\n\nHello<end_of_turn>\n<start_of_turn>model\nHi there<end_of_turn>\n<start_of_turn>user\nWho are you<end_of_turn>\n<start_of_turn>model\nI am an assistant<end_of_turn>\n<start_of_turn>user\nAnother question<end_of_turn>\n<start_of_turn>model\n',
    exchange: '<bos><start_of_turn>user\nHello<end_of_turn>\n<start_of_turn>model\nHi there<end_of_turn>\n',
  },
  phi: {
    chat: '<|system|>\nYou are a helpful assistant<|end|>\n<|user|>\nHello<|end|>\n<|assistant|>\nHi there<|end|>\n<|user|>\nWho are you<|end|>\n<|assistant|>\n   I am an assistant   <|end|>\n<|user|>\nAnother question<|end|>\n<|assistant|>\n',
    exchange: '<|user|>\nHello<|end|>\n<|assistant|>\nHi there<|end|>\n<|endoftext|>',
  },
  // The exchange by hand: Qwen2.5's own template puts a system message of its own where there is none, Qwen3's does not.
  qwen: CHATML,
  // By hand, in the format that the card prints for a system message and one question.
  zephyr: {
    chat: '<|system|>\nYou are a helpful assistant</s>\n<|user|>\nHello</s>\n<|assistant|>\nHi there</s>\n<|user|>\nWho are you</s>\n<|assistant|>\n   I am an assistant   </s>\n<|user|>\nAnother question</s>\n<|assistant|>\n',
    exchange: '<|user|>\nHello</s>\n<|assistant|>\nHi there</s>\n',
  },
  // The chat by hand: Alpaca knows one exchange only, and a system message in the place of its preamble is ours.
  alpaca: {
    chat: '<s>You are a helpful assistant\n\n### Instruction:\nHello\n\n### Response:Hi there</s>\n\n### Instruction:\nWho are you\n\n### Response:   I am an assistant   </s>\n\n### Instruction:\nAnother question\n\n### Response:',
    exchange:
      '<s>Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction:\nHello\n\n### Response:Hi there</s>',
  },
  // By hand, as FastChat's style ADD_COLON_TWO joins them (fastchat/conversation.py).
  vicuna: {
    chat: '<s>You are a helpful assistant USER: Hello ASSISTANT: Hi there</s>USER: Who are you ASSISTANT:    I am an assistant   </s>USER: Another question ASSISTANT:',
    exchange:
      "<s>A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the user's questions. USER: Hello ASSISTANT: Hi there</s>",
  },
};

/** A question that a tool answers, of the templates that know tools: from the call on. All by hand, from the models' own templates. */
const CALLED: Readonly<Partial<Record<BuiltInTemplateId, string>>> = {
  // As Nous Research's Hermes 2 Pro has tools in ChatML; OpenAI's document knows none.
  chatml:
    '<tool_call>\n{"name": "sum", "arguments": {"of": [1, 2]}}\n</tool_call><|im_end|>\n<|im_start|>tool\n<tool_response>\n3\n</tool_response><|im_end|>\n<|im_start|>assistant\nIt is 3.<|im_end|>\n',
  'llama3.1':
    '{"name": "sum", "parameters": {"of": [1, 2]}}<|eot_id|><|start_header_id|>ipython<|end_header_id|>\n\n"3"<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nIt is 3.<|eot_id|>',
  mistral:
    '[TOOL_CALLS] [{"name": "sum", "arguments": {"of": [1, 2]}, "id": "abcdefghi"}]</s>[TOOL_RESULTS] {"content": "3", "call_id": "abcdefghi"}[/TOOL_RESULTS] It is 3.</s>',
  qwen: '<tool_call>\n{"name": "sum", "arguments": {"of": [1, 2]}}\n</tool_call><|im_end|>\n<|im_start|>user\n<tool_response>\n3\n</tool_response><|im_end|>\n<|im_start|>assistant\nIt is 3.<|im_end|>\n',
};

describe('every built-in template', () => {
  for (const id of BUILT_IN_TEMPLATE_IDS) {
    test(`${id} writes a system message and a chat of several turns`, () =>
      assert.equal(rendered(id, CHAT), PRINTED[id].chat));
    test(`${id} writes a single exchange`, () => assert.equal(rendered(id, EXCHANGE), PRINTED[id].exchange));
    if (builtInTemplate(id).hasTools)
      test(`${id} writes a tool call, its result and the answer`, () => {
        const call: ChatMessage = {
          ...assistant(''),
          tool_calls: [{ id: 'abcdefghi', type: 'function', function: { name: 'sum', arguments: { of: [1, 2] } } }],
        };
        const messages = [
          user('What is 1 + 2?'),
          call,
          { ...tool('3'), tool_call_id: 'abcdefghi' },
          assistant('It is 3.'),
        ];
        const text = rendered(id, messages);
        assert.equal(
          text.slice(text.indexOf('1 + 2?')).replace(/^.*?(?=<tool_call>|\{"name|\[TOOL_CALLS)/s, ''),
          CALLED[id],
        );
      });
  }
});

describe('what is trained on', () => {
  const chat = [system('S'), user('one'), assistant('two'), user('three'), assistant('four')];
  /** By hand: the answers with the tokens that end them, and nothing else. */
  const expected: Readonly<Record<BuiltInTemplateId, readonly string[]>> = {
    chatml: ['two<|im_end|>', 'four<|im_end|>'],
    llama3: ['two<|eot_id|>', 'four<|eot_id|>'],
    'llama3.1': ['two<|eot_id|>', 'four<|eot_id|>'],
    llama2: ['two </s>', 'four </s>'],
    mistral: ['two</s>', 'four</s>'],
    gemma: ['two<end_of_turn>', 'four<end_of_turn>'],
    phi: ['two<|end|>', 'four<|end|>'],
    qwen: ['two<|im_end|>', 'four<|im_end|>'],
    zephyr: ['two</s>', 'four</s>'],
    alpaca: ['two</s>', 'four</s>'],
    vicuna: ['two</s>', 'four</s>'],
  };
  for (const id of BUILT_IN_TEMPLATE_IDS)
    test(`with ${id}`, () => assert.deepEqual(trainedParts(builtInTemplate(id), chat), expected[id]));

  for (const id of BUILT_IN_TEMPLATE_IDS)
    test(`is found in ${id} also without its marks`, () => {
      const template = builtInTemplate(id);
      const unmarked = template.template.replaceAll(/\{% (end)?generation %\}/g, '');
      // The space before an answer of Llama 2, Mistral and Vicuna belongs to the prompt or to the answer: templates do not say.
      assert.deepEqual(
        trainedParts({ ...template, template: unmarked }, chat).map((part) => part.trimStart()),
        // Without marks, what Phi-3 writes behind the last answer looks like a part of it.
        id === 'phi' ? ['two<|end|>', 'four<|end|>\n<|endoftext|>'] : expected[id],
      );
    });

  test('an answer with a weight of 0 is masked', () => {
    const messages = [user('one'), { ...assistant('two'), isTrained: false }, user('three'), assistant('four')];
    assert.deepEqual(trainedParts(builtInTemplate('chatml'), messages), ['four<|im_end|>']);
  });

  test('a tool call is trained on, its result is not', () => {
    const call: ChatMessage = {
      ...assistant(''),
      tool_calls: [{ type: 'function', function: { name: 'f', arguments: { x: 1 } } }],
    };
    assert.deepEqual(trainedParts(builtInTemplate('qwen'), [user('one'), call, tool('2'), assistant('three')]), [
      '<tool_call>\n{"name": "f", "arguments": {"x": 1}}\n</tool_call><|im_end|>',
      'three<|im_end|>',
    ]);
  });

  test('nothing is where there is no answer', () =>
    assert.deepEqual(trainedParts(builtInTemplate('chatml'), [user('one')]), []));

  test('a text that holds the characters of the marks comes through', () => {
    const odd = `two \uFDD0\uFDD1\uFDD2`;
    assert.deepEqual(trainedParts(builtInTemplate('zephyr'), [user('one'), assistant(odd)]), [`${odd}</s>`]);
  });

  test('a template that writes another beginning for every length is searched for the answers', () => {
    const template = readTemplateFile({
      name: 'odd.jinja',
      text: `{{ messages | length }} turns{% for m in messages %}<|x|>{{ m.content }}<|end|>{% endfor %}`,
    });
    const { method } = renderChat(template, { messages: chat });
    assert.equal(method, 'search');
    assert.deepEqual(trainedParts(template, chat), ['two<|end|>', 'four<|end|>']);
  });
});

describe("an author's template", () => {
  const messages = [user('a'), assistant('b')];

  test('comes from tokenizer_config.json with its tokens', () => {
    const template = readTemplateFile({
      name: 'tokenizer_config.json',
      text: JSON.stringify({
        bos_token: { content: '<B>' },
        eos_token: '<E>',
        added_tokens_decoder: { 5: { content: '<X>', special: true }, 6: { content: 'word', special: false } },
        chat_template: [
          { name: 'tool_use', template: 'no' },
          {
            name: 'default',
            template: '{{ bos_token }}{% for m in messages %}{{ m.content }}<X>{% endfor %}{{ eos_token }}',
          },
        ],
      }),
    });
    assert.deepEqual(template.specialTokens, ['<B>', '<E>', '<X>']);
    assert.equal(renderChat(template, { messages }).text, '<B>a<X>b<X><E>');
  });

  for (const [what, name, text, words] of [
    ['is not JSON', 'tokenizer_config.json', '{', /is not JSON/],
    ['has no template', 'tokenizer_config.json', '{"bos_token": "<s>"}', /has no "chat_template"/],
    ['does not parse', 'a.jinja', '{% for %}', /The chat template "a.jinja" failed/],
    ['stops', 'a.jinja', '{{ raise_exception("Only user and assistant") }}', /Only user and assistant/],
    ['calls itself', 'a.jinja', '{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}', /failed/],
    ['calls what is not there', 'a.jinja', '{{ nothing() }}', /failed/],
  ] as const)
    test(`that ${what} says so`, () =>
      assert.throws(
        () => renderChat(readTemplateFile({ name, text }), { messages }),
        (error) => error instanceof PreviewError && words.test(error.message),
      ));
});
