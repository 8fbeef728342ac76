// Mail that came back, as it is sent: any number of files of any length, in requests of which none is refused for its size.
import type { ReturnedInput, ReturnedReport } from '#contracts/index.ts';

type Mails = ReturnedInput['mails'];

/** The report of a mail system stands before the mail that it could not deliver: what is longer is cut. */
const MOST_CHARACTERS = 900_000;
const MOST_NAME = 200;
const MOST_FILES = 50;
const MOST_BYTES = 5_000_000;

/** The files in the order chosen, each cut to what a request takes, in as many requests as they need. */
export function returnedBatches(files: Mails): Mails[] {
  const batches: Mails[] = [];
  let bytes = 0;
  for (const { name, text } of files) {
    // An empty file is sent as an empty line, so that it is told of like any other that is no report.
    const mail = { name: name.slice(0, MOST_NAME), text: text.slice(0, MOST_CHARACTERS) || '\n' };
    const size = new TextEncoder().encode(JSON.stringify(mail)).length;
    const last = batches.at(-1);
    if (last && last.length < MOST_FILES && bytes + size <= MOST_BYTES) {
      last.push(mail);
      bytes += size;
    } else {
      batches.push([mail]);
      bytes = size;
    }
  }
  return batches;
}

/** What several requests answered, as one answer; who is named in several is told of once, by the last. */
export function addedUp(answers: readonly ReturnedReport[]): Pick<ReturnedReport, 'marked' | 'others' | 'rejected'> {
  return {
    marked: [...new Map(answers.flatMap(({ marked }) => marked.map((each) => [each.email, each]))).values()],
    others: answers.reduce((sum, { others }) => sum + others, 0),
    rejected: answers.flatMap(({ rejected }) => rejected),
  };
}
