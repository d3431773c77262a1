/** What a loop-back begins with, by what caused it. Pure. */
import type { CardDto, JsonValue } from '../host/api';

/** Kinds a return to an earlier stage can be opened from: their pages have the button. */
export const TRIGGERS: readonly string[] = ['measurement', 'observation', 'decision'];

/** Where each kind of trigger stands, and where it mostly leads back to. */
const WAY: Record<string, { from: string; to: string }> = {
  measurement: { from: 'test', to: 'ideate' },
  observation: { from: 'phase:monitor', to: 'empathise' },
  decision: { from: 'test', to: 'define' },
};

/** Values by field: a way that fits the kind, and the trigger's own words as the reason. */
export function returnFrom(trigger: Pick<CardDto, 'kind' | 'title'>): Record<string, JsonValue> {
  const way = WAY[trigger.kind] ?? { from: 'test', to: 'ideate' };
  return { ...way, reason: trigger.title };
}
