/**
 * A small thread, told through the commands the page itself uses: from a quote to a model that is
 * live, with a rejected option, an open objection, a loop-back and a diamond.
 */
import type { AddArgs, Commands, NewLink, Saved } from '../src/host/api';

/** Calls a command of a running host. */
export type Call = <K extends keyof Commands>(
  name: K,
  args?: Partial<Commands[K]['args']>,
) => Promise<Commands[K]['result']>;

/** What the seeded artefacts are called, with their entity ids. */
export type Seeded = Record<string, Saved>;

/** Fills the open workspace. */
export async function seed(call: Call): Promise<Seeded> {
  const made: Seeded = {};
  const id = (key: string): string => {
    const found = made[key];
    if (!found) throw new Error(`${key} was not made yet`);
    return found.id;
  };
  const add = async (
    key: string,
    kind: string,
    fields: AddArgs['fields'],
    links: [type: string, other: string, out?: boolean, fields?: NewLink['fields']][] = [],
    more: Partial<AddArgs> = {},
  ): Promise<void> => {
    made[key] = await call('artefact.add', {
      kind,
      fields,
      links: links.map(([type, other, out = true, own = {}]) => ({
        type,
        other: id(other),
        out,
        fields: own,
      })),
      ...more,
    });
  };

  await add('team-product', 'team', { title: 'Product', initials: 'PR', colour: '#0072b2' });
  await add('team-ops', 'team', { title: 'Operations', initials: 'OP' });
  await add('team-sales', 'team', { title: 'Sales' });
  await add('team-data', 'team', { title: 'Data science' });
  await add('ines', 'stakeholder', { title: 'Ines Duarte', role: 'product', voice: 'voter' }, [
    ['member-of', 'team-product'],
  ]);
  await add('omar', 'stakeholder', { title: 'Omar Haddad', role: 'operations', voice: 'voter' }, [
    ['member-of', 'team-ops'],
  ]);
  await add('sara', 'stakeholder', { title: 'Sara Lind', role: 'sales', voice: 'voter' }, [
    ['member-of', 'team-sales'],
  ]);
  await add('dev', 'stakeholder', { title: 'Dev Patel', role: 'data-science', voice: 'voter' }, [
    ['member-of', 'team-data'],
  ]);
  await call('workspace.context', { actor: id('ines'), new_actor: false });

  await add('hanna', 'persona', {
    title: 'Hungry Hanna',
    type: 'end-user',
    goals: 'A good dinner without thinking.',
  });
  await add(
    'interview',
    'evidence',
    { title: 'Interview with P07', method: 'interview', date: '2026-08-03', participant: 'P07' },
    [['from', 'hanna']],
    { on: '2026-08-03' },
  );
  await add(
    'analytics',
    'evidence',
    {
      title: '62 % of dinner orders repeat the last one',
      method: 'analytics',
      date: '2026-08-05',
      'sample-size': 12000,
    },
    [['from', 'hanna']],
  );
  await add('quote', 'highlight', { quote: 'I scroll for ten minutes, then order the usual.' }, [
    ['taken-from', 'interview'],
  ]);
  await add('count', 'highlight', { quote: 'Six of ten dinners are the same dish as last time.' }, [
    ['taken-from', 'analytics'],
  ]);
  await add('insight', 'insight', { title: 'Choice is tiring at dinner time', confidence: 'high' }, [
    ['supports', 'quote', false],
    ['supports', 'count', false],
  ]);
  await add(
    'problem',
    'problem',
    {
      title: 'A good dinner in under a minute',
      need: 'to decide in under a minute',
      because: 'choosing tires her more than cooking',
      'surface-request': 'More restaurants, please.',
    },
    [
      ['concerns', 'hanna'],
      ['motivates', 'insight', false],
    ],
  );
  await add(
    'couriers',
    'problem',
    { title: 'Couriers wait at restaurants', need: 'shorter waits', because: 'food is not ready' },
    [['concerns', 'hanna']],
  );
  await add('metric', 'metric', { title: 'Order conversion', unit: '%', direction: 'higher-is-better' });
  await add(
    'objective',
    'objective',
    { title: 'Order conversion to 14 %', direction: 'increase-to', target: '14', 'by-when': '2026-11-30' },
    [['measured-by', 'metric']],
  );
  await add('baseline', 'idea', { title: 'Most popular near you, by hour' }, [['addresses', 'problem']]);
  await add('ranker', 'idea', { title: 'Two-tower ranker on order history' }, [
    ['addresses', 'problem'],
    ['builds-on', 'baseline'],
  ]);
  await add('swipe', 'idea', { title: 'Swipe deck of dishes' }, [['addresses', 'problem']]);
  await add('proto-base', 'prototype', { title: 'Popularity by hour and district', fidelity: 'baseline' }, [
    ['realises', 'baseline'],
  ]);
  await add('proto', 'prototype', { title: 'Ranker behind the popularity baseline', fidelity: 'shadow' }, [
    ['realises', 'ranker'],
  ]);
  await add(
    'experiment',
    'experiment',
    {
      title: 'Orders in under a minute',
      'we-believe': 'A shorter list helps.',
      'to-verify': 'Two weeks against the baseline.',
      'we-measure': 'Order conversion.',
      'right-if': 'It grows by two points.',
    },
    [['tests', 'proto']],
  );
  await add(
    'result',
    'measurement',
    { title: 'Conversion with the ranker', arm: 'ranker', mean: '15.9', n: 8950, date: '2026-10-20' },
    [
      ['measured-in', 'experiment'],
      ['about', 'metric'],
    ],
  );
  await add('data', 'data-version', {
    title: 'orders',
    version: '2026-10',
    digest: [{ algorithm: 'sha256', value: '51be0a'.padEnd(64, '7') }],
  });
  await add('code', 'code-version', {
    title: 'reco 4e1f9aa',
    repository: 'recommender',
    commit: '4e1f9aa'.padEnd(40, '3'),
  });
  await add(
    'model',
    'model-version',
    {
      title: 'ranker',
      version: '7',
      digest: [{ algorithm: 'sha256', value: '9f2c7d'.padEnd(64, '4') }],
      metrics: { auc: '0.81', p95_ms: '38' },
    },
    [
      ['trained-on', 'data'],
      ['built-from', 'code'],
      ['produced', 'proto', false],
    ],
  );
  await add(
    'decision',
    'decision',
    {
      title: 'What should the recommender maximise?',
      context: 'Product wants click-through, sales wants sales, data science wants accuracy.',
      outcome: 'To be decided.',
      rationale:
        'Order value is the only measure that product and sales both accept. We keep click-through as a **guardrail** with a margin of one point.',
      method: 'consent',
      status: 'proposed',
      'revisit-when': 'Order value falls below click-through’s lift for two weeks.',
      'review-date': '2026-12-01',
    },
    [
      ['rests-on', 'insight'],
      ['rests-on', 'problem'],
    ],
  );
  await add(
    'opt-value',
    'option',
    {
      title: 'Expected order value',
      for: 'Serves sales and product alike.',
      against: 'Favours dear restaurants; needs a cap.',
    },
    [
      ['option-of', 'decision'],
      ['stands-for', 'ranker'],
    ],
  );
  await add(
    'opt-clicks',
    'option',
    {
      title: 'Click-through rate',
      for: 'Quick to measure.',
      against: 'Clicks went up and baskets down in spring.',
    },
    [['option-of', 'decision']],
  );
  await add(
    'opt-accuracy',
    'option',
    { title: 'Accuracy of 99.99 %', against: 'Predicting “no reorder” for everyone already scores 97.8 %.' },
    [['option-of', 'decision']],
  );
  await add(
    'sta-ines',
    'stance',
    { position: 'consent', reason: 'Meets the core objective.', given: 'recorded-on-behalf' },
    [
      ['on', 'decision'],
      ['by', 'ines'],
    ],
  );
  await add(
    'sta-dev',
    'stance',
    {
      position: 'consent-with-concern',
      reason: 'Order value is noisy; needs four weeks, not two.',
      given: 'recorded-on-behalf',
    },
    [
      ['on', 'decision'],
      ['by', 'dev'],
    ],
  );
  await add(
    'sta-sara',
    'stance',
    {
      position: 'object',
      reason: 'Small restaurants vanish from the first screen; we lose contracts.',
      given: 'recorded-on-behalf',
    },
    [
      ['on', 'decision'],
      ['by', 'sara'],
    ],
  );
  await add(
    'ship',
    'decision',
    {
      title: 'Shadow the ranker behind the baseline before anyone sees it',
      outcome: 'Shadow first.',
      rationale: 'Nobody can pay for GPUs twice.',
      status: 'accepted',
      'decided-on': '2026-11-02',
    },
    [
      ['decides', 'proto', true, { outcome: 'chosen' }],
      ['decides', 'swipe', true, { outcome: 'rejected' }],
      ['rests-on', 'result'],
    ],
  );
  await add(
    'sta-aside',
    'stance',
    { position: 'stand-aside', reason: 'Show me baskets, not clicks.', given: 'recorded-on-behalf' },
    [
      ['on', 'ship'],
      ['by', 'sara'],
    ],
  );
  await add(
    'loop',
    'loop-back',
    { from: 'test', to: 'ideate', reason: 'GPU cost above budget', status: 'open' },
    [
      ['triggered-by', 'result'],
      ['reopens', 'ranker'],
    ],
  );
  await add('bundle', 'bundle', { title: '2.0-rc3' }, [
    ['ships', 'model'],
    ['ships', 'data'],
    ['ships', 'code'],
  ]);
  await add(
    'live',
    'deployment',
    {
      title: '5 % of users since 14 Nov',
      environment: 'production',
      audience: 'selected-users',
      share: '5',
      status: 'live',
      from: '2026-11-14',
    },
    [['deploys', 'bundle']],
  );
  return made;
}
