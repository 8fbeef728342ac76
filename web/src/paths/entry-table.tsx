// Where an attacker may start: how often each entry is held, what it opens, and whether somebody said so.
import type { RiskDocument } from '#contracts/index.ts';
import { counted } from '../format/format.ts';
import { figureRange } from '../format/ranges.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import classes from './paths.module.css';

/** The list of entries. */
export function EntryTable({ entries }: { readonly entries: RiskDocument['entries'] }) {
  return (
    <Panel title={text.attackPaths.entriesTitle} lead={text.attackPaths.entriesLead}>
      <ul className={classes['entries']}>
        {entries.map(({ entry, yearly, opens, isKnown, because }) => (
          <li key={entry}>
            <div>
              <b>{text.assessed.entries[entry]}</b>{' '}
              <Tag tone={isKnown ? 'info' : 'unknown'}>
                {isKnown ? text.attackPaths.stated : text.attackPaths.taken}
              </Tag>
            </div>
            <div>
              {text.attackPaths.held(figureRange(yearly))}{' '}
              {text.attackPaths.opens(counted(opens, text.attackPaths.place, text.attackPaths.places))}
            </div>
            <div className="quiet">
              {text.attackPaths.because} <Foreign>{because}</Foreign>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
