import { expect, open, test } from './host';
import { day, rolledOut, type RolledOut } from './rollout-seed';

let made: RolledOut;
test.beforeAll(async ({ host }) => {
  await host.workspace('live');
  made = await rolledOut(host);
  const sara = await host.add('stakeholder', { title: 'Sara Lind', role: 'sales' });
  const decision = await host.add(
    'decision',
    { title: 'Show it to a few?', outcome: 'Yes.', rationale: 'To learn.', status: 'accepted' },
    [{ type: 'decides', other: made.beta, out: true, fields: { outcome: 'chosen' } }],
  );
  await host.add('stance', {
    decision: decision.id,
    stakeholder: sara.id,
    position: 'object',
    reason: 'Nobody asked the restaurants.',
  });
});

test('a day says what ran for whom, with digests, the decision, and who objected', async ({ page, host }) => {
  await open(page, host, `#/deployments/on?of=${day(-10)}`);
  const few = page.getByRole('listitem', { name: /2\.0-beta for 5 % of selected users/ });
  await expect(few).toContainText('ranker 6');
  await expect(few.getByText(/sha256:/).first()).toBeVisible();
  await expect(few).toContainText('Show it to a few?');
  await expect(few).toContainText('Sara Lind objected');
  await expect(few).toContainText('Nobody asked the restaurants.');
  await expect(page.getByRole('listitem', { name: /1\.4 for everyone/ })).toBeVisible();
});

test('another day is a key away, and a day before all says so', async ({ page, host }) => {
  await open(page, host, `#/deployments/on?of=${day(-30)}`);
  await expect(page.getByRole('listitem', { name: /2\.0-beta/ })).toBeVisible();
  await page.getByRole('button', { name: 'The day before' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listitem', { name: /1\.4 for everyone/ })).toBeVisible();
  await expect(page.getByRole('listitem', { name: /2\.0-beta/ })).toBeHidden();
  await page.getByLabel('On', { exact: true }).fill(day(-200));
  await expect(page.getByRole('heading', { name: /Nothing was in production on/ })).toBeVisible();
});
