// Which zones each way in opens, beside the ways between zones; the same as among the figures, saved alone.
import { Button, Group } from '@mantine/core';
import type { FormEvent } from 'react';
import type { RiskSettingsNow } from '#contracts/index.ts';
import { usePowers } from '../api/use-session.ts';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { Failure, Loaded, Waiting } from '../parts/states.tsx';
import { EntryZoneList } from '../risk/control-fields.tsx';
import { checkDraft } from '../risk/draft.ts';
import { MeanwhileNote } from '../risk/meanwhile-note.tsx';
import { useSettingsDraft } from '../risk/settings-draft.ts';
import { useRiskSettings, useSaveRiskSettings } from '../risk/use-risk.ts';
import { text } from '../text/index.ts';
import classes from './zones.module.css';

/** The panel. */
export function EntryWays() {
  return (
    <Panel title={text.ways.entries} lead={text.ways.entriesLead}>
      <Loaded of={useRiskSettings()} waiting={<Waiting lines={4} />}>
        {(settings) => <Form settings={settings} />}
      </Loaded>
    </Panel>
  );
}

function Form({ settings: now }: { readonly settings: RiskSettingsNow }) {
  const { edit } = usePowers();
  const own = useSettingsDraft(now);
  const { draft, version, meanwhile, change } = own;
  const save = useSaveRiskSettings(version, () => notice(text.ways.saved));

  function submit(event: FormEvent): void {
    event.preventDefault();
    const { settings } = checkDraft(draft);
    if (settings) save.mutate(settings);
  }

  return (
    <form onSubmit={submit}>
      <fieldset disabled={!edit} className={classes['form']}>
        <EntryZoneList draft={draft} onChange={change} />
        <MeanwhileNote by={now.by} figures={now.figures} draft={own} />
        {save.error && meanwhile.length === 0 ? <Failure error={save.error} /> : null}
        {edit ? (
          <Group mt="md">
            <Button type="submit" disabled={meanwhile.length > 0} loading={save.isPending}>
              {text.common.save}
            </Button>
          </Group>
        ) : null}
      </fieldset>
    </form>
  );
}
