import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { ActDto } from '../src/host/api';
import { expect, link, open, test, type Host } from './host';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let n = 0;

/** Three people of two teams, operations with nobody here, a problem and a criterion. */
test.beforeEach(async ({ host }) => {
  await host.workspace(`session-${++n}`);
  const team: Record<string, string> = {};
  for (const name of ['Product', 'Data science', 'Operations'])
    team[name] = (await host.add('team', { title: name })).id;
  await host.call('artefact.set', {
    id: 'STK-1',
    fields: { team: [team['Product'] ?? ''], role: 'product' },
  });
  for (const [name, of] of [
    ['Lena', 'Data science'],
    ['Kofi', 'Data science'],
    ['Omar', 'Operations'],
  ] as const)
    await host.add('stakeholder', { title: name }, [link('member-of', team[of] ?? '')]);
  await host.add('problem', { title: 'A good dinner in a minute', need: 'to decide', because: 'tired' });
});

/** A session that waits for its people. */
async function planned(host: Host, phases: string[]): Promise<void> {
  await host.add(
    'session',
    {
      title: 'Twenty minutes',
      status: 'planned',
      dots: 3,
      phases: phases.map((name) => ({ name, minutes: 2 })),
    },
    [
      link('works-on', 'PRB-1'),
      link('attended-by', 'STK-1'),
      link('attended-by', 'STK-2'),
      link('attended-by', 'STK-3'),
    ],
  );
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const step = (page: Page) => page.keyboard.press('Control+Enter');

test('a whole session of three people, by keyboard alone, with votes that nobody sees before they are closed', async ({
  page,
  host,
}) => {
  test.setTimeout(60_000);
  // Start it from the list, by keyboard.
  await open(page, host, '#/stage/ideate/session');
  await page.getByRole('button', { name: 'Start a session' }).focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'Start a session' });
  await expect(form.getByText('20 minutes')).toBeVisible();
  await expect(form.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await page.keyboard.type('Twenty minutes');
  await expect(form.getByText(/Nobody speaks for Data science, Operations/)).toBeVisible();
  for (const name of ['Lena', 'Kofi']) {
    await form.getByRole('checkbox', { name }).focus();
    await page.keyboard.press('Space');
  }
  await expect(form.getByText(/^Nobody speaks for Operations and ML engineering/)).toBeVisible();
  await form.getByRole('button', { name: 'Open the room' }).focus();
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Silent writing')).toBeVisible();
  await step(page);
  await expect(page.getByText('left', { exact: true })).toBeVisible();

  // Silent writing: each for themselves.
  const idea = page.getByRole('textbox');
  const before = await host.position();
  for (const [number, name, lines] of [
    ['1', 'Ines Duarte', ['Three dishes', 'Zebra stripes']],
    ['2', 'Lena', ['One button']],
    ['3', 'Kofi', ['Ask a friend']],
  ] as const) {
    await page.keyboard.press(number);
    await expect(page.getByRole('textbox', { name: `${name}, what could help?` })).toBeFocused();
    for (const line of lines) {
      await page.keyboard.type(line);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('list', { name: `Ideas of ${name}` }).getByText(line)).toBeVisible();
    }
    if (name !== 'Ines Duarte') await expect(page.getByText('Three dishes')).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(idea).toHaveCount(0);
    for (const line of lines) await expect(page.getByText(line)).toHaveCount(0);
  }
  await expect(page.getByText('4 ideas from 3 people')).toBeVisible();
  expect(await host.position()).toBe(before);

  // Reveal, then piles.
  await step(page);
  await expect(heading(page, 'Reveal')).toBeVisible();
  await expect(page.getByText('Zebra stripes')).toBeVisible();
  await step(page);
  await expect(page.getByText('The ideas are recorded.')).toBeVisible();
  expect(await host.position()).toBe(before + 1);
  await step(page);
  await expect(heading(page, 'Cluster')).toBeVisible();
  await page.getByRole('button', { name: /^Three dishes/ }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('n');
  await page.keyboard.type('Less to choose');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Less to choose' }).getByText('Three dishes')).toBeVisible();
  await page.getByRole('button', { name: /^One button/ }).focus();
  await page.keyboard.press('1');
  await expect(page.getByRole('region', { name: 'Less to choose' }).getByText('One button')).toBeVisible();
  await step(page);
  await expect(page.getByText('The piles are recorded.')).toBeVisible();
  await step(page);

  // Dots: blind until the last has handed in.
  await expect(heading(page, 'Dot vote')).toBeVisible();
  const dots = (text: string) => page.getByRole('slider', { name: `Dots on “${text}”` });
  for (const [name, text, presses, left] of [
    ['Ines Duarte', 'Three dishes', 3, 0],
    ['Lena', 'One button', 1, 2],
    ['Kofi', 'One button', 1, 2],
  ] as const) {
    await expect(page.getByRole('heading', { name: 'Who takes the keyboard?' })).toBeVisible();
    await page.keyboard.press('1');
    await expect(page.getByRole('heading', { name: `${name}, 3 dots left of 3` })).toBeVisible();
    // Nothing of those before leaks.
    for (const other of ['Ask a friend', 'One button', 'Three dishes', 'Zebra stripes'])
      await expect(dots(other)).toHaveAttribute('aria-valuenow', '0');
    await expect(page.getByText(/voters?,|place/)).toHaveCount(0);
    await dots(text).focus();
    for (let i = 1; i <= presses; i++) {
      await page.keyboard.press('ArrowRight');
      await expect(dots(text)).toHaveAttribute('aria-valuenow', String(i));
    }
    await expect(page.getByRole('heading', { name: `${name}, ${left} dots left of 3` })).toBeVisible();
    if (left === 0) {
      await page.keyboard.press('ArrowRight');
      await expect(page.getByText('That is one dot too many: 0 of 3 are left.')).toBeVisible();
    }
    await page.keyboard.press('Enter');
    await expect(dots(text)).toHaveCount(0);
  }
  await expect(page.getByText('The votes are recorded.')).toBeVisible();
  const rows = page.locator('.body > ol > li');
  await expect(rows.nth(0)).toContainText(/1\..*One button.*2 voters.*2 dots/s);
  await expect(rows.nth(1)).toContainText(/2\..*Three dishes.*1 voter.*3 dots/s);
  await expect(page.getByText('Rating is left out: the release has no criteria yet.')).toBeVisible();
  await step(page);

  // Why it might fail, and what goes to decision.
  await expect(heading(page, 'Pre-mortem')).toBeVisible();
  await page.getByRole('textbox', { name: 'Why “One button” failed' }).focus();
  await page.keyboard.type('People trust a button');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Take back “People trust a button”' })).toBeVisible();
  await step(page);
  await expect(page.getByText('The assumptions are recorded, each below its idea.')).toBeVisible();
  await step(page);
  await expect(heading(page, 'Decide')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: /One button/ })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: /Ask a friend/ })).not.toBeChecked();
  await step(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('DEC-1');

  // One change for each phase; what came of it stands on the session's page.
  expect(await host.position()).toBe(before + 5);
  const session = await host.call('session.get', { id: 'SES-1' });
  expect(session.card.status).toBe('held');
  expect(session.decisions.map((d) => d.short)).toEqual(['DEC-1']);
  await open(page, host, '#/artefact/SES-1');
  await expect(page.getByText(/Nobody spoke for Operations/)).toBeVisible();
  await expect(page.getByText('2 voters, 2 dots', { exact: true })).toBeVisible();
  await expect(page.getByText('2 min planned, not held')).toBeVisible();
});

