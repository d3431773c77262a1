import { violations } from './axe';
import { expect, link, open, test } from './host';

let n = 0;

/** A release with a persona, a criterion, an idea and a result. */
test.beforeEach(async ({ host }) => {
  await host.workspace(`release-${++n}`);
  await host.add('persona', { title: 'Hungry Hanna', type: 'end-user' });
  await host.add('criterion', { title: 'What does it cost to serve?', lens: 'feasibility' });
  await host.add('idea', { title: 'Show three dishes' });
  const metric = await host.add('metric', { title: 'Order conversion' });
  await host.add('measurement', { title: 'Nobody ordered', n: 40, successes: 0 }, [link('about', metric.id)]);
});

test('a loop-back is opened from a result in two presses, and stays open until something answers it', async ({
  page,
  host,
}) => {
  await open(page, host, '#/artefact/MEA-1');
  await page.getByRole('button', { name: 'Loop back …' }).click();
  const form = page.getByRole('dialog', { name: 'Loop back' });
  await form.getByRole('button', { name: 'Loop back', exact: true }).click();
  await expect(form).toHaveCount(0);
  await page.getByTestId('toast').getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('LPB-1');
  await expect(page.getByRole('heading', { name: 'Open', exact: true })).toBeVisible();
  expect((await host.call('release.get')).returns).toMatchObject([
    { from: 'test', to: 'ideate', closed: false, reason: 'Nobody ordered' },
  ]);

  await page.getByRole('button', { name: 'Answer it with …' }).click();
  const answer = page.getByRole('dialog');
  await answer.getByRole('combobox').fill('three dishes');
  await page.getByRole('option', { name: /IDE-1/ }).click();
  await answer.getByRole('button', { name: 'Close it' }).click();
  await expect(page.getByRole('heading', { name: 'Answered' })).toBeVisible();
  expect((await host.call('release.get')).returns).toMatchObject([{ closed: true }]);
});

test('the path tells in words and in a drawing where the release went, and back', async ({ page, host }) => {
  const result = (await host.call('artefact.list', { kinds: ['measurement'] })).rows[0];
  await host.add('loop-back', { from: 'test', to: 'empathise', reason: 'Nobody ordered' }, [
    link('triggered-by', result?.id ?? ''),
  ]);
  await open(page, host, '#/artefact/REL-1');
  const path = page.getByRole('main').locator('ol').first();
  await expect(path.locator('li')).toHaveCount(5);
  await expect(path).toContainText('Back from Test');
  await expect(path).toContainText('open until something answers it');
  await expect(page.locator('svg path.back')).toHaveCount(1);
});

test('the template shows what is missing, and its button begins the form that fills it', async ({
  page,
  host,
}) => {
  await open(page, host, '#/artefact/REL-1');
  await page.getByRole('button', { name: 'Template' }).click();
  await expect(page.getByRole('link', { name: 'An end user' })).toBeVisible();
  await page.getByRole('button', { name: 'Add: A criterion of value' }).click();
  const form = page.getByRole('dialog', { name: 'New criterion' });
  await form.getByRole('textbox', { name: /^Question/ }).fill('What is it worth to Hanna?');
  await form.getByRole('button', { name: 'Save Enter' }).click();
  await expect(page.getByRole('link', { name: 'A criterion of value' })).toBeVisible();
});

test('the next release carries over what stays ticked, by keyboard alone, and the two are compared', async ({
  page,
  host,
}) => {
  await open(page, host, '#/');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: /^Search, jump/ })).toBeFocused();
  await page.keyboard.type('start a release');
  await expect(page.getByRole('option', { name: /Start a release from 1\.0/ })).toBeVisible();
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'Start a release from 1.0' });
  await expect(form.getByText('2 artefacts carried over')).toBeVisible();
  // Without a name it says so, and nothing is recorded.
  await form.getByRole('textbox', { name: 'Name' }).focus();
  await page.keyboard.press('Enter');
  await expect(form.getByText('A release needs a name.')).toBeVisible();
  await page.keyboard.type('2.0');
  await form.getByRole('checkbox', { name: 'Criteria' }).focus();
  await page.keyboard.press('Space');
  await expect(form.getByText('1 artefact carried over')).toBeVisible();
  await form.getByRole('button', { name: 'Start' }).focus();
  await page.keyboard.press('Enter');
  await expect(form).toHaveCount(0);
  await expect(page.getByText('2.0 has begun.')).toBeVisible();
  const page2 = await host.call('release.get');
  expect(page2).toMatchObject({ card: { title: '2.0' }, carried: 1, made: 0, previous: { title: '1.0' } });

  await open(page, host, '#/artefact/REL-2');
  await page.getByRole('button', { name: 'Compare' }).click();
  const list = (name: string) => page.locator('details').filter({ hasText: name });
  await expect(list('Dropped').getByRole('link', { name: /IDE-1/ })).toBeVisible();
  await list('Carried over').locator('summary').press('Enter');
  await expect(list('Carried over').getByRole('link', { name: /PER-1/ })).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds no fault in path, template, comparison, loop-back or the next release, ${theme}`, async ({
    page,
    host,
  }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const result = (await host.call('artefact.list', { kinds: ['measurement'] })).rows[0];
    await host.add('loop-back', { from: 'test', to: 'empathise', reason: 'Nobody ordered' }, [
      link('triggered-by', result?.id ?? ''),
    ]);
    await host.call('release.start', { title: '2.0', from: 'REL-1' });
    const faults: string[] = [];
    const look = async (what: string) => {
      for (const fault of await violations(page)) faults.push(`${what} ${fault}`);
    };
    await open(page, host, '#/artefact/REL-1');
    await expect(page.getByText('Back from Test')).toBeVisible();
    await look('path');
    await page.getByRole('button', { name: 'Template' }).click();
    await expect(page.getByRole('link', { name: 'An end user' })).toBeVisible();
    await look('template');
    await page.getByRole('button', { name: 'Compare' }).click();
    await expect(page.getByText('Decided otherwise')).toBeVisible();
    await look('comparison');
    await page.getByRole('button', { name: 'Start a release from this one …' }).click();
    await expect(page.getByRole('dialog').getByText('carried over', { exact: false }).first()).toBeVisible();
    await look('next release');
    await open(page, host, '#/artefact/LPB-1');
    await page.getByRole('button', { name: 'Answer it with …' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look('answer');
    await open(page, host, '#/artefact/MEA-1');
    await page.getByRole('button', { name: 'Loop back …' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look('loop-back');
    expect(faults).toEqual([]);
  });
}
