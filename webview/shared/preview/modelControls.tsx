import { BUILT_IN_TEMPLATE_IDS, type BuiltInTemplateId } from '../../../src/core/preview/builtInTemplateIds';
import { BUILT_IN_TOKENIZERS, type PreviewSettingsCalls, type PreviewState } from '../../../src/protocol/preview';

const TEMPLATE_NAMES: Readonly<Record<BuiltInTemplateId, string>> = {
  chatml: 'ChatML',
  llama3: 'Llama 3',
  'llama3.1': 'Llama 3.1',
  llama2: 'Llama 2',
  mistral: 'Mistral',
  gemma: 'Gemma',
  phi: 'Phi-3',
  qwen: 'Qwen',
  zephyr: 'Zephyr',
  alpaca: 'Alpaca',
  vicuna: 'Vicuna',
};
const TOKENIZER_NAMES = { o200k: 'o200k (GPT-4o)', cl100k: 'cl100k (GPT-4)' } as const;
const FILE = 'file';

interface ModelControlsProps {
  readonly settings: PreviewState;
  readonly onSet: (settings: PreviewSettingsCalls['setPreview']['params']) => void;
  readonly onChooseFile: (what: 'template' | 'tokenizer') => void;
}

/** Which template and which tokenizer: one of ours, or the author's file. */
export function ModelControls({ settings, onSet, onChooseFile }: ModelControlsProps) {
  const { template, tokenizer } = settings;
  return (
    <div class="preview-controls">
      <label>
        Chat template{' '}
        <select
          class="select"
          value={'file' in template ? FILE : template.builtIn}
          onChange={(event) => {
            const { value } = event.currentTarget;
            const id = BUILT_IN_TEMPLATE_IDS.find((each) => each === value);
            if (id !== undefined) onSet({ template: id });
          }}
        >
          {BUILT_IN_TEMPLATE_IDS.map((id) => (
            <option key={id} value={id}>
              {TEMPLATE_NAMES[id]}
            </option>
          ))}
          {'file' in template && <option value={FILE}>{template.file}</option>}
        </select>
      </label>
      <button type="button" class="link-button" onClick={() => onChooseFile('template')}>
        From a file…
      </button>
      <label>
        Tokenizer{' '}
        <select
          class="select"
          value={'file' in tokenizer ? FILE : tokenizer.builtIn}
          onChange={(event) => {
            const { value } = event.currentTarget;
            const id = BUILT_IN_TOKENIZERS.find((each) => each === value);
            if (id !== undefined) onSet({ tokenizer: id });
          }}
        >
          {BUILT_IN_TOKENIZERS.map((id) => (
            <option key={id} value={id}>
              {TOKENIZER_NAMES[id]}
            </option>
          ))}
          {'file' in tokenizer && <option value={FILE}>{tokenizer.file}</option>}
        </select>
      </label>
      <button type="button" class="link-button" onClick={() => onChooseFile('tokenizer')}>
        tokenizer.json…
      </button>
    </div>
  );
}
