// The words of the page that compares a site with others; part of the English catalogue.
export const enBenchmark = {
  benchmark: {
    name: 'Benchmark',
    title: 'Benchmark between clients',
    lead: 'Where this site stands among others. Nobody’s name and nobody’s value is shown or leaves.',
    takenOn: (day: string) => `By the figures of ${day}.`,
    notTaken: 'The figures of this site are taken once a day. Until the first are there, its own place is open.',
    figures: 'Where this site stands',
    figuresLead: (counted: string) =>
      `${counted} of your sites agreed to be counted. A figure is shown once at least 5 of them have it.`,
    columns: ['Figure', 'This site', 'Among your own clients', 'Among clients of other providers'],
    fix: (who: string) => `Days to fix: ${who}`,
    better: { high: 'More is better', low: 'Less is better' },
    unknown: 'Not known',
    quarters: { 1: 'Best quarter', 2: 'Second quarter', 3: 'Third quarter', 4: 'Last quarter' },
    noPlace: 'The own value is not known',
    tooFew: 'Fewer than 5 clients have it',
    quartiles: (first: string, half: string, third: string, clients: string) =>
      `Of ${clients} clients the best quarter ends at ${first}, the half at ${half}, the third quarter at ${third}.`,
    noFiles: 'No file tells of it',
    ahead: (share: string, low: string, high: string) =>
      `${share} of them are better; because of the noise it may be ${low} to ${high}`,
    from: (files: string, size: string) => `By ${files}, ${size}.`,
    files: (files: string) => (files === '1' ? '1 file' : `${files} files`),
    sizes: {
      all: 'clients of every size',
      '1-10': 'clients with 1 to 10 devices',
      '11-100': 'clients with 11 to 100 devices',
      '101+': 'clients with 101 devices or more',
    },
    below: (value: string) => `below ${value}`,
    above: (value: string) => `${value} or more`,
    range: (from: string, to: string) => `${from} to ${to}`,
    days: (value: string) => `${value} days`,
    bins: 'Clients of other providers, bin by bin',
    binsLead:
      'Sums of counts to which noise was added before they were signed. So a count is never exact, and a small one may be noise alone.',
    binsOf: (figure: string) => `Bin by bin: ${figure}`,
    binColumns: ['Value', 'Clients', 'This site'],
    binNoise: (count: string, noise: string) => `${count} (may be off by ${noise})`,
    here: 'here',

    agreement: 'Is this site counted?',
    agreementLead:
      'Only an owner of the site can say so, and can take it back at any time. A file that has left stays out.',
    agreements: {
      none: 'No',
      clients: 'Among the clients of its provider',
      files: 'There, and in files for other providers',
    },
    agreementWhy: {
      none: 'Nothing of this site is counted anywhere.',
      clients: 'It is one of at least 5 in a count that only sites of the same provider see.',
      files:
        'In addition it is one of at least 5 in counts with noise that leave once in a quarter. Read in the documentation what that shows (docs/benchmark-between-clients.md).',
    },
    said: (by: string, day: string) => `Said by ${by} on ${day}.`,
    kept: 'What the site agreed to is kept.',

    exchange: 'Exchange with other providers',
    exchangeLead: 'One signed file in a quarter, for providers whose key you know and who know yours.',
    own: 'Your file',
    agreedFiles: (count: string) =>
      count === '1' ? '1 site agreed to be counted in files.' : `${count} sites agreed to be counted in files.`,
    epsilon: 'Privacy loss for each figure (epsilon)',
    epsilonHow:
      'Smaller hides each client better and makes the counts less exact. It cannot be changed in this quarter afterwards.',
    make: (period: string) => `Make the file of ${period}`,
    again: (period: string) => `Get the file of ${period} again`,
    made: 'The file is made. Whoever asks again in this quarter gets the same.',
    fingerprint: 'Fingerprint of your key',
    fingerprintHow: 'Read it out to the other provider by telephone or face to face. It is the same for every file.',
    noKey: 'The key is made with the first file.',
    releases: 'Files that left',
    releaseColumns: ['Quarter', 'Made', 'Figures', 'Privacy loss in all'],
    signers: 'Providers that you trust',
    noSigners: 'No key of another provider is trusted yet.',
    signerColumns: ['Provider', 'Fingerprint', 'Files', 'Remove'],
    noneYet: 'none yet',
    remove: (name: string) => `Remove ${name}`,
    removeWhy: 'Its files are removed with it and count no more. Trusted again, it begins without files.',
    removed: 'The key is trusted no more.',
    trust: 'Trust a provider',
    signerName: 'Provider',
    signerFingerprint: 'Fingerprint that it read out to you',
    trustIt: 'Trust this key',
    trusted: 'The key is trusted. Now its files can be taken in.',
    take: 'Take in a file',
    takeLead: 'It is taken only if it was signed by a key that you trust and was not changed since.',
    choose: 'Choose a file',
    outcome: {
      taken: (signer: string, period: string) => `The file of ${signer} for ${period} is taken in.`,
      replaced: (signer: string, period: string) =>
        `The file of ${signer} for ${period} takes the place of the one before.`,
      same: (signer: string, period: string) =>
        `The file of ${signer} for ${period} was here already. Nothing changed.`,
    },
  },
};
