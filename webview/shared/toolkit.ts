/**
 * The only file that knows the toolkit, so that its successor can take its place. Load it with `import()` when the first rows
 * stand: it is larger than the rest of the page together.
 */
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox, vsCodeTextField } from '@vscode/webview-ui-toolkit';

/** Defines the elements that `webview/shared/controls` draws. */
export function defineToolkit(): void {
  // The toolkit takes the theme over when the window has loaded. It came later than that: tell it once more.
  if (document.readyState === 'complete') window.dispatchEvent(new Event('load'));
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeTextField());
}
