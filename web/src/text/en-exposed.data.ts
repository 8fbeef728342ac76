// The words of records that lie open; part of the English catalogue.
export const enExposed = {
  exposed: {
    title: 'Records that lie open',
    lead: (held: string) =>
      `Of ${held} records that one event may take: how many lie open at each place today. They are not added up, as the same patients may lie in several.`,
    nothing: 'Nothing was found there that gives data to strangers.',
    reached: (ifHeld: string, likely: string, range: string) =>
      `${ifHeld}: reached with a chance of ${likely} (${range})`,
    records: (likely: string) => `about ${likely} records`,
    range: (low: string, high: string) => `${low} to ${high}`,
    how: 'How this is worked out',
    formula:
      'Records times the chance that they are reached, from the way in where that is likeliest. What a stranger was proven to get (the rung of the ladder) and the ways there make that chance together: a service that runs searches of strangers gives all that it holds to whoever comes to it, one that only offers them often does not, and one that turns strangers away needs a stolen name or another hole.',
    example:
      'With 10,000 records and an open way: 9,515 where searches are run (E6), 3,210 where they are only offered (E5), 300 where nothing is open. Where nobody knows whether the way is open: 2,855 in place of 9,515.',
  },
};
