// The words for reading an OSCAL document of others; part of the English catalogue.
export const enOscal = {
  oscalReading: {
    title: 'Read an OSCAL document',
    lead: 'A system security plan, assessment results, a plan of action or a component definition (JSON, up to 8 MB). You see what it says and how it differs from here. Nothing changes until you take it over.',
    choose: 'Choose the file',
    kinds: {
      'component-definition': 'Component definition',
      'system-security-plan': 'System security plan',
      'assessment-results': 'Assessment results',
      'plan-of-action-and-milestones': 'Plan of action and milestones',
    },
    of: (kind: string, day: string) => `${kind}, of ${day}.`,
    madeHere: 'This site wrote it. What it says of controls is known here already.',
    counts: (counts: { controls: string; same: string; lessHere: string; moreHere: string; unknownHere: string }) =>
      `${counts.controls} controls: ${counts.same} as here, ${counts.lessHere} further there, ${counts.moreHere} further here, ${counts.unknownHere} with no such id here.`,
    same: 'It says nothing else than what is known here.',
    differs: 'How controls differ',
    columns: ['Control', 'There', 'Here', 'Difference', 'Take over'],
    differences: {
      same: 'the same',
      'less here': 'further there than here',
      'more here': 'further here than there',
      'not known here': 'not known here',
      'not said there': 'not said there',
      'unknown here': 'no such control here',
    },
    notSaid: 'Not said',
    nowhere: 'Nothing here has this id.',
    yes: (why: string) => `Yes. ${why}`,
    no: (why: string) => `No. ${why}`,
    risks: (risks: string) => `Risks (${risks})`,
    riskColumns: ['Risk', 'Status there', 'Until', 'Difference', 'Take over'],
    items: (items: string) => `Items of the plan (${items})`,
    itemColumns: ['Item', 'Until', 'Difference', 'Take over'],
    references: (references: string) => `References to what is not in the file (${references})`,
    reference: (path: string, to: string) => `${path} names ${to}`,
    cut: (all: string) => `The first 1,000 of ${all} are shown.`,
    take: (things: string) => `Take over (${things})`,
    takeHow:
      'Statements are kept as stated on the day of the document, with its name and the hash of the file. Facts still count before them.',
    nothing: 'There is nothing to take over.',
    taken: (answers: string, steps: string, acceptances: string) =>
      `Taken over. Statements: ${answers}. Steps said to be done: ${steps}. Risks asked to be accepted: ${acceptances}.`,
  },
};
