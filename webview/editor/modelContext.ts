import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { EditorModel } from './model/editorModel';

export const ModelContext = createContext<EditorModel | undefined>(undefined);

/** The page's model, in any component. */
export function useModel(): EditorModel {
  const model = useContext(ModelContext);
  if (model === undefined) throw new Error('A component stands outside the page.');
  return model;
}
