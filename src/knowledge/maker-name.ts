// Makers of imaging equipment under the many names that lists, badges and older brands give them. Used to compare
// ("GE Medical Systems" and "GEHC" are one maker) and to show one spelling in lists and filters.

const MAKERS: readonly (readonly [name: string, pattern: RegExp])[] = [
  [
    'GE HealthCare',
    /^(?:ge|gehc|gems|general electric)(?: ?(?:precision|health ?care|technologies|medical(?: systems?)?|information technologies|ultrasound|vingmed|oec|lunar))*$/,
  ],
  [
    'Siemens Healthineers',
    /^siemens(?: (?:healthineers|health ?care|diagnostics|medical(?: solutions| systems)?))*$|^healthineers$/,
  ],
  [
    'Philips',
    /^(?:royal |koninklijke )?phill?ips(?: (?:health ?care|medical(?: systems)?|ultrasound|electronics))*$|^adac$|^picker$|^marconi medical(?: systems)?$/,
  ],
  ['Canon Medical', /^canon(?: medical(?: systems)?)?$|^toshiba(?: (?:medical(?: systems)?|mec))*$/],
  [
    'Fujifilm',
    /^fuji ?film(?: (?:health ?care|medical(?: systems)?|sonosite))*$|^fuji(?: photo(?: film)?)?$|^hitachi(?: (?:medical(?: systems)?|health ?care|aloka))*$|^sonosite$/,
  ],
  ['Hologic', /^hologic$|^lorad$/],
  ['Agfa HealthCare', /^agfa(?: ?(?:health ?care|gevaert))*$/],
  ['Carestream', /^carestream(?: health)?$|^(?:eastman )?kodak$/],
  ['Konica Minolta', /^konica(?: ?minolta)?(?: health ?care)?$/],
  ['Shimadzu', /^shimadzu$/],
  ['Samsung', /^samsung(?: (?:medison|health ?care|neurologica))*$|^medison$/],
  ['Mindray', /^(?:shenzhen )?mindray(?: bio ?medical(?: electronics)?)?$/],
  ['Esaote', /^esaote$/],
  ['United Imaging', /^(?:shanghai )?united imaging(?: health ?care)?$|^uih$/],
  ['Varian', /^varian(?: medical(?: systems)?)?$/],
  ['Elekta', /^elekta$/],
  ['Accuray', /^accuray$/],
  ['Ziehm Imaging', /^ziehm(?: imaging)?$/],
  ['Planmeca', /^planmeca$/],
  ['Dentsply Sirona', /^(?:dentsply )?sirona$|^dentsply(?: sirona)?$/],
  ['Sectra', /^sectra$/],
  ['Merge', /^merge(?: health ?care)?$|^merative$|^cedara$/],
  ['Intelerad', /^intelerad$/],
  ['Change Healthcare', /^change health ?care$|^mckesson$/],
  ['Visage Imaging', /^visage(?: imaging)?$/],
  ['Barco', /^barco$/],
  ['EIZO', /^eizo$/],
  ['Dell', /^dell(?: emc| technologies)?$/],
  ['HP', /^hp(?:e|i)?$|^hewlett[ -]?packard(?: enterprise)?$/],
  ['Lenovo', /^lenovo$/],
  ['BD', /^bd$|^becton dickinson(?: and)?$|^carefusion$/],
  ['Medtronic', /^medtronic(?: (?:minimed|diabetes))?$|^minimed$/],
];

// Forms of company and places that say nothing about who made it.
const FORMS =
  /\b(?:gmbh|ag|ab|oyj?|sas|inc|incorporated|llc|ltd|limited|corp|corporation|co|company|s ?a|s ?p ?a|n ?v|b ?v|plc|kg|pte|pty|u ?s ?a|europe|deutschland|germany|japan|nederland|netherlands|north america|americas?)\b/g;

function plain(name: string): string {
  return (
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      // "Philips Medical Systems (Cleveland), Inc.": a place behind the name.
      .replace(/(?<=\S) ?\([^()]*\)/g, ' ')
      .replace(/[.,&()/_+-]+/g, ' ')
      .replace(FORMS, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

/** The maker's name in one spelling; names that the table does not know stay as they are. */
export function vendorName(name: string): string {
  const key = plain(name);
  return MAKERS.find(([, pattern]) => pattern.test(key))?.[0] ?? name.trim();
}

/** A text under which two spellings of one maker are equal. */
export function vendorKey(name: string): string {
  let key = keys.get(name);
  if (key === undefined) {
    if (keys.size >= MOST_KEYS) keys.clear();
    key = shortened(plain(vendorName(name)));
    keys.set(name, key);
  }
  return key;
}

/** What many makers have behind their name, and lists leave out: "Contec Health", "Abbott Laboratories". */
const BEHIND =
  /(?<=^.{3,}) (?:medical|health|health ?care|laboratories|labs|technologies|systems|group|international)$/;

function shortened(key: string): string {
  const shorter = key.replace(BEHIND, '');
  return shorter === key ? key : shortened(shorter);
}

/** Feeds name the same few makers over and over. */
const MOST_KEYS = 20_000;
const keys = new Map<string, string>();

/** Companies of the registry of network cards that make imaging equipment, by the beginning of their registered name. */
const REGISTERED: readonly (readonly [RegExp, string])[] = [
  [/^ge (?:medical|health ?care|ultrasound)|^general electric medical|^gems\b/i, 'GE HealthCare'],
  [/^siemens (?:health|medical)/i, 'Siemens Healthineers'],
  [/^philips (?:health|medical|ultrasound)/i, 'Philips'],
  [/^(?:canon medical|toshiba medical)/i, 'Canon Medical'],
  [/^fuji ?film(?: medical| health|$)|^sonosite|^hitachi (?:medical|aloka)/i, 'Fujifilm'],
  [/^hologic/i, 'Hologic'],
  [/^agfa/i, 'Agfa HealthCare'],
  [/^carestream/i, 'Carestream'],
  [/^konica ?minolta/i, 'Konica Minolta'],
  [/^shimadzu/i, 'Shimadzu'],
  [/^samsung medison|^neurologica/i, 'Samsung'],
  [/mindray/i, 'Mindray'],
  [/^esaote/i, 'Esaote'],
  [/united imaging/i, 'United Imaging'],
  [/^varian/i, 'Varian'],
];

/** The imaging maker behind a registered company, or null when it makes other things, too. */
export function imagingMaker(company: string): string | null {
  return REGISTERED.find(([pattern]) => pattern.test(company))?.[1] ?? null;
}
