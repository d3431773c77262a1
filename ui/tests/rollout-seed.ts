/** Two complete bundles, 1.4 for everyone and 2.0 for a few, with what was measured of both. */
import type { Host } from './host';

/** What was made, by name: entity ids. */
export interface RolledOut {
  old: string;
  beta: string;
  metric: string;
  model: string;
}

const DAY = 86_400_000;

/** A day so many days from now, `YYYY-MM-DD`. */
export const day = (offset: number): string => new Date(Date.now() + offset * DAY).toISOString().slice(0, 10);

/** Fills the open workspace. */
export async function rolledOut(host: Host): Promise<RolledOut> {
  const metric = await host.add('metric', {
    title: 'Order conversion',
    unit: '%',
    direction: 'higher-is-better',
  });
  const bundles: string[] = [];
  let model = '';
  for (const [n, label] of [
    ['3', '1.4'],
    ['6', '2.0-beta'],
  ] as const) {
    const data = await host.add('data-version', {
      title: 'orders',
      version: n,
      digest: `sha256:${n.repeat(64)}`,
    });
    const code = await host.add('code-version', {
      repository: 'git/recommender',
      commit: n.repeat(40),
      tag: `v${n}`,
    });
    const made = await host.add('model-version', {
      title: 'ranker',
      version: n,
      digest: `sha256:${'ab'.repeat(31)}0${n}`,
      'trained-on': [data.id],
      'built-from': [code.id],
      parameters: { trees: `${n}00` },
    });
    model = made.id;
    const bundle = await host.call('bundle.make', { label, model: made.id });
    bundles.push(bundle.saved?.id ?? '');
  }
  const [first = '', second = ''] = bundles;
  const old = await host.add('deployment', {
    title: '1.4 for everyone',
    bundle: first,
    environment: 'production',
    audience: 'everyone',
    share: 100,
    from: day(-90),
    status: 'live',
    'recovery-plan': 'Call Ines.',
    'monitoring-plan': 'Every Monday.',
  });
  const beta = await host.add('deployment', {
    title: '2.0-beta for a few',
    bundle: second,
    environment: 'production',
    audience: 'selected-users',
    share: 5,
    from: day(-30),
    status: 'live',
    'monitoring-plan': 'Hourly.',
  });
  const window = `${day(-28)}..${day(-14)}`;
  for (const [deployment, fresh, regular] of [
    [beta.id, 300, 210],
    [old.id, 200, 200],
  ] as const) {
    for (const [segment, successes] of [
      ['new users', fresh],
      ['regulars', regular],
    ] as const) {
      await host.call('observation.record', {
        deployment,
        kind: 'metric',
        metric: metric.id,
        title: `Conversion of ${segment}`,
        segment,
        n: 1000,
        successes,
        window,
      });
    }
  }
  return { old: old.id, beta: beta.id, metric: metric.id, model };
}
