import type { Page } from 'playwright-core';

/** What the page's document asked for before it had loaded, which VS Code keeps it hidden for; what the tests put into it left out. */
export function askedByDocument(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const [loading] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const loaded = loading?.loadEventStart ?? 0;
    return performance
      .getEntriesByType('resource')
      .filter(({ name, startTime }) => startTime < loaded && !/\/themes\/|\/fake-/.test(name))
      .map(({ name }) => name);
  });
}
