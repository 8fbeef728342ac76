// Opens the knowledge of a data folder and asks it for one product, one flaw and one that is not there.
import { parseCpe } from '../../src/knowledge/index.ts';
import { KnowledgeFolder } from '../../src/sensors/feeds/index.ts';

const begun = performance.now();
const { cves } = new KnowledgeFolder(process.argv[2] ?? '').knowledge();
const openMs = performance.now() - begun;
const parsed = parseCpe('cpe:2.3:a:openssl:openssl:1.0.2:*:*:*:*:*:*:*');
const found = parsed.kind === 'name' ? cves.about(parsed.name).length : 0;
const isKnown = cves.byId('CVE-2017-0144') !== null && cves.byId('CVE-1900-0001') === null;
const firstAnswersMs = performance.now() - begun - openMs;
const rounded = (value: number): number => Math.round(value * 10) / 10;
process.stdout.write(
  JSON.stringify({ openMs: rounded(openMs), firstAnswersMs: rounded(firstAnswersMs), found, isKnown }),
);
