import { expect, test } from 'vitest';
import { returnFrom, TRIGGERS } from './returns';

test('every trigger gives a way back and a reason, so that two presses are enough', () => {
  for (const kind of TRIGGERS) {
    const fields = returnFrom({ kind, title: 'Conversion fell' });
    expect(fields['from']).not.toBe(fields['to']);
    expect(fields).toMatchObject({ reason: 'Conversion fell' });
  }
  expect(returnFrom({ kind: 'observation', title: 'x' })).toMatchObject({
    from: 'phase:monitor',
    to: 'empathise',
  });
});
