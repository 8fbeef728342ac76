// Two texts of one policy side by side: what somebody else saved in the meantime, and what stands in the form.
import { Button, Group } from '@mantine/core';
import type { PolicyText } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { text } from '../text/index.ts';
import classes from './policies.module.css';
import { type Clash, clashesOf, type PolicyDraft } from './policy-draft.ts';

const words = text.policyPages;

interface ConflictProps {
  readonly saved: PolicyText;
  readonly mine: PolicyDraft;
  readonly busy: boolean;
  readonly onChange: (draft: PolicyDraft) => void;
  readonly onSave: () => void;
  readonly onDrop: () => void;
}

/** The comparison. */
export function Conflict({ saved, mine, busy, onChange, onSave, onDrop }: ConflictProps) {
  const clashes = clashesOf(saved, mine);
  const version = count(saved.version.version);
  return (
    <div className={classes['conflict']}>
      <Note tone="danger" urgent title={words.conflict}>
        {words.conflictHow(visible(saved.version.by), version)}
      </Note>
      {clashes.length === 0 ? (
        <p>{words.conflictSame}</p>
      ) : (
        <PlainTable
          label={words.conflictList}
          columns={words.conflictColumns}
          rows={clashes}
          rowKey={({ key }) => key}
          cells={(clash) => [
            <div key="place">
              {placeWords(clash)}
              <div>
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={words.takeTheirsOf(placeWords(clash))}
                  onClick={() => onChange(clash.taken)}
                >
                  {words.takeTheirs}
                </Button>
              </div>
            </div>,
            <Side key="theirs">{clash.theirs}</Side>,
            <Side key="mine">{clash.mine}</Side>,
          ]}
        />
      )}
      <Group>
        <Button loading={busy} onClick={onSave}>
          {words.saveMine(version)}
        </Button>
        <Button variant="default" disabled={busy} onClick={onDrop}>
          {words.dropMine}
        </Button>
      </Group>
    </div>
  );
}

function Side({ children }: { readonly children: string | null }) {
  return children === null ? <span className="quiet">{words.absent}</span> : <Foreign>{children}</Foreign>;
}

function placeWords({ place, name }: Clash): string {
  switch (place) {
    case 'title':
      return words.fields.title;
    case 'purpose':
      return words.fields.purpose;
    case 'blank':
      return `{{${visible(name)}}}`;
    case 'clause':
      return `${words.places.clause} ${name}`;
    case 'review':
      return words.fields.review;
    case 'readers':
      return words.fields.readers;
  }
}
