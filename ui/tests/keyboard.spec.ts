import { expect, link, open, test } from './host';

test.beforeAll(async ({ host }) => {
  await host.workspace('keyboard');
  const persona = await host.add('persona', { title: 'Hungry Hanna', type: 'end-user' });
  await host.add('problem', { need: 'to decide quickly', because: 'choosing tires' }, [
    link('concerns', persona.id),
  ]);
});

test('the palette jumps, makes, runs and searches', async ({ page, host }) => {
  await open(page, host, '#/stage/define');
  const palette = page.getByRole('combobox', { name: 'Search, jump, create or run' });

  await page.keyboard.press('Control+k');
  await expect(palette).toBeFocused();
  await palette.fill('prb-1');
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText('PRB-1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('PRB-1');

  await page.keyboard.press('Control+k');
  await palette.fill('new metric');
  await expect(page.getByRole('option', { name: 'New metric', exact: true })).toBeVisible();
  await page.getByRole('option', { name: 'New metric', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'New metric' })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+k');
  await palette.fill('dark theme');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  await page.keyboard.press('/');
  await palette.fill('hanna');
  await page.getByRole('option', { name: /All results/ }).click();
  await expect(page).toHaveURL(/#\/search\?q=hanna/);
  await expect(page.getByRole('link', { name: /Hungry Hanna/ })).toBeVisible();

  await page.keyboard.press('Escape');
  await page.locator('main').focus();
  await page.keyboard.press('Control+k');
  await palette.fill('verify');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/audit\/verify$/);
});

test('answers that come late neither move what is selected nor open what was not asked for', async ({
  page,
  host,
}) => {
  const late = await host.add('persona', { title: 'Late-night Lola', type: 'end-user' });
  await host.add('persona', { title: 'Touched last', type: 'end-user' });
  let wait = 0;
  await page.route('**/call', async (route) => {
    const body = route.request().postDataJSON() as { name: string };
    if (body.name === 'search') await new Promise((done) => setTimeout(done, wait));
    return route.fallback();
  });
  await open(page, host, '#/');
  const field = page.getByRole('combobox', { name: 'Search, jump, create or run' });

  wait = 900;
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('option', { name: /^PER-\d+ Touched last/ })).toBeVisible();
  await field.fill('lola');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'Late-night Lola' })).toBeVisible();
  expect(page.url()).toContain(late.id);

  await page.keyboard.press('Control+k');
  // What was touched last stands there before other words are looked for.
  await expect(page.getByRole('option', { name: /^PER-\d+ / }).first()).toBeVisible();
  await field.fill('persona');
  const line = page.getByRole('option', { name: 'New persona', exact: true });
  await expect(line).toBeVisible();
  await expect(line).toHaveAttribute('aria-selected', 'false');
  while ((await line.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { name: /All results for/ })).toBeVisible();
  await expect(line).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'New persona' })).toBeVisible();
});

test('from an empty board to a linked idea without a mouse', async ({ page, host }) => {
  await open(page, host, '#/');
  await page.keyboard.press('g');
  await page.keyboard.press('3');
  await expect(page).toHaveURL(/#\/stage\/ideate/);
  await expect(page.getByRole('heading', { level: 1, name: 'Ideate' })).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByRole('menuitem', { name: /^Session/ })).toBeVisible();
  await expect(page.locator('[role=menuitem][data-highlighted]')).toContainText('Session');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('[role=menuitem][data-highlighted]')).toContainText('Idea');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Idea' })).toBeFocused();
  await page.keyboard.type('Show three dishes');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('combobox', { name: 'Problem' })).toBeFocused();
  await page.keyboard.type('decide');
  await expect(page.getByRole('option', { name: /PRB-1/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('link', { name: /PRB-1/ })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const card = page.getByRole('link', { name: 'Show three dishes' });
  await expect(card).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('IDE-1');
  await page.keyboard.press('e');
  await expect(page.getByRole('textbox', { name: 'Idea' })).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.type(', not three hundred');
  await page.keyboard.press('Enter');
  await expect(page.getByText('saved', { exact: true })).toBeVisible();
  await page.locator('main').focus();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/#\/stage\/ideate/);
  await expect(page.getByRole('link', { name: 'Show three dishes, not three hundred' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('toast').filter({ hasText: 'Undone:' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Show three dishes', exact: true })).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(page.getByTestId('toast').filter({ hasText: 'Done again:' })).toBeVisible();
});

test('? shows the keys, and the focus goes back when it closes', async ({ page, host }) => {
  await open(page, host, '#/stage/define');
  await page.getByRole('button', { name: 'Table' }).focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Jump, create, run');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Table' })).toBeFocused();
});

test('the person at the keyboard can be switched, and changes carry the new name', async ({ page, host }) => {
  await open(page, host, '#/stage/define');
  await page.getByRole('button', { name: /At the keyboard/ }).click();
  await page.getByPlaceholder('Your name').fill('Bo Lind');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /At the keyboard/ })).toContainText('Bo Lind');
  await open(page, host, '#/artefact/PRB-1');
  await page.getByRole('button', { name: 'Currency', exact: true }).click();
  await page.getByRole('textbox', { name: 'Currency' }).fill('EUR');
  await page.keyboard.press('Enter');
  await expect(page.getByText('saved', { exact: true })).toBeVisible();
  const [latest] = (await host.call('log', { limit: 1 })).rows;
  expect(latest?.by).toBe('Bo Lind');
});

