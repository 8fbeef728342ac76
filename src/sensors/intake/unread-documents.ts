// Documents that people have at hand and that are no source of facts about their devices: known by content, and answered in words
// instead of being taken for a list.
import { Invalid } from '#kit/index.ts';
import { recognizeSbom } from './sbom/read-sbom.ts';
import { headingNames } from './tables/delimited.ts';

interface UnreadDocument {
  readonly what: string;
  readonly because: string;
  recognizes(head: string): boolean;
}

const OF_THE_WORLD =
  "It says what is known about products, not which of them you have: take it in with 'dosimeter feeds import'";

const DOCUMENTS: readonly UnreadDocument[] = [
  {
    what: 'a knowledge pack',
    because: OF_THE_WORLD,
    recognizes: (head) => head.startsWith('DOSIPACK'),
  },
  {
    what: 'a bill of materials',
    because:
      "It is kept for a product, not read into facts: take it in on the page 'Import' or with the command 'import'",
    recognizes: (head) => recognizeSbom(head) !== null,
  },
  {
    what: "a manufacturer's disclosure statement (MDS2)",
    because:
      'It describes a product; hand in the whole worksheet (.xlsx) or PDF at the server, by Import or the command import',
    recognizes: (head) =>
      /Manufacturer Disclosure Statement for Medical Device Security/i.test(head) ||
      /^"?(?:DOC-1|MPII-1)"?,/m.test(head),
  },
  {
    what: 'a security advisory (CSAF)',
    because: OF_THE_WORLD,
    recognizes: (head) => /^\s*\{[\s\S]*"csaf_version"\s*:/.test(head),
  },
  {
    what: 'a statement about vulnerabilities (OpenVEX)',
    because: OF_THE_WORLD,
    recognizes: (head) => /^\s*\{[\s\S]*openvex\.dev\/ns/.test(head),
  },
  {
    what: 'a document of a security plan or catalog (OSCAL)',
    because: 'It says what is required, not what is there',
    recognizes: (head) => /^\s*\{[\s\S]*"oscal-version"\s*:/.test(head),
  },
  {
    what: 'messages about patients (HL7 v2)',
    because: 'Devices are read from HL7 as it passes in a capture, never from stored messages',
    recognizes: (head) => /^\s*\x0b?(?:MSH|FHS|BHS)\|/.test(head),
  },
  {
    what: 'a capture as tcpdump prints it',
    because: 'Hand in the capture itself (pcap), which says more',
    recognizes: (head) =>
      /^[ \t]{0,40}(?:\d{1,9}[ \t]{1,9})?(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{6,9} (?:IP6?|ARP)\b/m.test(head),
  },
  {
    what: 'a table of findings of a tool that is not read here',
    because: 'Its rows are findings, not devices',
    recognizes: (head) =>
      headingNames(head, [
        ['severity'],
        ['cve', 'cves', 'cwe', 'cwe id', 'cve id', 'finding', 'vulnerability', 'title'],
      ]) !== null,
  },
  {
    what: 'a table of firewall rules',
    because: 'It says what may pass, not what does. The traffic log of the same firewall can be taken in',
    recognizes: isRuleTable,
  },
];

const RULE_NAMES = /^(?:name|rules?|rule name|policy id|policyid|seq|schedule|no|id)$/;

/** Rules have two ends, a service and what to do, and no port of a conversation. */
function isRuleTable(head: string): boolean {
  const names = headingNames(head, [
    ['source', 'source address', 'src', 'srcaddr', 'from'],
    ['destination', 'destination address', 'dst', 'dstaddr', 'to'],
    ['service', 'services', 'port', 'ports'],
    ['action', 'policy'],
  ]);
  const isConversation = names?.some((name) => /^(?:d\w* ?port|receive time|bytes.*)$/.test(name)) ?? true;
  return !isConversation && names !== null && names.some((name) => RULE_NAMES.test(name));
}

/** Throws Invalid, in words, for a document that is known and not read. */
export function refuseUnread(head: string): void {
  const found = DOCUMENTS.find((document) => document.recognizes(head));
  if (found) throw new Invalid(`This is ${found.what}. ${found.because}. Nothing was taken from it.`);
}

/** Whether a text is such a document. */
export function isUnread(head: string): boolean {
  return DOCUMENTS.some((document) => document.recognizes(head));
}

/** Whether a text is in a form that lists never have (JSON, XML, HTML), or a DICOM file (PS3.10 7.1). */
export function isNoList(head: Uint8Array, text: string): boolean {
  if (Buffer.from(head.subarray(128, 132)).toString('latin1') === 'DICM') return true;
  return /^\s*(?:<(?:[?!]|[A-Za-z][\w:-]*[\s>])|\{|\[\s*[[{"\]])/.test(text);
}
