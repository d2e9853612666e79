import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { linesOf } from './support/findingRows';
import { pageSuite } from './support/pageSuite';

const suite = pageSuite();

const mark = {
  code: 'json/encoding',
  severity: 'warning',
  message: 'The file begins with a byte order mark',
  fix: 'Save without the byte order mark',
} as const;

describe('findings about the file as a whole', () => {
  test('are mended from the panel of problems', async () => {
    const { page, host, screenshot } = await suite.open({ checks: true, lines: linesOf('clean', 'both') });
    await host((fake, file) => fake.findFile([file]), mark);
    await page.getByRole('button', { name: /^Problems/ }).click();
    const panel = page.getByRole('dialog', { name: 'Problems of the file' });
    await panel.getByText(mark.message).waitFor();
    await screenshot('findings-file');
    await panel.getByRole('button', { name: mark.fix }).click();
    await panel.getByText(mark.message).waitFor({ state: 'detached' });
    assert.deepEqual(await host((fake) => fake.callsOf('fixFile')), [{ code: mark.code }]);
  });

  test('say why they cannot be mended, and have no button where the file is read-only', async () => {
    const { page, host } = await suite.open({ checks: true, lines: linesOf('clean') });
    await host((fake, file) => fake.findFile([file], 'Save your changes first.'), mark);
    await page.getByRole('button', { name: /^Problems/ }).click();
    await page.getByRole('button', { name: mark.fix }).click();
    await page.getByText('Save your changes first.').first().waitFor();
    await host((fake) => fake.setState({ readOnly: { message: 'Not now.', actions: [] } }));
    await page.getByText('Not now.').first().waitFor();
    assert.equal(await page.getByRole('button', { name: mark.fix }).count(), 0);
  });
});
