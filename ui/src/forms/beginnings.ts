/** Other ways to begin a new artefact than its form: from a file, for example. */
import { desk, type Adding } from '../state/desk.svelte';

/** A way to begin, offered in the form of a kind. */
export interface Beginning {
  /** On its button. */
  label: string;
  /** Opens it with what the form was opened with. */
  run: (adding: Adding) => void;
}

const text = (adding: Adding, name: string): string | undefined => {
  const value = adding.fields?.[name];
  return typeof value === 'string' ? value : undefined;
};

/** By kind. */
export const BEGINNINGS: Partial<Record<string, Beginning>> = {
  activity: {
    label: 'From results of tests (JUnit XML) …',
    run: (adding) => {
      const [check, phase] = [text(adding, 'check'), text(adding, 'phase')];
      desk.checking = {
        ...(check === undefined ? {} : { check }),
        ...(phase === undefined ? {} : { phase }),
        of: adding.refs?.['inputs'] ?? [],
      };
    },
  },
};
