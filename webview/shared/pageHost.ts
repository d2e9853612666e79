import { takeVsCodeApi } from './vsCodeApi';

/** What a page needs of the window that shows it. VS Code implements it; tests pass a fake through `acquireVsCodeApi`. */
export interface PageHost {
  post(message: unknown): void;
  /** Calls `listener` with every message from the extension, as it came: the receiver checks it. */
  onMessage(listener: (message: unknown) => void): void;
  /** What this page stored before it was hidden or reloaded; never to be trusted in form. */
  getState(): unknown;
  setState(state: unknown): void;
}

/** The host of this page. */
export function connectPageHost(): PageHost {
  const api = takeVsCodeApi();
  return {
    post: (message) => {
      api.postMessage(message);
    },
    onMessage: (listener) => {
      window.addEventListener('message', (event) => {
        listener(event.data);
      });
    },
    getState: () => api.getState(),
    setState: (state) => {
      api.setState(state);
    },
  };
}
