// Which zones each way in opens, beside the ways between zones; the same as among the figures, saved alone.
import { Button, Group } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { RiskSettingsInput } from '#contracts/index.ts';
import { usePowers } from '../api/use-session.ts';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { Failure, Loaded, Waiting } from '../parts/states.tsx';
import { EntryZoneList } from '../risk/control-fields.tsx';
import { checkDraft, draftOf, withValue } from '../risk/draft.ts';
import { useRiskSettings, useSaveRiskSettings } from '../risk/use-risk.ts';
import { text } from '../text/index.ts';
import classes from './zones.module.css';

/** The panel. */
export function EntryWays() {
  return (
    <Panel title={text.ways.entries} lead={text.ways.entriesLead}>
      <Loaded of={useRiskSettings()} waiting={<Waiting lines={4} />}>
        {({ stated }) => <Form key={JSON.stringify(stated)} stated={stated} />}
      </Loaded>
    </Panel>
  );
}

function Form({ stated }: { readonly stated: RiskSettingsInput }) {
  const { edit } = usePowers();
  const [draft, setDraft] = useState(() => draftOf(stated));
  const save = useSaveRiskSettings(() => notice(text.ways.saved));

  function submit(event: FormEvent): void {
    event.preventDefault();
    const { settings } = checkDraft(draft);
    if (settings) save.mutate(settings);
  }

  return (
    <form onSubmit={submit}>
      <fieldset disabled={!edit} className={classes['form']}>
        <EntryZoneList draft={draft} onChange={(path, value) => setDraft((before) => withValue(before, path, value))} />
        {save.error ? <Failure error={save.error} /> : null}
        {edit ? (
          <Group mt="md">
            <Button type="submit" loading={save.isPending}>
              {text.common.save}
            </Button>
          </Group>
        ) : null}
      </fieldset>
    </form>
  );
}
