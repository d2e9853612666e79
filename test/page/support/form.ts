import type { Locator, Page } from 'playwright-core';
import type { LineEdit } from '../../../src/core/json/lineEdit';
import type { OpenPage } from './pageSuite';

/** The control that edits the value at a path. */
export function control(page: Page, path: readonly (string | number)[], name = 'text'): Locator {
  return page.locator(`[data-focus='${name} ${JSON.stringify(path)}']`);
}

/** Everything typed so far has reached the host. Returns the edits that it was sent. */
export async function sentEdits({ host }: OpenPage): Promise<readonly LineEdit[]> {
  return host(async (fake) => {
    await fake.flush();
    return fake.edits();
  });
}

/** The record of a row in the host, parsed. */
export async function record({ host }: OpenPage, index = 0): Promise<Record<string, unknown>> {
  const line = await host((fake, at) => fake.lines()[at] ?? '', index);
  return JSON.parse(line) as Record<string, unknown>;
}