test('Esc goes back where one came from, and to the list where one came from nowhere', async ({
  page,
  host,
}) => {
  const decision = await host.add('decision', { title: 'Which first?' });
  await page.goto('about:blank');
  await open(page, host, '#/stage/define');
  await page.evaluate((id) => (location.hash = `#/decision/${id}`), decision.id);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('DEC-1');
  await page.locator('main').focus();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/#\/stage\/define$/);

  const fresh = await page.context().newPage();
  await open(fresh, host, `#/decision/${decision.id}`);
  await fresh.locator('main').focus();
  await fresh.keyboard.press('Escape');
  await expect(fresh).toHaveURL(/#\/decisions$/);
  await fresh.close();

  const other = await page.context().newPage();
  await open(other, host, '#/artefact/PRB-1');
  await expect(other.getByRole('link', { name: 'Define', exact: true }).first()).toBeVisible();
  await other.reload();
  await expect(other.getByRole('heading', { level: 1 })).toContainText('PRB-1');
  await other.locator('main').focus();
  await other.keyboard.press('Escape');
  await expect(other).toHaveURL(/#\/stage\/define$/);
  await other.close();
});

test('an address that was copied is opened by the palette, and one of another workspace is said to be that', async ({
  page,
  host,
}) => {
  await open(page, host, '#/artefact/PRB-1');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Copy link' }).click();
  await expect(page.getByText('Link copied.')).toBeVisible();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  await open(page, host, '#/stage/define');
  const palette = page.getByRole('combobox', { name: 'Search, jump, create or run' });
  await page.keyboard.press('Control+k');
  await palette.fill(address);
  await expect(page.getByRole('dialog').getByRole('option')).toHaveCount(1);
  await expect(page.getByRole('dialog').getByRole('option')).toContainText('PRB-1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('PRB-1');

  await page.keyboard.press('Control+k');
  await palette.fill(`throughline://${'f'.repeat(64)}/PRB-1`);
  await expect(
    page.getByText('This artefact belongs to another workspace. Open that one first.'),
  ).toBeVisible();
  await expect(page.getByRole('dialog').getByRole('option')).toHaveCount(0);
  await palette.fill(address.replace(/[^/]+$/, '0'.repeat(32)));
  await expect(page.getByText('Nothing in this workspace has that address.')).toBeVisible();
  await page.keyboard.press('Escape');

  const first = (await host.call('app.info')).workspace;
  await host.workspace('another');
  await page.goto('about:blank');
  await open(page, host, '#/stage/define');
  await page.keyboard.press('Control+k');
  await palette.fill(address);
  await expect(page.getByText('belongs to another workspace: keyboard')).toBeVisible();
  await host.call('workspace.open', { path: first?.path ?? '', read_only: false });
});

test('the next form of a kind takes what is typed before the last one is told of', async ({ page, host }) => {
  await open(page, host, '#/stage/frame');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search, jump, create or run' }).fill('new team');
  await page.getByRole('option', { name: 'New team', exact: true }).click();
  const form = page.getByRole('dialog', { name: 'New team' });
  const name = form.getByRole('textbox', { name: /^Name/ });
  await expect(name).toBeFocused();
  let recorded = false;
  let answer = () => {};
  const held = new Promise<void>((done) => (answer = done));
  await page.route('**/call', async (route) => {
    const body = route.request().postDataJSON() as { name: string };
    if (body.name === 'artefact.add') recorded = true;
    else if (recorded && body.name === 'workspace.state') await held;
    return route.fallback();
  });
  await page.keyboard.type('Sales');
  await page.keyboard.press('Control+Shift+Enter');
  await expect(name).toHaveValue('');
  await expect(name).toBeFocused();
  await page.keyboard.type('Operations');
  answer();
  await expect(page.getByText('Team recorded:')).toBeVisible();
  await expect(name).toHaveValue('Operations');
  await page.keyboard.press('Control+Enter');
  await expect(form).toHaveCount(0);
  const teams = await host.call('artefact.list', { kinds: ['team'], release: 'all' });
  expect(teams.rows.map((row) => row.title).sort()).toEqual(['Operations', 'Sales']);
});
