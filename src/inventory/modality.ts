// Modalities as DICOM names them (PS3.3 C.7.3.1.1.1, Defined Terms), found in what lists, models and AE titles say.

/** Words of lists for each modality, in the languages that lists come in. */
const WORDS: readonly (readonly [modality: string, pattern: RegExp])[] = [
  ['PT', /\bpet\b|\bpt\b|positron/],
  ['CT', /\bct\b|comput\w* tomogra|tomodensito|scanner ct|\btac\b|tomografo|tomograf[ií]a comput/],
  ['MR', /\bmri?\b|\bmrt\b|\birm\b|magnet\w* reson|r[ée]sonance magn|resonancia|kernspin/],
  ['US', /\bus\b|ultra ?(?:sound|schall|son)|[ée]chogra|ecogra|sonogra/],
  ['MG', /\bmg\b|mammo|mamo/],
  ['XA', /\bxa\b|angio|cath ?lab|herzkatheter|h[ée]modynami|\bc[- ]?arm\b|c-bogen|arceau|arco en c/],
  ['RF', /\brf\b|fluoro|durchleucht/],
  ['NM', /\bnm\b|nuclear|nuklear|gamma ?cam|spect\b/],
  ['CR', /\bcr\b|computed radio/],
  ['DX', /\bdx\b|\bdr\b|x-?ray|r[öo]ntgen|radiogra|radiolog\w* digital|rayos ?x|bucky/],
  ['PX', /\bpx\b|panoram|\bopg\b/],
  ['IO', /\bio\b|intra-?oral/],
  ['ES', /\bes\b|endosco|endosko/],
  ['OPT', /\bopt\b|\boct\b|ophthal/],
  ['ECG', /\becg\b|\bekg\b|electrocard/],
  ['BMD', /\bbmd\b|densito|dexa\b|\bdxa\b/],
  ['RTIMAGE', /linac|linear accel|radiother|strahlenther|acc[ée]l[ée]rateur|acelerador/],
  ['SM', /slide scan|whole slide|\bwsi\b/],
];

const CODES = new Set(
  'CT MR US MG XA RF NM PT CR DX PX IO ES OPT OP OCT ECG BMD RTIMAGE SM BI DG XC IVUS RG LS TG'.split(' '),
);

/** The modality that a word or phrase means, or null. A code of the standard is taken as it stands. */
export function modalityIn(text: string): string | null {
  const code = text.trim().toUpperCase();
  if (CODES.has(code)) return code;
  const words = text.toLowerCase().replace(/[_/]+/g, ' ');
  return WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

// Product lines that name a modality by themselves; facts from the makers' public product pages.
const MODELS: readonly (readonly [modality: string, pattern: RegExp])[] = [
  ['PT', /biograph|discovery (?:mi|iq|st)\b|ingenuity tf|vereos|gemini|celesteion/],
  [
    'CT',
    /somatom|naeotom|lightspeed|brightspeed|optima ?ct|revolution|brilliance|ingenuity|incisive|iqon|ict\b|aquilion|scenaria|supria|uct\b/,
  ],
  ['MR', /magnetom|signa|ingenia|achieva|intera|panorama|vantage|titan|oasis|echelon|umr\b/],
  [
    'US',
    /logiq|vivid|voluson|versana|epiq|affiniti|cx50|ie33|acuson|aplio|xario|arietta|resona|dc-\d|mylab|sonosite|venue/,
  ],
  ['MG', /mammomat|selenia|dimensions|senograph|pristina|amulet|planmed|inspiration|giotto/],
  ['XA', /artis|azurion|allura|innova|infinix|optima igs|trinias|ziehm|cios|oec|arcadis|zenition|veradius/],
  ['RF', /luminos|proxidiagnost|combidiagnost|ultimax|sonialvision|adora/],
  ['NM', /symbia|infinia|brightview|millennium|forte/],
  ['CR', /\bfcr\b|regius|directview cr|dx-?g\b|\bcr ?\d{2}/],
  [
    'DX',
    /ysio|multix|axiom aristos|digitaldiagnost|dura ?diagnost|drx|definium|discovery xr|optima xr|fdr\b|dx-?d\b|mobilett|aeroDR|radspeed/i,
  ],
  ['BMD', /lunar|prodigy|horizon dxa|discovery (?:a|w|ci)\b/],
  ['RTIMAGE', /truebeam|clinac|halcyon|ethos|versa hd|synergy|infinity|tomotherapy|radixact|cyberknife/],
];

/** The modality that a model name stands for, or null. */
export function modalityOfModel(model: string): string | null {
  const words = model.toLowerCase();
  return modalityWord(words) ?? MODELS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

/** `CT` or `MR` as a word of its own in a model name ("Optima CT660"). */
function modalityWord(words: string): string | null {
  return /\b(ct|mr|pet)(?=[\s\d]|$)/.exec(words)?.[1]?.toUpperCase().replace('PET', 'PT') ?? null;
}

/** The modality that an AE title announces (`CT1`, `RAD_MR_02`), or null. */
export function modalityOfTitle(title: string): string | null {
  const parts = title
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .map((part) => part.replace(/\d+[A-Z]?$/, ''));
  const alias: Readonly<Record<string, string>> = {
    MRI: 'MR',
    PET: 'PT',
    MAMMO: 'MG',
    ANGIO: 'XA',
    XRAY: 'DX',
    DR: 'DX',
  };
  for (const part of parts) {
    if (part === '') continue;
    const code = alias[part] ?? part;
    if (/^(CT|MR|US|MG|XA|RF|NM|PT|CR|DX)$/.test(code)) return code;
  }
  return null;
}
