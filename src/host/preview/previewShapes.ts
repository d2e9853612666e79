import { BUILT_IN_TEMPLATE_IDS } from '../../core/preview/builtInTemplateIds';
import { BUILT_IN_TOKENIZERS, type PreviewSettingsCalls } from '../../protocol/preview';
import { object, oneOf, withOptional } from '../editor/messageShape';
import type { ParamShapes } from '../editor/rpcPeer';

export const answerSide = oneOf('chosen', 'rejected');

/** Parameters of the calls of every page with a preview. */
export const previewSettingsParams: ParamShapes<PreviewSettingsCalls> = {
  getPreviewState: object({}),
  setPreview: withOptional(object({}), {
    template: oneOf(...BUILT_IN_TEMPLATE_IDS),
    tokenizer: oneOf(...BUILT_IN_TOKENIZERS),
  }),
  choosePreviewFile: object({ what: oneOf('template', 'tokenizer') }),
};
