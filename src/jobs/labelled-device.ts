// The shape of a device that was labelled by reading the advisory itself, before anything here judged it.

/** What the document says of a device: affected, not affected, or nothing that settles it. */
export type Label = 'affected' | 'not affected' | 'cannot be told';

/** A program on the device, or the CPE name or package URL that a scan gave it. */
export interface LabelledProgram {
  readonly name: string;
  readonly version: string;
  readonly cpe?: string | undefined;
  readonly purl?: string | undefined;
}

/** What else is known of the device. */
export interface MoreFacts {
  readonly os?: { readonly name: string; readonly version?: string | undefined; readonly build?: string | undefined };
  readonly software?: readonly LabelledProgram[];
  readonly modality?: string;
}

/** Maker, model, version (null: not known), label, why, and what else is known. */
export type LabelledRow = readonly [
  vendor: string,
  model: string,
  version: string | null,
  label: Label,
  because: string,
  more?: MoreFacts,
];

/** In place of a number: whether any flaw at all is said of the device. */
export const ANY_FLAW = 'any flaw';

export interface LabelledDevice {
  /** The document or record that was read. */
  readonly source: string;
  readonly cve: string;
  readonly row: LabelledRow;
}

/** Rows that were labelled by one document, for one CVE of it. */
export function labelled(source: string, cve: string, rows: readonly LabelledRow[]): LabelledDevice[] {
  return rows.map((row) => ({ source, cve, row }));
}

export const yes = 'affected';
export const no = 'not affected';
export const open = 'cannot be told';
