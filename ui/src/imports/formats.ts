/** What can be taken in, in a sentence each. */

/** A format the import dialog offers. */
export interface Format {
  name: 'adr' | 'mlflow' | 'git' | 'jsonl';
  label: string;
  /** What it brings. */
  sentence: string;
  /** What the path is called. */
  path: string;
  placeholder: string;
  pick: 'folder' | 'file' | 'either';
  endings: string[];
}

/** In the order people meet them. */
export const FORMATS: readonly Format[] = [
  {
    name: 'adr',
    label: 'Decision records',
    sentence:
      'A folder or repository of Markdown records (MADR, Nygard, log4brains, tables) becomes decisions with their options, reasons and authors.',
    path: 'Folder or repository',
    placeholder: '/home/me/platform/docs/decisions',
    pick: 'folder',
    endings: [],
  },
  {
    name: 'mlflow',
    label: 'MLflow',
    sentence:
      'A tracking store (its SQLite file, or its folder) becomes model, data and code versions with their metrics. It is only read.',
    path: 'Store: mlflow.db or mlruns',
    placeholder: '/home/me/churn/mlflow.db',
    pick: 'either',
    endings: ['db', 'sqlite', 'sqlite3'],
  },
  {
    name: 'git',
    label: 'Git',
    sentence: 'The tags of a repository, and the commits you name, become code versions.',
    path: 'Repository',
    placeholder: '/home/me/recommender',
    pick: 'folder',
    endings: [],
  },
  {
    name: 'jsonl',
    label: 'JSON Lines',
    sentence:
      'Artefacts and links of any kind, one a line: the door for spreadsheets, scripts and other tools. All or nothing.',
    path: 'File',
    placeholder: '/home/me/interviews.jsonl',
    pick: 'file',
    endings: ['jsonl', 'ndjson', 'json'],
  },
];

/** The format of a name, else the first. */
export function formatOf(name: string): Format {
  const found = FORMATS.find((f) => f.name === name) ?? FORMATS[0];
  if (!found) throw new Error('there is at least one format');
  return found;
}
