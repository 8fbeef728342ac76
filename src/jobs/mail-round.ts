// One mail to each of some people, through the mail server of a site: what the server refuses for an address is told of, and where it takes nothing,
// sending ends and the rest can be sent later.
import type { MailSent, MailServer } from '#contracts/index.ts';
import { Unavailable } from '#kit/index.ts';
import { type Mail, openPost } from '#people/index.ts';

/** Mails that go out with one request; the page asks again for the rest. */
const MOST_MAILS = 50;

/** A mail that nobody else sends, and what keeps what became of it. */
interface Written {
  readonly mail: Mail;
  /** null where the server took it, else its words. */
  readonly note: (refused: string | null) => Promise<void>;
  /** It did not leave: whoever asks next may send it. */
  readonly giveBack: () => Promise<void>;
}

/**
 * Sends, and gives what was sent and what could not be. `write` is called just before a mail leaves; it gives null for whoever was told meanwhile by
 * another round.
 */
export async function mailRound<Person>(
  server: MailServer & { readonly password: string | null },
  people: readonly Person[],
  write: (person: Person) => Promise<Written | null>,
): Promise<MailSent> {
  const post = openPost(server);
  const refused: MailSent['refused'] = [];
  let sent = 0;
  let toldElsewhere = 0;
  let stopped: string | null = null;
  try {
    for (const person of people.slice(0, MOST_MAILS)) {
      const written = await write(person);
      if (!written) {
        toldElsewhere += 1;
        continue;
      }
      const { mail, note, giveBack } = written;
      const because = await post.send(mail).catch(async (error: unknown) => {
        await giveBack();
        throw error;
      });
      await note(because);
      if (because === null) sent += 1;
      else refused.push({ email: mail.to, because });
    }
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    stopped = error.message;
  } finally {
    post.close();
  }
  return { sent, refused, left: people.length - sent - refused.length - toldElsewhere, stopped };
}
