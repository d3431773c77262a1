/** What can be written for others, in a sentence each, and what an export is of. */
import type { CardDto, ExportTable } from '../host/api';

/** The name of a format. */
export type FormatName = 'prov' | 'cyclonedx' | 'modelcard' | 'slsa' | 'madr' | 'csv' | 'jsonl' | 'needs';

/** A format the export dialog offers. */
export interface Format {
  name: FormatName;
  label: string;
  /** What it is for, and who reads it. */
  sentence: string;
  /** How its file's name ends. */
  ending: string;
  /** It tells of model and data versions only. */
  versions: boolean;
  /** It is several files: a folder, or a zip. */
  folder: boolean;
}

/** In the order people meet them. */
export const FORMATS: readonly Format[] = [
  {
    name: 'madr',
    label: 'Decision records',
    sentence:
      'Each decision as a MADR 4 file with its options, consequences and stances, for a repository beside the code. Engineers read them, and they come back in by import.',
    ending: 'zip',
    versions: false,
    folder: true,
  },
  {
    name: 'prov',
    label: 'Provenance',
    sentence:
      'W3C PROV-JSON: what was made of what, by which work, by whom. For auditors, data catalogues and provenance tools.',
    ending: 'prov.json',
    versions: false,
    folder: false,
  },
  {
    name: 'cyclonedx',
    label: 'ML-BOM',
    sentence:
      'CycloneDX 1.6: models with their cards, data, hashes and what depends on what. For security and procurement, who keep bills of materials.',
    ending: 'cdx.json',
    versions: true,
    folder: false,
  },
  {
    name: 'modelcard',
    label: 'Model card',
    sentence:
      'A README.md as Hugging Face shows it: use, limits, biases, results, and the decisions behind. For whoever takes the model up.',
    ending: 'md',
    versions: true,
    folder: false,
  },
  {
    name: 'slsa',
    label: 'Build provenance',
    sentence:
      'An in-toto statement with SLSA provenance: a model by its digest, with the data and code it was made of. It is not signed: whoever releases signs it.',
    ending: 'intoto.json',
    versions: true,
    folder: false,
  },
  {
    name: 'needs',
    label: 'needs.json',
    sentence:
      'Artefacts and links for sphinx-needs, for those who keep requirements and documentation there.',
    ending: 'json',
    versions: false,
    folder: false,
  },
  {
    name: 'csv',
    label: 'Table',
    sentence:
      'A CSV file for a spreadsheet. Nothing in it is taken for a formula: such a cell has an apostrophe before it.',
    ending: 'csv',
    versions: false,
    folder: false,
  },
  {
    name: 'jsonl',
    label: 'JSON Lines',
    sentence:
      'Everything, a line for each artefact and link, for scripts and for another workspace: it comes back in by import.',
    ending: 'jsonl',
    versions: false,
    folder: false,
  },
];

/** The format of this name, else the first. */
export function formatOf(name: string): Format {
  const first = FORMATS[0];
  if (!first) throw new Error('There are no formats.');
  return FORMATS.find((f) => f.name === name) ?? first;
}

/** What an export dialog begins with. */
export interface Exporting {
  /** The format to begin with. */
  format?: FormatName;
  /** The artefact it is opened from. */
  of?: CardDto;
  /** The table it is opened from: what it is called, and what is asked for. */
  table?: { title: string; rows: number | undefined; ask: Partial<ExportTable>; release?: string };
}

/** Kinds whose own page is about versions. */
export const VERSIONED: readonly string[] = ['model-version', 'data-version', 'bundle'];

/** A name for the file: what it is of, in letters that any system takes. */
export function fileName(format: Format, of: string): string {
  const stem = of
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${stem === '' ? 'export' : stem}.${format.ending}`;
}
