// Whether a bill of materials is about the product that a device is: the same maker, the same model, and no other version.
import { compareVersions, matchProduct } from '#knowledge/index.ts';

/** The product of a bill. */
export interface BilledProduct {
  readonly vendor: string | null;
  readonly product: string | null;
  readonly version: string | null;
}

/** A device as far as bills go. */
export interface FitDevice {
  readonly vendor: string | null;
  readonly model: string | null;
  readonly software: readonly { readonly name: string; readonly version: string | null }[];
}

/** Whether maker and model are those of the bill; a bill without a maker is linked by people only. */
export function isSameModel(bill: BilledProduct, device: Pick<FitDevice, 'vendor' | 'model'>): boolean {
  const { vendor, product } = bill;
  if (vendor === null || product === null || device.vendor === null || device.model === null) return false;
  return matchProduct({ vendor: device.vendor, name: device.model }, { vendor, product })?.fit === 'same';
}

/** Whether the bill is about the device, as far as anything says: a version that is not known does not speak against it. */
export function isAbout(bill: BilledProduct, device: FitDevice): boolean {
  if (!isSameModel(bill, device)) return false;
  const { version } = bill;
  const known = device.software.flatMap((each) => ownVersion(each, device.model ?? '') ?? []);
  return version === null || known.length === 0 || known.some((each) => isEqual(each, version));
}

/** The version of the device itself that an entry of its software tells; lists write it behind the name, as in "Beam 9 4.2". */
function ownVersion({ name, version }: FitDevice['software'][number], model: string): string | null {
  const [full, own] = [name.trim().toLowerCase(), model.trim().toLowerCase()];
  if (full === own) return version;
  const [, behind] = full.startsWith(`${own} `) ? (/^v?(\d[\w.+-]*)$/.exec(full.slice(own.length).trim()) ?? []) : [];
  return behind ?? null;
}

function isEqual(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase() || compareVersions(a, b).order === 0;
}
