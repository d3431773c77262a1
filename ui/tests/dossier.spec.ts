import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { violations } from './axe';
import { expect, link, open, test } from './host';

const id: Record<string, string> = {};

test.beforeAll(async ({ host }) => {
  await host.workspace('dossier');
  const persona = await host.add('persona', { title: 'Hungry Hanna', type: 'end-user' });
  const problem = await host.add('problem', {
    need: 'to decide quickly',
    because: 'choosing tires',
    persona: persona.id,
    'surface-request': 'Put the cheapest on top',
  });
  const decision = await host.add('decision', { title: 'Which first?', status: 'accepted' });
  await host.add('stance', { position: 'object', reason: 'No GPUs.' }, [link('on', decision.id)]);
  const model = await host.add('model-version', { title: 'ranker', version: '4' });
  Object.assign(id, { problem: problem.id, model: model.id });
});

test('the release is read as a document, with its contents at the side, by keyboard alone', async ({
  page,
  host,
}) => {
  await open(page, host, '#/dossier');
  const paper = page.getByRole('region', { name: /Dossier of a release/ });
  await expect(paper.getByRole('heading', { level: 1 })).toBeVisible();
  // The document's title is the page's: there is no second one.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1.0');
  await expect(paper).toContainText('Put the cheapest on top');
  await expect(paper).toContainText('No GPUs.');
  await expect(paper).toContainText('It claims no compliance');
  const entry = page
    .getByRole('navigation', { name: 'Chapters' })
    .getByRole('button', { name: /^Decisions/ });
  await entry.focus();
  await page.keyboard.press('Enter');
  await expect(paper.getByRole('heading', { name: 'Decisions, with every stance' })).toBeInViewport();
  await expect(entry).toHaveAttribute('aria-current', 'true');
});

test('what the document names opens', async ({ page, host }) => {
  await open(page, host, '#/dossier');
  const paper = page.getByRole('region', { name: /Dossier of a release/ });
  await paper.getByRole('link', { name: 'PRB-1' }).first().click();
  await expect(page).toHaveURL(new RegExp(`artefact/${id['problem']}`));
});

test('it is saved as HTML where the person says, with the annex that was chosen', async ({
  page,
  host,
}, info) => {
  await open(page, host, '#/dossier');
  await page.getByRole('button', { name: 'Annexes' }).click();
  await page
    .getByRole('menuitemcheckbox', { name: /NIST AI/ })
    .or(page.getByRole('menuitem', { name: /NIST AI/ }))
    .click();
  await expect(page.getByRole('region', { name: /Dossier of/ })).toContainText('no statement of compliance');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Save as HTML' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as HTML' });
  const file = join(info.outputDir, '..', `dossier-${info.workerIndex}.html`);
  await dialog.getByLabel('Save to').fill(file);
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('Saved:');
  const saved = await readFile(file, 'utf8');
  expect(saved).toContain('Hungry Hanna');
  expect(saved).toContain('Annex: NIST AI Risk Management Framework');
  expect(saved).not.toContain('<script');
});

test('a place that cannot be written is told, and the typed path is kept', async ({ page, host }) => {
  await open(page, host, '#/dossier');
  await page.getByRole('button', { name: 'Save as HTML' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as HTML' });
  await dialog.getByLabel('Save to').fill('/nowhere/at/all.html');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toBeVisible();
  await expect(dialog.getByLabel('Save to')).toHaveValue('/nowhere/at/all.html');
});

test('a version tells why it is in production, from its own page', async ({ page, host }) => {
  await open(page, host, `#/artefact/${id['model']}`);
  await page.getByRole('link', { name: 'Dossier of this version' }).click();
  const paper = page.getByRole('region', { name: /Why is this in production/ });
  await expect(paper).toContainText('the record knows of no deployment of it');
  await page.getByRole('link', { name: 'The release instead' }).click();
  await expect(page.getByRole('region', { name: /Dossier of a release/ })).toBeVisible();
});

test('frameworks lie beside the record, and the empty points can be seen alone', async ({ page, host }) => {
  await open(page, host, '#/dossier/frameworks');
  await expect(page.getByText(/no statement of compliance/)).toBeVisible();
  await page
    .getByRole('radio', { name: '21 CFR Part 11' })
    .or(page.getByRole('button', { name: '21 CFR Part 11' }))
    .click();
  await expect(page.getByRole('row', { name: /11\.10\(e\)/ })).toContainText('append-only log');
  await page
    .getByRole('radio', { name: 'Only empty ones' })
    .or(page.getByRole('button', { name: 'Only empty ones' }))
    .click();
  await expect(page.getByRole('row', { name: /11\.10\(e\)/ })).toHaveCount(0);
  await expect(page.getByRole('row', { name: /11\.10\(a\)/ })).toContainText('empty');
});

test('the overview, the palette and the side lead here', async ({ page, host }) => {
  await open(page, host, '#/');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search, jump, create or run' }).fill('Dossier');
  await page
    .getByRole('option', { name: /^Dossier/ })
    .first()
    .click();
  await expect(page).toHaveURL(/#\/dossier/);
});

for (const theme of ['light', 'dark'] as const)
  test(`the document and the frameworks have no fault axe can find, ${theme}`, async ({ page, host }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const faults: string[] = [];
    for (const route of ['#/dossier', `#/dossier?of=${id['model']}`, '#/dossier/frameworks']) {
      await open(page, host, route);
      await expect(page.locator('main .dossier, main table').first()).toBeVisible();
      for (const fault of await violations(page)) faults.push(`${route} ${fault}`);
    }
    expect(faults).toEqual([]);
  });
