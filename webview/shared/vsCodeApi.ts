/** What VS Code gives to the scripts of a page. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

declare global {
  // VS Code hands its interface out once in the life of a page, which may have two scripts.
  var ituneVsCodeApi: VsCodeApi | undefined;
}

/** VS Code's interface to this page. */
export function takeVsCodeApi(): VsCodeApi {
  return (globalThis.ituneVsCodeApi ??= acquireVsCodeApi());
}
