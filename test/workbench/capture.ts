import type { Workbench } from '../vscode/workbench.js';

/**
 * Runs the body of a test. If it fails, a picture of the window and the logs are left in `test/.output/`, and the error says where,
 * and what the extension host has logged.
 */
export async function capture<T>(workbench: Workbench, name: string, body: () => Promise<T>): Promise<T> {
  const logged = workbench.console.length;
  try {
    return await body();
  } catch (error) {
    const picture = await workbench.screenshot(name).catch((reason: unknown) => `no screenshot (${String(reason)})`);
    const logs = await workbench.saveLogs().catch((reason: unknown) => `no logs (${String(reason)})`);
    const console = workbench.console
      .slice(logged)
      .filter(({ from }) => from === 'extension host')
      .map(({ level, text }) => `\n  [${level}] ${text}`);
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${message}\n${picture}\n${logs}\nconsole of the extension host:${console.join('')}`, {
      cause: error,
    });
  }
}
