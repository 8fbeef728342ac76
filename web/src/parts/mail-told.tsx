// What became of mails that were sent with one press: how many left, which addresses were refused, and who still waits.
import type { MailSent } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { text } from '../text/index.ts';
import { Foreign } from './foreign.tsx';
import classes from './mail-told.module.css';
import { Note } from './note.tsx';

const words = text.training;

/** The note. */
export function MailTold({ told: { sent, refused, left, stopped } }: { readonly told: MailSent }) {
  return (
    <Note tone={stopped === null && refused.length === 0 ? 'info' : 'watch'} urgent>
      {words.mailDone(count(sent), sent)} {stopped} {left > 0 ? words.mailLeft(count(left), left) : ''}
      {refused.length > 0 ? (
        <>
          <div>{words.refused}</div>
          <ul className={classes['refused']}>
            {refused.map(({ email, because }) => (
              <li key={email}>
                <Foreign>{`${email}: ${because}`}</Foreign>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Note>
  );
}
