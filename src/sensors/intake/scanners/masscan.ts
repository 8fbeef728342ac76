// masscan's reports as JSON (-oJ): open ports by address, one object a line in a list, the last of which may be cut.
import { z } from 'zod';
import type { ImportedRow, Importer } from '../importer.ts';
import { readLines } from '../lines.ts';
import { HostSayings, protocolOf } from './host-sayings.ts';

const KIND = 'masscan-json';

const record = z.object({
  ip: z.string(),
  timestamp: z.coerce.number().optional().catch(undefined),
  ports: z.array(
    z.object({
      port: z.number().int(),
      proto: z.string().default('tcp'),
      status: z.string().default('open'),
      service: z
        .object({ name: z.string().default(''), banner: z.string().default('') })
        .optional()
        .catch(undefined),
    }),
  ),
});

/** masscan -oJ. */
export const masscan: Importer = {
  kind: KIND,
  label: 'masscan report (JSON)',
  verified: true,
  recognizes: (head) => /^\s*\[?\s*\{\s*"ip"\s*:\s*"[^"]+"\s*,\s*"timestamp"\s*:[^}]*"ports"\s*:/.test(head),
  read,
};

async function* read(source: AsyncIterable<Uint8Array>): AsyncGenerator<readonly ImportedRow[]> {
  const notes = { foreign: 0, firstForeign: null };
  for await (const lines of readLines(source, { name: 'utf-8', mark: 0 }, notes)) {
    yield lines.flatMap(({ text, number }): ImportedRow[] => {
      const trimmed = text
        .trim()
        .replace(/^\[|^,|,$|\]$/g, '')
        .trim();
      if (trimmed === '' || trimmed === '{finished: 1}') return [];
      return [rowOf(trimmed, number)];
    });
  }
}

function rowOf(text: string, row: number): ImportedRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { row, problem: 'The line is no JSON object.' };
  }
  const parsed = record.safeParse(value).data;
  if (!parsed) return { row, problem: 'The line names no address with ports.' };
  const say = HostSayings.of(parsed.ip, KIND, parsed.timestamp ? parsed.timestamp * 1000 : undefined);
  if (!say) return { row, problem: 'The line has no address.' };
  say.seen();
  for (const { port, proto, status, service } of parsed.ports) {
    if (proto !== 'tcp' || status !== 'open') continue;
    const name = service?.name ?? '';
    const isBanner = name !== '' && name !== 'title' && name !== 'X509';
    say.service({
      port,
      name: isBanner ? name : '',
      banner: isBanner ? (service?.banner ?? '') : '',
      protocol: protocolOf(name),
    });
  }
  return { row, statements: say.list };
}
