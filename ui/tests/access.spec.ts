import { violations } from './axe';
import { expect, link, open, test } from './host';

const ids: Record<string, string> = {};

test.beforeAll(async ({ host }) => {
  await host.workspace('access');
  const persona = await host.add('persona', { title: 'Hungry Hanna', type: 'end-user' });
  const evidence = await host.add(
    'evidence',
    {
      method: 'interview',
      date: '2026-08-03',
      participant: 'P07',
      transcript: 'Well. I scroll for ten minutes. Write to a@b.org.',
    },
    [link('from', persona.id)],
  );
  const highlight = await host.add('highlight', { quote: 'I scroll for ten minutes.', cluster: 'Tired' }, [
    link('taken-from', evidence.id),
  ]);
  const insight = await host.add('insight', { title: 'They want to stop choosing' }, [
    link('supports', highlight.id, false),
  ]);
  const problem = await host.add(
    'problem',
    {
      need: 'to decide quickly',
      because: 'choosing tires',
      notes: '# Head\n\ntext `code`',
      tags: ['dinner'],
      benefit: { low: '1', likely: '2', high: '3' },
    },
    [link('concerns', persona.id), link('motivates', insight.id, false)],
  );
  const idea = await host.add('idea', { title: 'Show three dishes' }, [link('addresses', problem.id)]);
  await host.add('prototype', { title: 'Baseline', fidelity: 'baseline' }, [link('realises', idea.id)]);
  const data = await host.add('data-version', {
    title: 'orders',
    version: '10',
    digest: [{ algorithm: 'sha256', value: 'ab'.repeat(32) }],
  });
  const model = await host.add('model-version', { title: 'ranker', version: '7', metrics: { auc: '0.81' } }, [
    link('trained-on', data.id),
  ]);
  const bundle = await host.add('bundle', { title: '2.0' }, [link('ships', model.id)]);
  await host.add('deployment', { audience: 'everyone', environment: 'production', status: 'live' }, [
    link('deploys', bundle.id),
  ]);
  await host.add('component', { title: 'Order events', type: 'data-collection' });
  const decision = await host.add(
    'decision',
    { title: 'Which first?', outcome: 'Three', rationale: 'Cheap', status: 'accepted' },
    [{ type: 'decides', other: idea.id, out: true, fields: { outcome: 'chosen' } }],
  );
  const metric = await host.add('metric', { title: 'Conversion', unit: '%', direction: 'higher-is-better' });
  const experiment = await host.add(
    'experiment',
    {
      'we-believe': 'Three dishes sell more.',
      arms: [{ name: 'list' }, { name: 'three dishes' }],
      'minimum-effect': '5',
      'sample-size': 40,
    },
    [link('measured-by', metric.id), link('guarded-by', metric.id)],
  );
  await host.call('experiment.results', {
    id: experiment.id,
    csv: 'arm,n,successes\nlist,40,10\nthree dishes,40,30\n',
  });
  await host.call('experiment.lock', { id: experiment.id });
  Object.assign(ids, {
    evidence: evidence.id,
    insight: insight.id,
    experiment: experiment.id,
    problem: problem.id,
    model: model.id,
    decision: decision.id,
  });
  await host.add('session', { title: 'Twenty minutes', status: 'planned' }, [
    link('works-on', problem.id),
    link('attended-by', 'STK-1'),
  ]);
});

const routes = (): string[] => [
  '#/',
  ...['empathise', 'define', 'ideate', 'prototype', 'test', 'build', 'live', 'frame', 'any'].map(
    (s) => `#/stage/${s}`,
  ),
  ...['reader', 'affinity', 'insights', 'personas'].map((v) => `#/stage/empathise/${v}`),
  '#/stage/ideate/ideas',
  '#/stage/ideate/objectives',
  `#/artefact/${ids['evidence']}?at=HLT-1`,
  `#/artefact/${ids['insight']}`,
  '#/stage/define/problems',
  '#/stage/define/criteria',
  '#/stage/ideate/evaluation',
  '#/stage/ideate/session',
  '#/stage/ideate/session?room=SES-1',
  '#/artefact/SES-1',
  '#/decisions',
  '#/review',
  `#/decision/${ids['decision']}`,
  '#/versions',
  '#/versions/compare',
  '#/versions/watched',
  '#/versions/schema',
  '#/versions/drift',
  '#/deployments',
  '#/deployments/rollout',
  '#/deployments/compare',
  '#/deployments/observations',
  '#/deployments/on',
  '#/readiness',
  '#/system',
  '#/system/components',
  '#/system/loop',
  '#/system/impact',
  `#/system/impact?of=${ids['model']}`,
  '#/people',
  '#/heard',
  `#/artefact/${ids['problem']}`,
  `#/artefact/${ids['model']}`,
  `#/thread/${ids['model']}`,
  '#/thread',
  '#/history',
  '#/history/compare',
  '#/history/artefact?of=PRB-1',
  '#/history/person?of=STK-1',
  '#/audit',
  '#/audit/verify',
  '#/audit/seals',
  '#/audit/decided',
  '#/audit/late',
  '#/audit/waivers',
  '#/audit/undecided',
  '#/audit/sample',
  '#/audit/anchors',
  '#/dossier',
  '#/dossier?of=all',
  '#/dossier/frameworks',
  '#/audit/keys',
  '#/audit/erased',
  '#/audit/copies',
  '#/audit/conflicts',
  '#/audit/pack',
  '#/search?q=hanna',
  '#/nowhere',
  '#/start',
];

