/** What can be taken in, in a sentence each. */

/** A format the import dialog offers. */
export interface Format {
  name: 'adr' | 'mlflow' | 'dvc' | 'git' | 'openlineage' | 'croissant' | 'modelcard' | 'jsonl';
  label: string;
  /** What it brings. */
  sentence: string;
  /** What the path is called. */
  path: string;
  placeholder: string;
  pick: 'folder' | 'file' | 'either';
  endings: string[];
  /** Whether it changes in place and can be watched. */
  watched: boolean;
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
    watched: true,
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
    watched: true,
  },
  {
    name: 'dvc',
    label: 'DVC',
    sentence:
      'A repository with DVC’s files, over its history: data and model versions with their hashes, runs of stages, tags of GTO.',
    path: 'Repository',
    placeholder: '/home/me/triage',
    pick: 'folder',
    endings: [],
    watched: true,
  },
  {
    name: 'git',
    label: 'Git',
    sentence: 'The tags of a repository, and the commits you name, become code versions.',
    path: 'Repository',
    placeholder: '/home/me/recommender',
    pick: 'folder',
    endings: [],
    watched: true,
  },
  {
    name: 'openlineage',
    label: 'OpenLineage',
    sentence: 'Events of pipeline runs become activities with the data, models and code they stood on.',
    path: 'File of events',
    placeholder: '/home/me/lineage.jsonl',
    pick: 'file',
    endings: ['jsonl', 'ndjson', 'json'],
    watched: false,
  },
  {
    name: 'croissant',
    label: 'Croissant',
    sentence: 'The description of a data set: its digests, fields, licence and known biases.',
    path: 'File',
    placeholder: '/home/me/wdbc/croissant.json',
    pick: 'file',
    endings: ['json', 'jsonld'],
    watched: false,
  },
  {
    name: 'modelcard',
    label: 'Model card',
    sentence: 'A README with front matter: what the model is for, its limits, biases and results.',
    path: 'README.md',
    placeholder: '/home/me/triage-model/README.md',
    pick: 'file',
    endings: ['md'],
    watched: false,
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
    watched: false,
  },
];

/** The format of a name, else the first. */
export function formatOf(name: string): Format {
  const found = FORMATS.find((f) => f.name === name) ?? FORMATS[0];
  if (!found) throw new Error('there is at least one format');
  return found;
}