test('a room that was left, or whose window went away, goes on where it was with the line that was begun', async ({
  page,
  host,
}) => {
  await planned(host, ['Silent writing', 'Reveal']);
  await open(page, host, '#/stage/ideate/session');
  await page.getByRole('link', { name: 'Enter the room' }).click();
  await expect(heading(page, 'Silent writing')).toBeVisible();
  await page.keyboard.press('2');
  const line = page.getByRole('textbox', { name: 'Lena, what could help?' });
  await page.keyboard.type('One button');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Ask a fri');
  await expect.poll(async () => JSON.stringify((await host.call('draft.list')).rows)).toContain('Ask a fri');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Who takes the keyboard?' })).toBeVisible();
  await expect(page.getByText('1 idea from 1 person')).toBeVisible();
  await page.keyboard.press('2');
  await expect(line).toHaveValue('Ask a fri');
  await expect(page.getByText('One button')).toBeVisible();
  await page.keyboard.type('end');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Ask a friend')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Who takes the keyboard?' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(heading(page, 'Sessions')).toBeVisible();
  await page.getByRole('link', { name: 'Enter the room' }).click();
  await expect(page.getByText('2 ideas from 1 person')).toBeVisible();
});

test('one types for all, the timer is paused and given a minute, and an undone phase is open again', async ({
  page,
  host,
}) => {
  await planned(host, ['Silent writing', 'Reveal', 'Cluster']);
  await open(page, host, '#/stage/ideate/session?room=SES-1');
  await step(page);
  await expect(page.getByRole('button', { name: 'Pause P' })).toBeVisible();
  await page.keyboard.press('p');
  await expect(page.getByText('paused', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: '1 minute more +' }).click();
  await expect(page.getByRole('timer')).toContainText(/^2:5\d$|^3:00$/);
  await page.getByRole('button', { name: 'One types for all' }).click();
  await expect(page.getByRole('textbox', { name: 'Ines Duarte, what could help?' })).toBeFocused();
  await page.keyboard.type('Three dishes');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Alt+2');
  await expect(page.getByRole('textbox', { name: 'Lena, what could help?' })).toBeFocused();
  await expect(page.getByText('Three dishes')).toHaveCount(0);
  await page.keyboard.type('One button');
  // What stands in the line goes with the reveal.
  await step(page);
  await expect(heading(page, 'Reveal')).toBeVisible();
  await expect(page.getByText('One button')).toBeVisible();
  await expect(page.getByText('Lena, Data science')).toBeVisible();
  await step(page);
  await expect(page.getByText('The ideas are recorded.')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Read all of them.')).toBeVisible();
  expect((await host.call('artefact.list', { kinds: ['idea'] })).total).toBe(0);
  await step(page);
  await expect(page.getByText('The ideas are recorded.')).toBeVisible();
  expect((await host.call('artefact.list', { kinds: ['idea'] })).total).toBe(2);
  // Moving by drag and by menu are the same.
  await step(page);
  await page.getByRole('button', { name: 'Move “One button”' }).click();
  await page.getByRole('menuitem', { name: 'New pile …' }).click();
  await page.getByRole('textbox').fill('Buttons');
  await page.keyboard.press('Enter');
  const pile = page.getByRole('region', { name: 'Buttons' });
  await expect(pile.getByText('One button')).toBeVisible();
  await page.getByRole('button', { name: /^Three dishes/ }).dragTo(pile);
  await expect(pile.getByText('Three dishes')).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test(`no phase of the room has a fault axe can find, ${theme}`, async ({ page, host }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await host.add('criterion', {
      title: 'What does it cost?',
      lens: 'feasibility',
      worst: '5 EUR',
      best: 'nothing',
    });
    await planned(host, ['Silent writing', 'Reveal', 'Cluster', 'Dot vote', 'Rate', 'Pre-mortem', 'Decide']);
    const faults: string[] = [];
    const look = async (what: string, seen: string) => {
      await expect(page.getByText(seen).first()).toBeVisible();
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const run = (
          window as unknown as {
            axe: {
              run: (
                d: Document,
                o: object,
              ) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
            };
          }
        ).axe;
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        return (await run.run(document, { runOnly: tags })).violations;
      });
      for (const one of found)
        faults.push(`${what} ${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
    };
    const act = (done: ActDto) => host.call('session.act', { id: 'SES-1', act: done });
    const again = () => page.reload();
    const author = (await host.call('session.room', { id: 'SES-1' })).people[0]?.card.id ?? '';

    await open(page, host, '#/stage/ideate/session?room=SES-1');
    await look('curtain', 'Who takes the keyboard?');
    await page.keyboard.press('1');
    await page.keyboard.type('Three dishes');
    await page.keyboard.press('Enter');
    await look('writing', 'Take back');
    await act({ do: 'close', phase: 'silent-writing' });
    await again();
    await look('reveal', 'Three dishes');
    await act({ do: 'close', phase: 'reveal' });
    await act({ do: 'next', phase: 'reveal' });
    await again();
    await look('piles', 'No pile yet');
    await act({ do: 'close', phase: 'cluster' });
    await act({ do: 'next', phase: 'cluster' });
    await again();
    await look('voters', 'Who takes the keyboard?');
    await page.keyboard.press('1');
    await look('ballot', '3 dots left of 3');
    const entry = (await host.call('session.room', { id: 'SES-1' })).entries[0]?.id ?? '';
    await act({ do: 'dot', voter: author, entry, dots: 2 });
    await act({ do: 'close', phase: 'dot-vote' });
    await again();
    await look('tallies', '1 voter');
    await act({ do: 'next', phase: 'dot-vote' });
    await again();
    await look('raters', 'Who takes the keyboard?');
    await page.keyboard.press('1');
    await look('rate', 'what do you give?');
    await act({ do: 'close', phase: 'rate' });
    await again();
    await look('scores', 'nobody scored it');
    await act({ do: 'next', phase: 'rate' });
    await act({ do: 'risk', entry, text: 'Nobody trusts three' });
    await again();
    await look('pre-mortem', 'Nobody trusts three');
    await act({ do: 'close', phase: 'pre-mortem' });
    await act({ do: 'next', phase: 'pre-mortem' });
    await again();
    await look('decide', '1 idea becomes an option');
    await page.getByRole('button', { name: /present …/ }).click();
    await look('present', 'Who is present');
    expect(faults).toEqual([]);
  });
}
