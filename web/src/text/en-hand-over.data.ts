// The words about handing a site over; part of the English catalogue.
export const enHandOver = {
  handOver: {
    title: 'Hand over',
    lead: 'Everything that is kept about this site, in one ZIP archive: to go on elsewhere, or to give a client what is theirs.',
    inside: [
      'All tables of the site: devices, facts, findings, decisions, policies, training, assessments, engagements, and what was done when.',
      'The report as a page, and devices and open findings as tables, to be read without Dosimeter.',
      'The log of decisions, and a list of all files with their hashes.',
    ],
    outside:
      'Passwords, tokens, links to lessons, the mail server and ways to sign in stay here. Captures, images and uploaded lists were never kept.',
    care: 'The archive shows how the site can be attacked. Keep it encrypted, and give it to few people. That you took it stands in the audit trail.',
    take: 'Make the archive',
    asked: (who: string) => `${who} asked for it`,
    rows: (rows: string) => `${rows} rows written`,
    far: 'How much of the archive is made',
  },
};