for (const theme of ['light', 'dark'] as const) {
  test(`no route has a fault axe can find, ${theme}`, async ({ page, host }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const faults: string[] = [];
    for (const route of routes()) {
      await page.goto(`${host.url}/${route}`);
      await expect(page.locator('main').first()).toBeVisible();
      // The page asks for the log's length all the time, so the network may never rest.
      await page.waitForLoadState('networkidle', { timeout: 1500 }).catch(() => undefined);
      await page.waitForTimeout(350);
      for (const fault of await violations(page)) faults.push(`${route} ${fault}`);
    }
    expect(faults).toEqual([]);
  });

  test(`no form, menu or dialog has a fault axe can find, ${theme}`, async ({ page, host }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const faults: string[] = [];
    const look = async (what: string) => {
      await page.waitForTimeout(250);
      for (const fault of await violations(page)) faults.push(`${what} ${fault}`);
    };
    for (const kind of [
      'persona',
      'problem',
      'evaluation',
      'experiment',
      'data-version',
      'model-version',
      'deployment',
    ]) {
      await open(page, host, '#/');
      await page.keyboard.press('Control+k');
      const label = `New ${kind.replace('-', ' ')}`;
      await page.getByRole('combobox', { name: 'Search, jump, create or run' }).fill(label);
      await page.getByRole('option', { name: label, exact: true }).click();
      await expect(page.getByRole('dialog', { name: label })).toBeVisible();
      const more = page.getByRole('button', { name: /More fields/ });
      if (await more.isVisible()) await more.click();
      await look(label);
      await page.keyboard.press('Escape');
    }
    await open(page, host, '#/stage/empathise');
    await page.getByRole('button', { name: 'Table' }).click();
    await expect(page.locator('tbody a').first()).toBeVisible();
    await look('table');
    await page.getByRole('button', { name: 'Columns' }).click();
    await look('columns menu');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await look('palette');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await look('keys');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /At the keyboard/ }).click();
    await look('person');
    await page.keyboard.press('Escape');
    await open(page, host, `#/artefact/${ids['problem']}`);
    await page.getByRole('button', { name: 'Edit Persona' }).focus();
    await page.keyboard.press('Enter');
    await look('editing a link');
    await page.getByRole('button', { name: 'Link …' }).click();
    await look('new link');
    expect(faults).toEqual([]);
  });

  test(`no screen of prototypes and experiments has a fault axe can find, ${theme}`, async ({
    page,
    host,
  }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const faults: string[] = [];
    const look = async (what: string) => {
      await page.waitForTimeout(250);
      for (const fault of await violations(page)) faults.push(`${what} ${fault}`);
    };
    await open(page, host, '#/stage/prototype/cards');
    await expect(page.getByRole('region', { name: 'Baseline' }).first()).toBeVisible();
    await look('cards');
    await page
      .getByRole('button', { name: /Link what it produced/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'New model version' }).click();
    await look('link what it produced');
    await open(page, host, '#/stage/test/experiments');
    await expect(page.getByRole('table', { name: 'Experiments' })).toBeVisible();
    await look('experiments');
    await open(page, host, `#/artefact/${ids['experiment']}`);
    await expect(page.getByRole('img', { name: /Intervals/ })).toBeVisible();
    await look('an experiment');
    await page.getByRole('button', { name: 'Edit plan' }).click();
    await look('its plan');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Record result' }).click();
    await look('its results');
    expect(faults).toEqual([]);
  });
}
